import type { TodaySeat, TodaySession } from './today.ts'

/** Live counts of a session, from the seats the reader sees. */
export function countsOf(seats: readonly TodaySeat[]): TodaySession['counts'] {
  const marked = (...statuses: string[]) => seats.filter(({ mark }) => mark && statuses.includes(mark.status)).length
  return {
    present: marked('here', 'remote', 'left-early', 'late'),
    late: marked('late'),
    absent: marked('excused', 'no-show'),
    missing: seats.filter(({ state }) => state === 'missing').length,
    open: seats.filter(({ mark }) => mark === null).length,
  }
}
