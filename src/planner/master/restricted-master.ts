import { costOfSeats } from '../search/cost-of-seats.ts'
import type { Link } from './links.ts'
import type { Lp, LpColumn, LpMethod } from './lp.ts'
import { roundedPrice } from './prices.ts'
import type { Prices } from './prices.ts'
import type { Market, PricedWeek } from './priced-weeks.ts'
import { entriesOfWeek } from './week-entries.ts'

/**
 * The linear program over the weeks found so far: everybody has one week (in shares), groups run (in shares), and all
 * resources are kept, or overdrawn at a fee that grows until nobody pays it. The fee keeps the first prices near what
 * they will be in the end. Rows: resources, then one for each person, then links. Columns: runs, fees, weeks.
 */
export interface RestrictedMaster {
  readonly market: Market
  readonly lp: Lp
  readonly weeks: WeekColumn[]
  readonly known: Set<string>
  /** Row of a link, by its number. */
  readonly linkRows: number[]
  readonly fees: Float64Array
}

export interface WeekColumn extends PricedWeek {
  readonly cost: number
  readonly entries: ReadonlyMap<number, number>
}

export interface MasterAnswer {
  readonly objective: number
  /** By run and by week: which share of it is used. */
  readonly runs: Float64Array
  readonly weeks: Float64Array
  /** By resource: how much of it is overdrawn. */
  readonly overdrawn: Float64Array
  readonly prices: Prices
  /** By person: what their week costs at these prices. */
  readonly worth: Float64Array
}

/** More than rounding is taken of a resource than there is. */
export const OVERDRAWN = 1e-6

export function openMaster(market: Market, lp: Lp, fee: number): RestrictedMaster {
  const { resources, runs, center } = market
  const { group } = center.week.weights
  const rows = [...resources.right].map((upper) => ({ lower: -Infinity, upper, columns: [], values: [] }))
  lp.addRows([...rows, ...center.people.map(() => ({ lower: 1, upper: 1, columns: [], values: [] }))])
  lp.addColumns(runs.map(({ rows, values, must }) => ({ cost: group, lower: must ? 1 : 0, upper: 1, rows, values })))
  lp.addColumns(rows.map((_, row) => ({ cost: fee, lower: 0, upper: Infinity, rows: [row], values: [-1] })))
  return { market, lp, weeks: [], known: new Set(), linkRows: [], fees: new Float64Array(resources.count).fill(fee) }
}

/** Adds the weeks that are new; returns how many. */
export function addWeeks(master: RestrictedMaster, weeks: readonly WeekColumn[]): number {
  const added = weeks.filter((week) => {
    const key = keyOf(week)
    return master.known.has(key) ? false : master.known.add(key)
  })
  master.lp.addColumns(added.map(({ cost, entries }) => lpColumn(cost, entries)))
  master.weeks.push(...added)
  return added.length
}

/** Rows for links the market has got since the last call. */
export function addLinkRows(master: RestrictedMaster): void {
  const { market, linkRows } = master
  const { resources, center, links } = market
  const added = links.list.slice(linkRows.length)
  master.lp.addRows(added.map((link) => linkRow(master, link)))
  for (const _ of added) linkRows.push(resources.count + center.people.length + linkRows.length)
}

/** Raises the fees that are paid; false when nothing is overdrawn. */
export function raiseFees(
  { lp, fees, market }: RestrictedMaster,
  { overdrawn }: MasterAnswer,
  factor: number,
): boolean {
  let raised = false
  overdrawn.forEach((amount, row) => {
    if (amount < OVERDRAWN) return
    raised = true
    fees[row]! *= factor
    lp.setCost(market.runs.length + row, fees[row]!)
  })
  return raised
}

export function solveMaster(master: RestrictedMaster, method: LpMethod): MasterAnswer | null {
  const { market, lp, linkRows } = master
  const answer = lp.solve(method)
  if (!answer) return null
  const { resources, center, runs } = market
  return {
    objective: answer.objective,
    runs: answer.values.subarray(0, runs.length),
    overdrawn: answer.values.subarray(runs.length, firstWeek(market)),
    weeks: answer.values.subarray(firstWeek(market)),
    prices: {
      rows: Float64Array.from({ length: resources.count }, (_, row) => roundedPrice(-answer.duals[row]!)),
      links: Float64Array.from(linkRows, (row) => roundedPrice(-answer.duals[row]!)),
    },
    worth: Float64Array.from(center.people, ({ index }) => answer.duals[resources.count + index]!),
  }
}

/** What a week costs at some prices less what the person pays already; negative when it helps. */
export function reducedCost(week: WeekColumn, { prices, worth }: MasterAnswer, links: readonly number[]): number {
  let reduced = week.cost - worth[week.person]!
  const firstLink = links[0] ?? Infinity
  for (const [row, value] of week.entries) {
    if (row < prices.rows.length) reduced += prices.rows[row]! * value
    else if (row >= firstLink) reduced += prices.links[row - firstLink]! * value
  }
  return reduced
}

export function columnOf({ market, linkRows }: RestrictedMaster, week: PricedWeek): WeekColumn {
  const { center, resources, links } = market
  const person = center.people[week.person]!
  const { slots } = person
  const entries = entriesOfWeek(market, week).set(resources.count + week.person, 1)
  const seats = week.slots.map((slot, at) => {
    const link = slots.spot[slot]! < 0 ? -1 : links.of(week.person, slots.spot[slot]!)
    if (link >= 0) entries.set(linkRows[link]!, 1)
    return { slot, extra: slots.spot[slot]! < 0 ? slots.giverCost[week.givers[at]!]! : slots.change[slot]! }
  })
  return { ...week, cost: costOfSeats(center, person, seats), entries }
}

function linkRow({ market, weeks }: RestrictedMaster, { person, spot }: Link) {
  const { slots } = market.center.people[person]!
  const first = firstWeek(market)
  const seated = weeks.flatMap((week, at) =>
    week.person === person && week.slots.some((slot) => slots.spot[slot] === spot) ? [first + at] : [],
  )
  const runs = market.runs.flatMap((run, at) => (run.spot === spot ? [at] : []))
  const values = [...runs.map(() => -1), ...seated.map(() => 1)]
  return { lower: -Infinity, upper: 0, columns: [...runs, ...seated], values }
}

function firstWeek({ runs, resources }: Market): number {
  return runs.length + resources.count
}

function lpColumn(cost: number, entries: ReadonlyMap<number, number>): LpColumn {
  return { cost, lower: 0, upper: Infinity, rows: [...entries.keys()], values: [...entries.values()] }
}

function keyOf({ person, slots, givers }: PricedWeek): string {
  return `${person} ${slots
    .map((slot, at) => `${slot}/${givers[at]}`)
    .toSorted()
    .join()}`
}
