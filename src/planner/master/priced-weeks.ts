import type { Center, Person } from '../model/center.ts'
import { cheapestWeek, floorOfWeek } from '../person-week/cheapest-week.ts'
import type { Workbench } from '../person-week/workbench.ts'
import { runsOfFrozenGroups } from './frozen-runs.ts'
import type { Links } from './links.ts'
import { priceSlots } from './prices.ts'
import type { PricedSlots, Prices } from './prices.ts'
import type { Resources } from './resources.ts'
import type { Run } from './runs.ts'

/** What a round of prices is asked about. */
export interface Market {
  readonly center: Center
  readonly bench: Workbench
  readonly resources: Resources
  readonly runs: readonly Run[]
  readonly links: Links
  /** By spot: 1 where one of the runs is. */
  readonly running: Uint8Array
}

/** One person's cheapest week at some prices: slots, and the giver of each (its place in the person's list, or -1). */
export interface PricedWeek {
  readonly person: number
  readonly slots: readonly number[]
  readonly givers: readonly number[]
}

export interface Round {
  readonly weeks: readonly PricedWeek[]
  /** No valid plan costs less. */
  readonly bound: number
}

/** Larger than any sum of prices somebody would miss a pinned seat for; a power of two keeps sums exact. */
const PINNED = 2 ** 20
/** Beyond this the sums of prices are no longer exact, and a share of them is given away. */
const MOST_EXACT = 2 ** 34

/**
 * Everybody's cheapest week at these prices and the bound that follows (Lagrange): what people pay at least, plus what
 * the runs that pay for themselves bring, less what all resources are worth. Valid for any prices of at least zero.
 */
export function priceRound(market: Market, prices: Prices): Round {
  const { center, resources } = market
  const weeks: PricedWeek[] = []
  const sum = newSum()
  sum.add(runsOfFrozenGroups(center))
  for (const person of center.people) {
    const priced = priceSlots(market, prices, person)
    const { week, floor } = cheapestPriced(market, person, priced)
    weeks.push(week)
    sum.add(person.frozenCost + floor)
  }
  for (const run of market.runs) {
    const worth = worthOfRun(market, prices, run)
    sum.add(run.must ? worth : Math.min(0, worth))
  }
  for (let row = 0; row < resources.count; row++) sum.add(-prices.rows[row]! * resources.right[row]!)
  return { weeks, bound: sum.rounded() }
}

/** What a run costs when it pays for its leader and room and is paid for its seats; negative when it is worth it. */
function worthOfRun({ center, links }: Market, prices: Prices, run: Run): number {
  let worth = center.week.weights.group
  run.rows.forEach((row, at) => (worth += prices.rows[row]! * run.values[at]!))
  for (const link of links.bySpot[run.spot]!) worth -= prices.links[link]!
  return worth
}

function cheapestPriced({ center, bench }: Market, person: Person, { costs, givers }: PricedSlots) {
  const pinned = pinnedSlots(center, person, costs)
  for (const slot of pinned.slots) costs[slot]! -= PINNED
  const question = { person, weights: center.week.weights, costs }
  const found = cheapestWeek(bench, question)
  // Cut work proves nothing: then nobody pays less than every session that earns something together.
  const floor = found.exact ? found.cost : (floorOfWeek(bench, question) ?? earnings(costs))
  const week = { person: person.index, slots: found.slots, givers: found.slots.map((slot) => givers[slot]!) }
  return { week, floor: floor + pinned.spots * PINNED }
}

/** Slots that seat a person where they are pinned (H18): missing one of them is not a valid week. */
function pinnedSlots(center: Center, person: Person, costs: Float64Array): { slots: number[]; spots: number } {
  const { spot } = person.slots
  const slots = [...costs.keys()].filter((slot) =>
    center.spots[spot[slot]!]?.given?.some(({ pinned }) => pinned.includes(person.index)),
  )
  return { slots, spots: new Set(slots.map((slot) => spot[slot])).size }
}

function earnings(costs: Float64Array): number {
  return costs.reduce((sum, cost) => sum + Math.min(0, cost), 0)
}

function newSum() {
  let total = 0
  let size = 0
  return {
    add(amount: number): void {
      total += amount
      size += Math.abs(amount)
    },
    rounded: () => Math.max(0, Math.ceil(size < MOST_EXACT ? total : total - size * 1e-12)),
  }
}
