import type { PlanBook } from '../check/plan-book.ts'
import { belowTarget } from './s02-below-target.ts'
import { change } from './s11-change.ts'
import { cover } from './s08-cover.ts'
import { group } from './s09-group.ts'
import { idle } from './s07-idle.ts'
import { nonPreferred } from './s06-non-preferred.ts'
import { screen } from './s10-screen.ts'
import { shortfall } from './s01-shortfall.ts'
import type { SoftCost } from './soft-cost.ts'
import { sumOf } from './soft-cost.ts'
import { telehealthVisit } from './s05-telehealth-visit.ts'
import { travel } from './s04-travel.ts'
import { trip } from './s03-trip.ts'

/** S1 to S11, in order. */
export const softCosts: readonly SoftCost[] = [
  shortfall,
  belowTarget,
  trip,
  travel,
  telehealthVisit,
  nonPreferred,
  idle,
  cover,
  group,
  screen,
  change,
]

/** The cost of a plan: the sum of S1 to S11, an integer. */
export function costOf(book: PlanBook): number {
  return sumOf(softCosts, (cost) => cost.charge(book))
}
