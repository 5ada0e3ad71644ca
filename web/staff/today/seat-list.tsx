import { Button, Select } from '@mantine/core'
import { type KeyboardEvent, useRef, useState } from 'react'
import type { Status } from '../../../src/attendance/attendance.ts'
import type { TodaySeat, TodaySession } from '../../../src/attendance/today.ts'
import { Icon } from '../../ui/icon.tsx'
import { say } from '../../ui/words.ts'
import { MarkTimes } from './mark-times.tsx'
import { presentIn, seatWords, STATUS_ORDER, statusWords } from './status-order.ts'
import type { Wish } from './use-marks.ts'

const KEYS: Readonly<Record<string, Status>> = { l: 'late', x: 'no-show', e: 'excused' }

/** One row a person: one tap for here, one more for anything else; by keyboard h, l, x, e and j, k to move. */
export function SeatList({ session, mark }: { session: TodaySession; mark: (wish: Wish) => void }) {
  const list = useRef<HTMLUListElement>(null)
  const [timed, setTimed] = useState<string | null>(null)
  const begun = session.mine && session.seats.some((seat) => seat.state !== 'expected')
  const pressed = (event: KeyboardEvent, seat: TodaySeat) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
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
        <li key={seat.participant}>
          <span className="seat-name">
            {seat.name} <span className="read-aloud">{seatWords(seat)}</span>
          </span>
          <span className={`seat-state seat-${seat.mark?.status ?? seat.state}`} aria-hidden="true">
            {seatWords(seat)}
          </span>
          {begun && (
            <SeatButtons
              session={session}
              seat={seat}
              mark={mark}
              pressed={(event) => pressed(event, seat)}
              askTimes={setTimed}
            />
          )}
          {timed === seat.participant && (
            <MarkTimes
              key={seat.mark?.id}
              session={session}
              seat={seat}
              mark={mark}
              close={() => setTimed((one) => (one === seat.participant ? null : one))}
            />
          )}
        </li>
      ))}
    </ul>
  )
}

interface SeatButtonsProps {
  session: TodaySession
  seat: TodaySeat
  mark: (wish: Wish) => void
  pressed: (event: KeyboardEvent) => void
  /** Opens the times of this person, closes them when they are open. */
  askTimes: (change: (open: string | null) => string | null) => void
}

function SeatButtons({ session, seat, mark, pressed, askTimes }: SeatButtonsProps) {
  const present = presentIn(session)
  const chosen = (status: Status) => {
    mark({ session: session.id, seat, status })
    // Whoever leaves early leaves at some minute.
    if (status === 'left-early') askTimes(() => seat.participant)
  }
  return (
    <span className="today-buttons">
      <Button
        size="xs"
        variant={seat.mark?.status === present ? 'filled' : 'default'}
        aria-label={say('today.markHere', { name: seat.name })}
        data-here
        onKeyDown={pressed}
        onClick={() => chosen(present)}
      >
        {statusWords(present)}
      </Button>
      <Select
        size="xs"
        w={124}
        aria-label={say('today.markOther', { name: seat.name })}
        placeholder={say('today.other')}
        data={STATUS_ORDER.map((status) => ({ value: status, label: statusWords(status) }))}
        value={seat.mark && seat.mark.status !== present ? seat.mark.status : null}
        onChange={(status) => status && chosen(status)}
        allowDeselect={false}
      />
      {seat.mark && TIMED.includes(seat.mark.status) && (
        <Button
          size="xs"
          variant="default"
          aria-label={say('today.timesOf', { name: seat.name })}
          onClick={() => askTimes((open) => (open === seat.participant ? null : seat.participant))}
        >
          <Icon name="clock" size={15} />
        </Button>
      )}
    </span>
  )
}

/** Who was there came and left at some minute. */
const TIMED: readonly Status[] = ['here', 'late', 'left-early', 'remote']

function focusRow(list: HTMLUListElement | null, from: Element, step: number): void {
  const rows = [...(list?.querySelectorAll<HTMLElement>('[data-here]') ?? [])]
  rows[rows.indexOf(from as HTMLElement) + step]?.focus()
}
