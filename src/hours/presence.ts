import type { MarkEvent, SessionEvents } from './week-events.ts'

type Window = Pick<SessionEvents, 'startsAt' | 'endsAt'>

/** Minutes present: from coming to leaving, inside the session; whole minutes, seconds are dropped. */
export function presentMinutes(session: Window, mark: MarkEvent): number {
  const present = presenceOf(session, mark)
  return present ? wholeMinutes(present) : 0
}

/** From when to when somebody was present; null when they were not. */
export function presenceOf(session: Window, mark: MarkEvent): Window | null {
  if (mark.status === 'no-show' || mark.status === 'excused') return null
  const startsAt = Math.max(session.startsAt, mark.inAt ?? session.startsAt)
  const endsAt = Math.min(session.endsAt, mark.outAt ?? session.endsAt)
  return endsAt > startsAt ? { startsAt, endsAt } : null
}

/** Whole minutes between two instants in milliseconds. */
export function wholeMinutes({ startsAt, endsAt }: Window): number {
  return Math.floor((endsAt - startsAt) / 60_000)
}
