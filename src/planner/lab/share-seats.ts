import { randomFrom, shuffled } from '../random.ts'
import type { Random } from '../random.ts'
import { beginAttempt, lift, takeBack } from '../search/attempt.ts'
import type { Attempt } from '../search/attempt.ts'
import type { Terms } from '../search/offers.ts'
import { place, settle } from '../search/place.ts'
import type { Search } from '../search/place.ts'
import type { RunningGroup, Seat } from '../search/timetable.ts'
import { countedMinutes } from './standing-plan.ts'

/** Seats shared among the waiting people: what each has then, all at once. */
export interface Shared {
  /** People who reach their weekly minutes. */
  readonly reached: number
  /** Minutes toward the targets, all people together; what exceeds a target does not count. */
  readonly minutes: number
  /** By person: counted minutes. */
  readonly each: readonly number[]
  readonly weeks: readonly (readonly Seat[])[]
  /** The groups that were opened and have at least their least size. */
  readonly opened: readonly RunningGroup[]
}

/** Up to so many people every order is tried. */
const EVERY_ORDER = 4
const ORDERS = 6
/** Less than a missed minute weighs, and more: company for a small group first for nothing, then for some minutes. */
const PULLS = [5_000, 1_000_000] as const

/**
 * Seats for everybody by the search of the planner, in several orders: whoever stays short chooses earlier the next time.
 * Groups that stay too small are closed again. The timetable is afterwards as it was. `enough` ends the tries early.
 */
export function shareSeats(search: Search, enough: (found: Shared) => boolean): Shared {
  let best = seatsInOrder(search, fewestSlotsFirst(search), PULLS[0])
  const random = randomFrom(1)
  for (const pull of PULLS) {
    for (const next of ordersFrom(search, random)) {
      if (enough(best)) return best
      const found = seatsInOrder(search, next(best), pull)
      if (isBetter(found, best)) best = found
    }
  }
  return best
}

export function isBetter(a: Shared, b: Shared): boolean {
  return a.reached !== b.reached ? a.reached > b.reached : a.minutes > b.minutes
}

/**
 * Orders to try. Seats spread over everybody help nobody to the target, so whoever could reach it alone chooses first: in
 * every order when they are few, else those first who are short in the best so far, mixed again each time.
 */
function ordersFrom(search: Search, random: Random): ((best: Shared) => number[])[] {
  const { people } = search.table.center
  const all = fewestSlotsFirst(search)
  const able = all.filter((index) => reachesAlone(search, index))
  const rest = all.filter((index) => !able.includes(index))
  if (people.length <= EVERY_ORDER) return permutations(all).map((order) => () => order)
  const few = able.length <= EVERY_ORDER ? permutations(able).map((first) => () => [...first, ...rest]) : []
  const mixed = Array.from({ length: ORDERS }, () => (best: Shared) => {
    const isShort = (index: number) => best.each[index]! < people[index]!.participant.weeklyMinutesTarget
    const rank = (index: number) => (able.includes(index) ? 0 : 2) + (isShort(index) ? 0 : 1)
    return shuffled(random, all).toSorted((a, b) => rank(a) - rank(b))
  })
  return [...few, ...mixed]
}

function reachesAlone(search: Search, index: number): boolean {
  const attempt = beginAttempt(search.table)
  place(search, attempt, index, { opening: Infinity, pull: 0, unchangedOnly: false })
  const minutes = countedMinutes(search.table, index)
  takeBack(attempt)
  return minutes >= search.table.center.people[index]!.participant.weeklyMinutesTarget
}

function permutations(list: readonly number[]): number[][] {
  if (list.length <= 1) return [[...list]]
  return list.flatMap((first) => permutations(list.filter((one) => one !== first)).map((rest) => [first, ...rest]))
}

function fewestSlotsFirst({ table }: Search): number[] {
  const { people } = table.center
  return [...people.keys()].toSorted((a, b) => people[a]!.slots.count - people[b]!.slots.count || a - b)
}

function seatsInOrder(search: Search, order: readonly number[], pull: number): Shared {
  const attempt = beginAttempt(search.table)
  const before = new Set(search.table.groups)
  const terms: Terms = { opening: Infinity, pull, unchangedOnly: false }
  for (const index of order) place(search, attempt, index, terms)
  settle(search, attempt, { ...terms, pull: 0 })
  refill(search, attempt, order)
  const found = shared(search, before)
  takeBack(attempt)
  return found
}

/** Seats that closed groups or moved people left are offered once more to whoever is short. */
function refill(search: Search, attempt: Attempt, order: readonly number[]): void {
  const { table } = search
  for (const index of order) {
    const before = table.weeks[index]!
    const minutes = countedMinutes(table, index)
    if (minutes >= table.center.people[index]!.participant.weeklyMinutesTarget || leaningOn(search, before)) continue
    lift(attempt, index)
    place(search, attempt, index, { opening: Infinity, pull: 0, unchangedOnly: false })
  }
}

/** Whether a group would be too small without this person. */
function leaningOn({ table }: Search, seats: readonly Seat[]): boolean {
  return seats.some(({ group }) => {
    const least = group ? table.center.services[group.spot.service]!.service.minMembers : 0
    return group !== null && group.members.size <= least
  })
}

function shared({ table }: Search, before: ReadonlySet<RunningGroup>): Shared {
  const { people } = table.center
  const each = people.map(({ index }) => countedMinutes(table, index))
  const targets = people.map(({ participant }) => participant.weeklyMinutesTarget)
  const used = [...before].filter((group) => [...group.members].some((member) => member >= 0))
  return {
    reached: each.filter((minutes, index) => minutes >= targets[index]!).length,
    minutes: each.reduce((sum, minutes, index) => sum + Math.min(minutes, targets[index]!), 0),
    each,
    weeks: [...table.weeks],
    opened: used.filter((group) => table.groups.has(group)),
  }
}
