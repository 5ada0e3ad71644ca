import { hardRules } from '../../src/planner/check/hard-rules.ts'
import { openPlan } from '../../src/planner/check/plan-book.ts'
import { costOf } from '../../src/planner/costs/cost.ts'
import type { Session, Week } from '../../src/planner/model/week.ts'

/** Cost of a plan and the first hard rule it breaks, by the checker: no solver is believed. */
export function judged(week: Week, sessions: readonly Session[]): { cost: number; broken: string | undefined } {
  const book = openPlan(week, sessions)
  return { cost: costOf(book), broken: hardRules.flatMap((rule) => rule.breaches(book))[0]?.text }
}
