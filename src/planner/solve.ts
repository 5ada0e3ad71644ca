import { lowerBound } from './bound.ts'
import { explain } from './explain/explain.ts'
import type { Pair } from './explain/pairs.ts'
import { runsOfFrozenGroups } from './master/frozen-runs.ts'
import { beginGeneration, endGeneration, generate } from './master/generate.ts'
import type { OpenLp } from './master/lp.ts'
import { priceBook } from './master/price-book.ts'
import type { PriceBook } from './master/price-book.ts'
import type { Center } from './model/center.ts'
import type { Shortfall } from './model/plan.ts'
import type { Session, Week } from './model/week.ts'
import { randomFrom } from './random.ts'
import { compileWeek } from './search/compile.ts'
import { construct, polish } from './search/construct.ts'
import { groundOf, isShort } from './search/disturb.ts'
import { clear, costOf, restore, startAnneal, step } from './search/improve.ts'
import type { Anneal } from './search/improve.ts'
import { newSearch } from './search/place.ts'
import type { Search } from './search/place.ts'
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
  /** Sessions their members shall keep; those that cannot be kept are left out, and the plan's cost is then too high. */
  readonly pinned?: readonly Session[]
  /** A solver of linear programs, for a search by steps: it makes the prices that guide the search. */
  readonly lp?: OpenLp
  /** Asked now and then: prices somebody else has found meanwhile (prove.ts), undefined for nothing new. */
  readonly hearPrices?: () => PriceBook | undefined
}

export interface Solution {
  readonly cost: number
  readonly bound: number
  readonly sessions: Session[]
  readonly shortfalls: Shortfall[]
  /** Pairs of changes that would help, which the plan's format does not hold. */
  readonly pairs: Pair[]
}

/** Steps of one cooling when nobody says how much time there is. */
const STEPS_OF_A_COOLING = 3_000
const STEPS_BETWEEN_REPORTS = 200
/** Shares of the time between which a plan is made again with prices: before they may still be rough, later it would not be finished. */
const FIRST_NEW_START = 0.35
const LAST_NEW_START = 0.6
/** Without a clock: rounds of prices. */
const ROUNDS_OF_PRICES = 40
/** Weeks solved again for the explanation: in all, also when time is short, for one person who misses something, and for the causes alone. */
const MOST_TRIALS = 6_000
const LEAST_TRIALS = 1_000
const TRIALS_A_PERSON = 100
const CAUSES_A_PERSON = 20
/** Shares of the time: trials of changes that would help, and all of the explanation. */
const TIME_OF_TRIALS = 0.08
const MOST_OF_EXPLAINING = 0.3

/** One linear program over more people than this answers too slowly. */
const MOST_PEOPLE = 250

/** Share of the people who miss something in the first plan of a tight week. */
const TIGHT = 0.4
/** Heat of a search that goes on from a plan the prices made: a hot one would forget it. */
const GENTLE = 1 / 3

/** A stretch of the search: until a share of the time is used, or for some steps, beginning with some heat. */
interface Stretch {
  readonly until: number
  readonly steps: number
  readonly heat: number
  /** Prices are heard meanwhile. */
  readonly hears?: boolean
  /** It ends when there are prices and a plan can be made again with them. */
  readonly untilPriced?: boolean
}

/** What a solve carries along. */
interface Solve {
  readonly search: Search
  readonly anneal: Anneal
  readonly options: SolveOptions
  /** Share of the time one person's cheapest week takes; 0 without a clock. */
  readonly pace: number
  bound: number
}

/**
 * Plans a well-formed week (docs/week-format.md): a timetable (A), seats on a given one (B) or a repair (C). Every hard
 * rule holds in the plan that is returned, whenever it is stopped. The same seed and number of steps give the same plan.
 */
export function solve(week: Week, options: SolveOptions): Solution {
  const { center, ways } = compileWeek(week, options.pinned)
  const search = newSearch(emptyTimetable(center), randomFrom(options.seed))
  const { spent } = options
  const before = spent?.() ?? 0
  const bound = lowerBound(center, search.bench)
  const pace = spent ? (spent() - before) / Math.max(1, center.people.length) : 0
  construct(search, options.keepGoing)
  polish(search, options.keepGoing)
  const solving: Solve = { search, anneal: startAnneal(search, 0), options, bound, pace }
  tell(solving, 'first plan')
  if (!needsPrices(search.table)) improve(solving, { until: 1, steps: Infinity, heat: 1 })
  else if (options.lp) improveWithPrices(solving, options.lp)
  else improveListening(solving)
  restore(search.table, solving.anneal)
  tell(solving, 'explaining')
  const { best } = solving.anneal
  const explained = explain(search, ways, trialsOf(solving))
  return {
    cost: wholeCost(center, best.cost),
    bound: solving.bound,
    sessions: sessionsOf(center, best),
    ...explained,
  }
}

/**
 * On a given timetable and in a tight week prices come first: the search makes its plan again with them. Elsewhere they say
 * little about which groups run, and the bound is proven beside the search (prove.ts).
 */
