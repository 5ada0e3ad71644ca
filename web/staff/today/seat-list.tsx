import { Button, Select } from '@mantine/core'
import { type KeyboardEvent, useRef } from 'react'
import { STATUS_ORDER } from './status-order.ts'
import type { Status } from '../../../src/attendance/attendance.ts'
import type { TodaySeat, TodaySession } from '../../../src/attendance/today.ts'
import { say } from '../../ui/words.ts'
import { seatName, statusName } from './attendance-words.ts'
import { presentIn } from './session-card.tsx'
import type { Wish } from './use-marks.ts'

const KEYS: Readonly<Record<string, Status>> = { l: 'late', x: 'no-show', e: 'excused' }

/** One row a person: one tap for here, one more for anything else; by keyboard h, l, x, e and j, k to move. */
export function SeatList({ session, mark }: { session: TodaySession; mark: (wish: Wish) => void }) {
  const list = useRef<HTMLUListElement>(null)
  const begun = session.mine && session.seats.some((seat) => seat.state !== 'expected')
  const pressed = (event: KeyboardEvent, seat: TodaySeat) => {
    if (event.target instanceof HTMLInputElement || event.ctrlKey || event.metaKey || event.altKey) return
    const step = event.key === 'j' ? 1 : event.key === 'k' ? -1 : 0
    if (step !== 0) return focusRow(list.current, event.currentTarget, step)
    const status = event.key === 'h' ? presentIn(session) : KEYS[event.key]
    if (!status || !begun) return
    event.preventDefault()
    mark({ session: session.id, seat, status })
    focusRow(list.current, event.currentTarget, 1)
  }
  return (
    <ul className="seat-list" ref={list}>
      {session.seats.map((seat) => (
        <li key={seat.participant} tabIndex={begun ? 0 : undefined} onKeyDown={(event) => pressed(event, seat)}>
          <span className="seat-name">
            {seat.name} <span className="read-aloud">{seatName(seat)}</span>
          </span>
          <span className={`seat-state seat-${seat.mark?.status ?? seat.state}`} aria-hidden="true">
            {seatName(seat)}
          </span>
          {begun && (
            <span className="today-buttons">
              <Button
                size="xs"
                variant={seat.mark?.status === presentIn(session) ? 'filled' : 'default'}
                aria-label={say('today.markHere', { name: seat.name })}
                onClick={() => mark({ session: session.id, seat, status: presentIn(session) })}
              >
                {statusName(presentIn(session))}
              </Button>
              <Select
                size="xs"
                w={124}
                aria-label={say('today.markOther', { name: seat.name })}
                placeholder={say('today.other')}
                data={STATUS_ORDER.map((status) => ({ value: status, label: statusName(status) }))}
                value={seat.mark && seat.mark.status !== presentIn(session) ? seat.mark.status : null}
                onChange={(status) => status && mark({ session: session.id, seat, status: status as Status })}
                allowDeselect={false}
              />
            </span>
          )}
        </li>
      ))}
    </ul>
  )
}

function focusRow(list: HTMLUListElement | null, from: Element, step: number): void {
  const rows = [...(list?.querySelectorAll<HTMLElement>('li[tabindex]') ?? [])]
  rows[rows.indexOf(from as HTMLElement) + step]?.focus()
}
