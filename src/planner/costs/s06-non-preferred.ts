import type { Attendee } from '../check/plan-book.ts'
import type { SoftCost } from './soft-cost.ts'
import { sumOf } from './soft-cost.ts'

/** Per visit in a block whose `part` differs from what the participant prefers; never for `none`. */
export const nonPreferred: SoftCost = {
  name: 'S6',
  label: 'non-preferred time',
  charge(book) {
    return book.week.weights.nonPreferred * sumOf(book.attendees, unwelcome)
  },
}

function unwelcome({ participant, visits }: Attendee): number {
  if (participant.prefers === 'none') return 0
  return visits.filter(({ block }) => block.block.part !== participant.prefers).length
}
