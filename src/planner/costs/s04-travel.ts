import type { SoftCost } from './soft-cost.ts'
import { sumOf } from './soft-cost.ts'

/** Per in-person visit: the quarter hours of travel one way, rounded up. */
export const travel: SoftCost = {
  name: 'S4',
  label: 'travel',
  charge(book) {
    // A telehealth visit has no travel, so it adds nothing.
    const quarters = sumOf(book.attendees, ({ visits }) => sumOf(visits, (visit) => Math.ceil(visit.travel / 15)))
    return book.week.weights.travel * quarters
  },
}
