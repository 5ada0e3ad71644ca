import { lowerBound, runsOfFrozenGroups } from './bound.ts'
import { explain } from './explain/explain.ts'
import type { Center } from './model/center.ts'
import type { Shortfall } from './model/plan.ts'
import type { Session, Week } from './model/week.ts'
import { randomFrom } from './random.ts'
import { compileWeek } from './search/compile.ts'
import { construct, polish } from './search/construct.ts'
import { groundOf, isShort } from './search/disturb.ts'
import { restore, startAnneal, step } from './search/improve.ts'
import type { Anneal } from './search/improve.ts'
import { newSearch } from './search/place.ts'
import { sessionsOf } from './search/plan-of.ts'
import { emptyTimetable } from './search/timetable.ts'
import type { Timetable } from './search/timetable.ts'

/** How far a solve is: said whenever the plan became better and every few hundred steps. */
export interface Progress {
  readonly step: 'reading the week' | 'first plan' | 'improving' | 'explaining'
  readonly cost: number
  readonly bound: number
  /** (cost - bound) / cost; 0 when the cost is 0. */
  readonly gap: number
  /** People with every prescribed session. */
  readonly complete: number
  readonly people: number
}

export interface SolveOptions {
  readonly seed: number
  /** Asked before every step; the best plan so far is returned as soon as it says no. */
  readonly keepGoing: () => boolean
  /** Share of the time that is used, from 0 to 1: the search cools with it. Without it, it cools by steps. */
  readonly spent?: () => number
  readonly report?: (progress: Progress) => void
}

export interface Solution {
  readonly cost: number
  readonly bound: number
  readonly sessions: Session[]
  readonly shortfalls: Shortfall[]
}

/** Steps of one cooling when nobody says how much time there is. */
const STEPS_OF_A_COOLING = 3_000
const STEPS_BETWEEN_REPORTS = 200

/**
 * Plans a well-formed week (docs/week-format.md): a timetable (A), seats on a given one (B) or a repair (C). Every hard
 * rule holds in the plan that is returned, whenever it is stopped. The same seed and number of steps give the same plan.
 */
export function solve(week: Week, options: SolveOptions): Solution {
  const { center, ways } = compileWeek(week)
  const table = emptyTimetable(center)
  const search = newSearch(table, randomFrom(options.seed))
  const bound = lowerBound(center, search.bench)
  construct(search, options.keepGoing)
  polish(search, options.keepGoing)
  const anneal = startAnneal(search, 0)
  const tell = teller(table, bound, options)
  tell('first plan', anneal)
  improve(search, anneal, { bound, options, tell })
  restore(table, anneal)
  tell('explaining', anneal)
  const shortfalls = explain(search, ways)
  return {
    cost: wholeCost(center, anneal.best.cost),
    bound,
    sessions: sessionsOf(center, anneal.best),
    shortfalls,
  }
}

type Tell = (step: Progress['step'], anneal: Anneal) => void

function improve(
  search: ReturnType<typeof newSearch>,
  anneal: Anneal,
  { bound, options, tell }: { readonly bound: number; readonly options: SolveOptions; readonly tell: Tell },
): void {
  const { center } = search.table
  const ground = groundOf(search.table)
  if (ground.open.length === 0) return
  for (let steps = 1; options.keepGoing() && wholeCost(center, anneal.best.cost) > bound; steps++) {
    const share = options.spent ? options.spent() : (steps % STEPS_OF_A_COOLING) / STEPS_OF_A_COOLING
    anneal.temperature = temperatureAt(center, share)
    if (!options.spent && steps % STEPS_OF_A_COOLING === 0) restore(search.table, anneal)
    const better = step(search, ground, anneal)
    if (better || steps % STEPS_BETWEEN_REPORTS === 0) tell('improving', anneal)
  }
}

/**
 * From several times what a group run or a lost half hour weighs down to a small fraction of it: the search has to cross
 * the loss of a session to find another week for several people, and decides about trips and idle time at the end.
 */
function temperatureAt({ week }: Center, share: number): number {
  const { group, trip, travel, short } = week.weights
  return 3 * Math.max(1, group + trip + travel, short / 4) * 0.01 ** Math.min(1, share)
}

function wholeCost(center: Center, cost: number): number {
  return Math.round(cost + runsOfFrozenGroups(center))
}

function teller(table: Timetable, bound: number, options: SolveOptions): Tell {
  const people = table.center.people.length
  return (step, anneal) => {
    const cost = wholeCost(table.center, anneal.best.cost)
    const gap = cost > 0 ? (cost - bound) / cost : 0
    const complete = table.center.people.filter(({ index }) => !isShort(table, index)).length
    options.report?.({ step, cost, bound, gap, complete, people })
  }
}
