import type { SoftCost } from './soft-cost.ts'
import { sumOf } from './soft-cost.ts'

/** Per telehealth visit. */
export const telehealthVisit: SoftCost = {
  name: 'S5',
  label: 'telehealth visit',
  charge(book) {
    const remote = sumOf(book.attendees, ({ visits }) => visits.filter(({ telehealth }) => telehealth).length)
    return book.week.weights.telehealthVisit * remote
  },
}
