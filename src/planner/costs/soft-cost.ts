import type { PlanBook } from '../check/plan-book.ts'

/** One soft cost of docs/week-format.md section 5 as the checker counts it. */
export interface SoftCost {
  readonly name: string
  readonly label: string
  /** The weighted sum over the whole plan: an integer, weights from the week. */
  charge(book: PlanBook): number
}

/** Half hours, a started one counts. */
export function halfHoursUp(minutes: number): number {
  return Math.ceil(minutes / 30)
}

/** Sum of a number over a list. */
export function sumOf<T>(list: readonly T[], amount: (entry: T) => number): number {
  return list.reduce((sum, entry) => sum + amount(entry), 0)
}
