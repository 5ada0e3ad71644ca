import type { OpenLp } from './lp.ts'
import { runsOfFrozenGroups } from './frozen-runs.ts'
import { firstPrices } from './first-prices.ts'
import { newLinks } from './links.ts'
import type { GrowingLinks } from './links.ts'
import { looseLinks } from './loose-links.ts'
import {
  addLinkRows,
  addWeeks,
  columnOf,
  OVERDRAWN,
  openMaster,
  raiseFees,
  reducedCost,
  solveMaster,
} from './restricted-master.ts'
import type { MasterAnswer, RestrictedMaster } from './restricted-master.ts'
import { roundedPrice } from './prices.ts'
import type { Prices } from './prices.ts'
import { priceRound } from './priced-weeks.ts'
import type { Market, Round } from './priced-weeks.ts'
import { resourcesOf } from './resources.ts'
import { runsOf } from './runs.ts'
import type { Center } from '../model/center.ts'
import type { Workbench } from '../person-week/workbench.ts'

interface GrowingMarket extends Market {
  readonly links: GrowingLinks
}

/** Where a generation stands. */
export interface Generation {
  readonly market: GrowingMarket
  readonly master: RestrictedMaster
  /** The best proven bound and the prices that proved it. */
  bound: number
  best: Prices
  answer: MasterAnswer | null
  /** Nothing was overdrawn at the end of a round: what is scarce has its price. */
  settled: boolean
}

/** Shares of the best prices in those that are asked next: the solver's own jump back and forth (Wentges 1997). */
const STABILITY = 0.5
/** A week is worth adding when it is cheaper by more than rounding. */
const ENOUGH = 1e-6
/** The bound is near enough when this share of the objective is missing. */
const TAILING = 0.002
/** While something is overdrawn its fee is too low, and prices need not be right before it is raised. */
const TAILING_OVERDRAWN = 0.3
const FEE_FACTOR = 4

/** Begins with prices under which every seat pays its share of a full group. */
export function beginGeneration(center: Center, bench: Workbench, openLp: OpenLp): Generation {
  const market = openMarket(center, bench)
  const { group, trip, travel, short } = center.week.weights
  const master = openMaster(market, openLp(), Math.max(1, group + trip + travel, short / 4) / 3)
  const best = firstPrices(market)
  const { bound, weeks } = priceRound(market, best)
  addWeeks(
    master,
    weeks.map((week) => columnOf(master, week)),
  )
  return { market, master, bound, best, answer: null, settled: false }
}

/**
 * Column generation: the restricted master makes prices, everybody names their cheapest week at them, and the cheap ones
 * join; then links that the answer breaks. The bound is valid whenever it ends; true when there was nothing more to do.
 */
export function generate(generation: Generation, keepGoing: () => boolean): boolean {
  while (converge(generation, keepGoing)) {
    generation.settled = true
    const { master } = generation
    const { links } = generation.market
    const broken = generation.answer ? looseLinks(master, generation.answer) : []
    if (broken.length === 0) return true
    for (const link of broken) links.add(link)
    addLinkRows(master)
    const known = generation.best.links
    const grown = Float64Array.from(links.list, (_, link) => known[link] ?? 0)
    generation.best = { rows: generation.best.rows, links: grown }
    if (!keepGoing() || !solveMaster(master, 'rows')) return false
  }
  return false
}

/** Gives the solver's memory back. */
export function endGeneration({ master }: Generation): void {
  master.lp.dispose()
}

/** What a week offers, before anything is asked. */
export function openMarket(center: Center, bench: Workbench): GrowingMarket {
  const resources = resourcesOf(center)
  const runs = runsOf(center, resources)
  const running = new Uint8Array(center.spots.length)
  for (const { spot } of runs) running[spot] = 1
  return { center, bench, resources, runs, running, links: newLinks(center.spots.length) }
}

function converge(generation: Generation, keepGoing: () => boolean): boolean {
  const { master } = generation
  while (keepGoing()) {
    const answer = solveMaster(master, 'columns')
    if (!answer) return false
    generation.answer = answer
    const added = offer(generation, between(generation.best, answer.prices), answer)
    if (!isNear(generation, answer) && (added > 0 || offer(generation, answer.prices, answer) > 0)) continue
    if (!raiseFees(master, answer, FEE_FACTOR)) return true
  }
  return false
}

function isNear({ master, bound }: Generation, { objective, overdrawn }: MasterAnswer): boolean {
  const tailing = overdrawn.some((amount) => amount > OVERDRAWN) ? TAILING_OVERDRAWN : TAILING
  return objective + runsOfFrozenGroups(master.market.center) - bound < tailing * objective
}

/** Asks everybody at some prices, keeps the bound when it is the best, and adds the weeks that help; returns how many. */
function offer(generation: Generation, prices: Prices, answer: MasterAnswer): number {
  const { master } = generation
  const round = priceRound(master.market, prices)
  keepBound(generation, prices, round)
  const columns = round.weeks.map((week) => columnOf(master, week))
  return addWeeks(
    master,
    columns.filter((column) => reducedCost(column, answer, master.linkRows) < -ENOUGH),
  )
}

function keepBound(generation: Generation, prices: Prices, { bound }: Round): void {
  if (bound < generation.bound) return
  generation.bound = bound
  generation.best = prices
}

function between(best: Prices, away: Prices): Prices {
  const mix = (one: Float64Array, other: Float64Array) =>
    other.map((price, at) => roundedPrice(STABILITY * (one[at] ?? 0) + (1 - STABILITY) * price))
  return { rows: mix(best.rows, away.rows), links: mix(best.links, away.links) }
}
