import { missingSessions } from './missing.ts'
import type { SoftCost } from './soft-cost.ts'
import { halfHoursUp, sumOf } from './soft-cost.ts'

/** Per missing session: the half hours of the service, rounded up. */
export const shortfall: SoftCost = {
  name: 'S1',
  label: 'shortfall',
  charge(book) {
    const halfHours = sumOf(missingSessions(book), ({ service, count }) => count * halfHoursUp(service.minutes))
    return book.week.weights.short * halfHours
  },
}
