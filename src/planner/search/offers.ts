import type { Center } from '../model/center.ts'
import type { RunningGroup, Timetable } from './timetable.ts'
import { canRun, newGroup, roomIsFree, staffIsFree } from './timetable.ts'
import type { Random } from '../random.ts'
import { drawNumber } from '../random.ts'
import type { PriceBook } from '../master/price-book.ts'

/** What the plan offers one person at this moment: a price for each slot and who or what it would be. */
export interface Offers {
  readonly costs: Float64Array
  readonly groups: (RunningGroup | null)[]
  readonly staff: Int32Array
  readonly rooms: Int32Array
  /** What a one-to-one session costs the person alone: the price without what the bound's prices add. */
  readonly own: Float64Array
  /** Prices of the bound, once they are known. */
  prices: PriceBook | null
}

/** How a search wants the person to choose; all in units of cost. */
export interface Terms {
  /** Price of a seat in a group that would have to be opened; infinite when no group may be opened. */
  readonly opening: number
  /** Reward for a seat in a group that is still too small. */
  readonly pull: number
  /** Only sessions as in the plan that was in force (S11). */
  readonly unchangedOnly: boolean
  /** How much the prices of the bound count: 0 (or nothing) not at all, 1 fully. */
  readonly priced?: number
}

/** Seats of pinned people come before everything else, those of groups that must run next (H18). */
const MUST = 1e8

export function newOffers(center: Center): Offers {
  const most = Math.max(1, ...center.people.map((person) => person.slots.count))
  return {
    costs: new Float64Array(most),
    groups: Array.from({ length: most }, () => null),
    staff: new Int32Array(most),
    rooms: new Int32Array(most),
    own: new Float64Array(most),
    prices: null,
  }
}

/** Fills `offers` for a person who has no seats at the moment. */
export function offerAll(table: Timetable, offers: Offers, index: number, terms: Terms): void {
  const person = table.center.people[index]
  if (!person) return
  const asking = { table, offers, index, terms }
  for (let slot = 0; slot < person.slots.count; slot++) {
    offers.costs[slot] = Infinity
    offers.groups[slot] = null
    if (person.slots.spot[slot]! < 0) offerOneToOne(asking, slot)
    else offerGroup(asking, slot)
  }
}

interface Asking {
  readonly table: Timetable
  readonly offers: Offers
  readonly index: number
  readonly terms: Terms
}

function offerGroup({ table, offers, index, terms }: Asking, slot: number): void {
  const { slots } = table.center.people[index]!
  if (terms.unchangedOnly && slots.change[slot]! > 0) return
  const { priced = 0 } = terms
  const price = priced > 0 && offers.prices ? priced * offers.prices.seats[index]![slot]! : 0
  const change = slots.change[slot]! + price
  const spot = slots.spot[slot]!
  for (const group of table.bySpot[spot] ?? []) {
    if (!hasSeatFor(group, index)) continue
    const wish = change - attraction(table.center, group, index, terms)
    if (wish >= offers.costs[slot]!) continue
    offers.costs[slot] = wish
    offers.groups[slot] = group
  }
  if (terms.opening === Infinity || offers.costs[slot]! <= change + terms.opening) return
  if (canOpen(table, spot)) {
    offers.costs[slot] = change + terms.opening
    offers.groups[slot] = null
  }
}

/** A free seat; those of pinned people who are not in it yet are kept for them (H18). */
export function hasSeatFor(group: RunningGroup, index: number): boolean {
  const pinned = group.given?.pinned ?? []
  if (pinned.length === 0 || pinned.includes(index)) return group.members.size < group.limit
  const kept = pinned.reduce((sum, one) => sum + (group.members.has(one) ? 0 : 1), 0)
  return group.members.size + kept < group.limit
}

/** What speaks for this seat beyond the person's own costs. */
function attraction(center: Center, group: RunningGroup, index: number, terms: Terms): number {
  if (group.given?.pinned.includes(index)) return MUST
  const small = group.members.size < (center.week.services[group.spot.service]?.minMembers ?? 0)
  if (!small) return 0
  return (group.given?.pinned.length ?? 0) > 0 ? MUST / 10 : terms.pull
}

function offerOneToOne({ table, offers, index, terms }: Asking, slot: number): void {
  const { slots } = table.center.people[index]!
  const at = { block: slots.block[slot]!, start: slots.start[slot]!, end: slots.end[slot]! }
  const rooms = slots.rooms[slot]
  const room = rooms ? (rooms.findLast((one) => roomIsFree(table, one, at)) ?? -1) : -1
  if (rooms && room < 0) return
  const { priced = 0 } = terms
  const prices = priced > 0 && offers.prices ? offers.prices.givers[index]! : null
  for (let giver = slots.giverFrom[slot]!; giver < slots.giverFrom[slot + 1]!; giver++) {
    if (terms.unchangedOnly && !slots.giverKept[giver]) continue
    const own = slots.giverCost[giver]!
    const cost = prices ? own + priced * prices[giver]! : own
    const staff = slots.giver[giver]!
    if (cost >= offers.costs[slot]! || !staffIsFree(table, staff, at)) continue
    offers.costs[slot] = cost
    offers.own[slot] = own
    offers.staff[slot] = staff
    offers.rooms[slot] = room
    // Without prices the list begins with the cheapest.
    if (!prices) return
  }
}

/** Whether a leader and a room are free for a group at this spot. */
export function canOpen(table: Timetable, index: number): boolean {
  const spot = table.center.spots[index]!
  if (spot.given) return spot.given.some((given) => canRun(table, { spot, staff: given.staff, room: given.room }))
  return (
    spot.leaders.some((staff) => staffIsFree(table, staff, spot)) &&
    (!spot.rooms || spot.rooms.some((room) => roomIsFree(table, room, spot)))
  )
}

/** A group for a spot with a free leader and a free room, not opened yet; undefined when there is none. */
export function drawGroup(table: Timetable, index: number, random: Random): RunningGroup | undefined {
  const { center } = table
  const spot = center.spots[index]!
  if (spot.given) {
    const given = spot.given.find((one) => canRun(table, { spot, staff: one.staff, room: one.room }))
    return given && newGroup(center, spot, { staff: given.staff, room: given.room, given })
  }
  const leaders = spot.leaders.filter((staff) => staffIsFree(table, staff, spot))
  const rooms = spot.rooms?.filter((room) => roomIsFree(table, room, spot))
  const staff = leaders[drawNumber(random, leaders.length)]
  // The largest free room mostly, and now and then another one.
  const room = rooms?.[random() < 0.8 ? 0 : drawNumber(random, rooms.length)]
  if (staff === undefined || (rooms && room === undefined)) return undefined
  return newGroup(center, spot, { staff, room: room ?? -1, given: null })
}
