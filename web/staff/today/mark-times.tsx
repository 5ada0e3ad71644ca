import { Button, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { TodaySeat, TodaySession } from '../../../src/attendance/today.ts'
import { say } from '../../ui/words.ts'
import { clockAt, instantAt } from './session-clock.ts'
import type { Wish } from './use-marks.ts'

/** When somebody came and left, to the minute; left empty: from the start, until the end. */
export function MarkTimes({
  session,
  seat,
  mark,
  close,
}: {
  session: TodaySession
  seat: TodaySeat
  mark: (wish: Wish) => void
  close: () => void
}) {
  const standing = seat.mark
  const [came, setCame] = useState(standing?.inAt ? clockAt(session, standing.inAt) : '')
  const [left, setLeft] = useState(standing?.outAt ? clockAt(session, standing.outAt) : '')
  if (!standing) return null
  const save = (event: FormEvent) => {
    event.preventDefault()
    const [inAt, outAt] = [came, left].map((clock) => (clock === '' ? null : instantAt(session, clock)))
    mark({ session: session.id, seat, status: standing.status, inAt: inAt ?? null, outAt: outAt ?? null })
    close()
  }
  const field = (label: string, value: string, set: (value: string) => void) => (
    <TextInput type="time" size="xs" label={label} value={value} onChange={(event) => set(event.currentTarget.value)} />
  )
  return (
    <form className="mark-times" onSubmit={save} aria-label={say('today.timesOf', { name: seat.name })}>
      {field(say('today.came'), came, setCame)}
      {field(say('today.left'), left, setLeft)}
      <Button type="submit" size="xs">
        {say('today.saveTimes')}
      </Button>
    </form>
  )
}
