import type { PersonWeek } from '../../src/schedule/week-board.ts'
import { dateOf, plusDays } from './times.ts'

type Session = PersonWeek['sessions'][number]
type Busy = PersonWeek['busy'][number]

export interface PersonDay {
  date: string
  sessions: Session[]
  busy: Busy[]
}

/** The seven days of a person's week, each in order of time. An obligation over midnight stands on both days. */
export function daysOf(week: PersonWeek): PersonDay[] {
  return Array.from({ length: 7 }, (_, day) => plusDays(week.weekStart, day)).map((date) => ({
    date,
    sessions: week.sessions.filter(({ start }) => dateOf(start) === date).toSorted(byStart),
    busy: week.busy.filter(({ start, end }) => dateOf(start) <= date && end > `${date}T00:00`).toSorted(byStart),
  }))
}

/** The first meeting that has not ended. `now` is a wall time at the center. */
export function nextMeeting(week: PersonWeek, now: string): Session | undefined {
  return week.sessions.toSorted(byStart).find(({ end }) => end > now)
}

/** What a wall clock at the center shows at an instant. */
export function wallNow(instant: number, timeZone: string): string {
  const shape = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' } as const
  const parts = new Intl.DateTimeFormat('en-CA', { ...shape, hourCycle: 'h23', timeZone }).formatToParts(instant)
  const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? ''
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`
}

function byStart(a: { start: string }, b: { start: string }): number {
  return a.start < b.start ? -1 : 1
}
