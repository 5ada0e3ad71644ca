import type { TodaySession } from '../../../src/attendance/today.ts'

/** Somebody who cannot hold a session: from its start until the end of the last one they hold that day. */
export interface Away {
  readonly staff: string
  readonly from: string
  readonly until: string
}

export function awayFrom(sessions: readonly TodaySession[], { staffId, start }: TodaySession): Away {
  const ends = sessions.filter((one) => one.staffId === staffId && one.start >= start).map(({ end }) => end)
  return { staff: staffId, from: start, until: ends.reduce((last, end) => (end > last ? end : last), start) }
}
