import type { Attempt } from './attempt.ts'
import { beginAttempt, changeOfCost, leastMembers, lift, mustRun, takeBack } from './attempt.ts'
import { disturb, isShort } from './disturb.ts'
import type { Ground } from './disturb.ts'
import { makeWay } from './make-way.ts'
import type { Terms } from './offers.ts'
import { place, settle } from './place.ts'
import type { Search } from './place.ts'
import type { RunningGroup, Seat, Timetable } from './timetable.ts'
import { closeGroup, openGroup, seatPerson } from './timetable.ts'
import { drawOne, shuffled } from '../random.ts'

/** Share of the steps in which others make way for one person. */
const MAKE_WAY = 0.3
/** Cost of a missing member of a group that must run: no saving may buy it. */
const UNMET = 1e6

/** A plan kept aside: the seats name the groups they are in. */
export interface Snapshot {
  readonly cost: number
  readonly weeks: readonly (readonly Seat[])[]
  readonly groups: readonly RunningGroup[]
}

export interface Anneal {
  cost: number
  best: Snapshot
  /** Costs a step may rise by are drawn around this number. */
  temperature: number
}

export function startAnneal(search: Search, temperature: number): Anneal {
  const cost = costOf(search.table)
  return { cost, best: snapshotOf(search.table, cost), temperature }
}

/**
 * One step of the search: some people and groups are taken out, put back as the moment offers, and the change stays when
 * it is cheaper or, by chance, not much dearer (simulated annealing). True when the plan is the best so far.
 */
export function step(search: Search, ground: Ground, anneal: Anneal): boolean {
  const { table, random } = search
  const unmetBefore = unmet(table)
  const attempt = beginAttempt(table)
  rebuild(search, ground, attempt)
  const change = changeOfCost(attempt) + (unmet(table) - unmetBefore) * UNMET
  if (change > 0 && change > -anneal.temperature * Math.log(1 - random())) {
    takeBack(attempt)
    return false
  }
  anneal.cost += change
  if (anneal.cost >= anneal.best.cost - 1e-6) return false
  anneal.best = snapshotOf(table, anneal.cost)
  return true
}

/** Puts a plan kept aside back in force. */
export function restore(table: Timetable, anneal: Anneal): void {
  const { best } = anneal
  clear(table)
  for (const group of best.groups) openGroup(table, group)
  best.weeks.forEach((seats, index) => seatPerson(table, index, seats))
  anneal.cost = best.cost
}

/** Takes everybody out and closes every group. */
export function clear(table: Timetable): void {
  table.weeks.forEach((_, index) => seatPerson(table, index, []))
  for (const group of [...table.groups]) closeGroup(table, group)
}

/** S1 to S11 of the plan, without the frozen groups, and what it owes to groups that must run. */
export function costOf(table: Timetable): number {
  const people = table.costs.reduce((sum, cost) => sum + cost, 0)
  return people + table.groups.size * table.center.week.weights.group + unmet(table) * UNMET
}

function rebuild(search: Search, ground: Ground, attempt: Attempt): void {
  const { random, table } = search
  const { group } = table.center.week.weights
  const missed = new Set(ground.open.filter((index) => isShort(table, index)))
  const terms = {
    opening: random() < 0.15 ? Infinity : group * (0.1 + 0.9 * random() ** 2),
    pull: group * 2 * random() ** 2,
    unchangedOnly: false,
    priced: search.offers.prices && random() < 0.7 ? random() : 0,
  }
  const lifted =
    random() < MAKE_WAY ? makeWayForOne(search, ground, attempt, { terms, missed }) : disturb(search, ground, attempt)
  const order = shuffled(random, lifted)
  // Those who miss something choose first half of the time: others can join what they open.
  if (random() < 0.5) order.sort((a, b) => Number(missed.has(b)) - Number(missed.has(a)))
  for (const index of order) {
    if (!attempt.weeks.has(index)) lift(attempt, index)
    place(search, attempt, index, terms)
  }
  settle(search, attempt, terms)
}

/** Somebody who misses something, if possible, gets the week they would have if others made way. */
function makeWayForOne(
  search: Search,
  ground: Ground,
  attempt: Attempt,
  { terms, missed }: { readonly terms: Terms; readonly missed: ReadonlySet<number> },
): number[] {
  const { random, table } = search
  const index = drawOne(random, missed.size > 0 && random() < 0.7 ? [...missed] : ground.open)
  const { short } = table.center.week.weights
  return index === undefined ? [] : makeWay(search, attempt, index, { terms, fee: short * random() ** 2 })
}

function unmet(table: Timetable): number {
  if (!table.center.week.fixedGroups) return 0
  let missing = 0
  for (const group of table.groups) {
    if (!mustRun(group)) continue
    missing += Math.max(0, leastMembers(table.center, group) - group.members.size)
    for (const pinned of group.given?.pinned ?? []) if (!group.members.has(pinned)) missing++
  }
  return missing
}

function snapshotOf(table: Timetable, cost: number): Snapshot {
  return { cost, weeks: [...table.weeks], groups: [...table.groups] }
}
