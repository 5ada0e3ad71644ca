import type { TodaySession } from '../../../src/attendance/today.ts'

/**
 * Wall times of a session's day (`18:02`, the center's clock) and instants. The session says both of its own start, so no
 * time zone is asked for; the browser's never takes part.
 */
export function instantAt(session: TodaySession, clock: string): string {
  const wall = Date.parse(`${session.start.slice(0, 10)}T${clock}Z`)
  return new Date(wall + aheadOf(session)).toISOString().replace(/\.\d+/, '')
}

export function clockAt(session: TodaySession, instant: string): string {
  return new Date(Date.parse(instant) - aheadOf(session)).toISOString().slice(11, 16)
}

/** Milliseconds from the wall, read as UTC, to the instant. */
function aheadOf(session: TodaySession): number {
  return Date.parse(session.startsAt) - Date.parse(`${session.start}Z`)
}
