import type { SoftCost } from './soft-cost.ts'
import { sumOf } from './soft-cost.ts'

/** Per in-person visit. */
export const trip: SoftCost = {
  name: 'S3',
  label: 'trip',
  charge(book) {
    const trips = sumOf(book.attendees, ({ visits }) => visits.filter(({ telehealth }) => !telehealth).length)
    return book.week.weights.trip * trips
  },
}
