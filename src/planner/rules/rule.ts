import type { PlanBook } from '../check/plan-book.ts'

/** One way in which a week or a plan is wrong, named by the rule it breaks (`H7`, `W`, `P2`) and told in words. */
export interface Breach {
  readonly name: string
  readonly text: string
}

/** One hard rule as the checker sees it. */
export interface Rule {
  readonly name: string
  /** Two or three words for people: `room free`. */
  readonly label: string
  /** Where the rule is written. */
  readonly source: string
  /** Every breach in the plan, in words; empty when the plan keeps the rule. Never throws, also when other rules are broken. */
  breaches(book: PlanBook): Breach[]
}

export const HARD_RULES_TEXT = 'docs/week-format.md section 4'
