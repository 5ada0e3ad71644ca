import type { Attendee } from '../check/plan-book.ts'
import type { SoftCost } from './soft-cost.ts'
import { halfHoursUp, sumOf } from './soft-cost.ts'

/** Per participant: the half hours, rounded up, by which the attended minutes that count stay under the weekly target. */
export const belowTarget: SoftCost = {
  name: 'S2',
  label: 'below target',
  charge(book) {
    return book.week.weights.belowTarget * sumOf(book.attendees, (attendee) => halfHoursUp(minutesBelow(attendee)))
  },
}

function minutesBelow({ participant, meetings }: Attendee): number {
  const counted = meetings.filter(({ service }) => service.countsTowardHours)
  return Math.max(0, participant.weeklyMinutesTarget - sumOf(counted, ({ service }) => service.minutes))
}
