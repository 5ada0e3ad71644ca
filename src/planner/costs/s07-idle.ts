import type { Visit } from '../check/plan-book.ts'
import type { SoftCost } from './soft-cost.ts'
import { sumOf } from './soft-cost.ts'

/** Per gap between consecutive sessions of an in-person visit: its half hours, rounded down. */
export const idle: SoftCost = {
  name: 'S7',
  label: 'idle gap',
  charge(book) {
    const halfHours = sumOf(book.attendees, ({ visits }) => sumOf(visits, idleHalfHours))
    return book.week.weights.idle * halfHours
  },
}

function idleHalfHours({ telehealth, meetings }: Visit): number {
  if (telehealth) return 0
  return sumOf([...meetings.keys()], (n) => {
    const before = meetings[n - 1]
    const meeting = meetings[n]
    return before && meeting ? Math.max(0, Math.floor((meeting.start - before.end) / 30)) : 0
  })
}