function improveWithPrices(solving: Solve, lp: OpenLp): void {
  learnPrices(solving, lp, 0.4)
  startAgain(solving)
  improve(solving, { until: 1, steps: Infinity, heat: GENTLE })
}

/** Searches without prices until some are heard, and then once more with them while there is time for it. */
function improveListening(solving: Solve): void {
  if (!improve(solving, { until: 1, steps: Infinity, heat: 1, hears: true, untilPriced: true })) return
  startAgain(solving)
  improve(solving, { until: 1, steps: Infinity, heat: GENTLE, hears: true })
}

/** Takes over new prices; whether there are any and it is the time to start again. */
function isTimeForPrices({ search, options }: Solve): boolean {
  search.offers.prices = options.hearPrices?.() ?? search.offers.prices
  const spent = options.spent?.() ?? 1
  return search.offers.prices !== null && spent >= FIRST_NEW_START && spent < LAST_NEW_START
}

/** A given timetable, or so many who miss something in the first plan that staff must be scarce: prices say whose hours. */
function needsPrices(table: Timetable): boolean {
  const { people, week } = table.center
  if (people.length > MOST_PEOPLE) return false
  const short = people.filter(({ index }) => isShort(table, index)).length
  return week.fixedGroups !== undefined || short > TIGHT * people.length
}

/** The bound of everything that can run; its prices guide the search from then on. */
function learnPrices(solving: Solve, lp: OpenLp, until: number): void {
  const { search, options } = solving
  const { center } = search.table
  if (!options.keepGoing() || isProven(solving)) return
  const generation = beginGeneration(center, search.bench, lp)
  generate(generation, patience(options, until))
  endGeneration(generation)
  // Prices that prove no more than the simple bound have nothing to say yet.
  if (generation.bound > solving.bound) search.offers.prices = priceBook(generation.market, generation.best)
  solving.bound = Math.max(solving.bound, generation.bound)
  tell(solving, 'improving')
}

function patience({ spent, keepGoing }: SolveOptions, until: number): () => boolean {
  let rounds = 0
  return () => (spent ? spent() < until : rounds++ < ROUNDS_OF_PRICES) && keepGoing()
}

/** A first plan made again, now with prices. */
function startAgain({ search, anneal, options }: Solve): void {
  if (!options.keepGoing() || !search.offers.prices || search.table.center.week.previous) return
  clear(search.table)
  construct(search, options.keepGoing, 1)
  polish(search, options.keepGoing)
  anneal.cost = costOf(search.table)
}

/** Weeks solved again to find changes that would help: many, unless time is short. */
function trialsOf({ pace }: Pick<Solve, 'pace'>): number {
  return Math.min(MOST_TRIALS, Math.max(LEAST_TRIALS, Math.floor(TIME_OF_TRIALS / pace)))
}

/** Share of the time at which the search has to end, so that the explanation ends in time, too. */
function lastMoment({ search, pace, options }: Solve): number {
  if (!options.spent) return 1
  const { table } = search
  const short = table.center.people.filter(({ index }) => isShort(table, index)).length
  const weeks = Math.min(trialsOf({ pace }), short * TRIALS_A_PERSON) + short * CAUSES_A_PERSON
  return 1 - Math.min(MOST_OF_EXPLAINING, weeks * pace)
}

/** The search, cooling until a share of the time is used; without a clock, for some steps. True when prices ended it. */
function improve(solving: Solve, { until, steps: most, heat, hears, untilPriced }: Stretch): boolean {
  const { search, anneal, options } = solving
  const { center } = search.table
  const ground = groundOf(search.table)
  if (ground.open.length === 0) return false
  const { spent } = options
  const begun = spent?.() ?? 0
  let end = Math.min(until, lastMoment(solving))
  for (let steps = 1; options.keepGoing() && !isProven(solving) && (spent ? spent() < end : steps <= most); steps++) {
    const cooled = spent
      ? (spent() - begun) / Math.max(1e-9, end - begun)
      : (steps % STEPS_OF_A_COOLING) / STEPS_OF_A_COOLING
    anneal.temperature = heat * temperatureAt(center, cooled)
    if (!spent && steps % STEPS_OF_A_COOLING === 0) restore(search.table, anneal)
    const better = step(search, ground, anneal)
    if (steps % STEPS_BETWEEN_REPORTS === 0) end = Math.min(until, lastMoment(solving))
    if (better || steps % STEPS_BETWEEN_REPORTS === 0) tell(solving, 'improving')
    if (hears && steps % STEPS_BETWEEN_REPORTS === 0 && isTimeForPrices(solving) && untilPriced) return true
  }
  return false
}

function isProven({ search, anneal, bound }: Solve): boolean {
  return wholeCost(search.table.center, anneal.best.cost) <= bound
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

function tell({ search, anneal, options, bound }: Solve, step: Progress['step']): void {
  if (!options.report) return
  const { center } = search.table
  const cost = wholeCost(center, anneal.best.cost)
  const gap = cost > 0 ? (cost - bound) / cost : 0
  const complete = center.people.filter(({ index }) => !isShort(search.table, index)).length
  options.report({ step, cost, bound, gap, complete, people: center.people.length })
}
