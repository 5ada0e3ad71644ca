import type { Center, Person } from '../model/center.ts'
import type { Links } from './links.ts'
import { STAFF_UNIT, eachMoment } from './resources.ts'
import type { Resources } from './resources.ts'

/** What the resources cost at the moment; every price is at least 0 and a multiple of `GRAIN`. */
export interface Prices {
  readonly rows: Float64Array
  /** By link: what a seat costs because the group has to run for this person. */
  readonly links: Float64Array
}

/** Sums of costs and prices are exact: all are multiples of this number, and none is near 2^53 of it. */
const GRAIN = 2 ** -16

/** The nearest price that can be summed exactly; never below 0. */
export function roundedPrice(price: number): number {
  return price > 0 ? Math.round(price / GRAIN) * GRAIN : 0
}

/** Slots of a person with prices, and who would give the one-to-one sessions (a place in the list, -1 for groups). */
export interface PricedSlots {
  readonly costs: Float64Array
  readonly givers: Int32Array
}

interface Priced {
  readonly center: Center
  readonly resources: Resources
  readonly links: Links
  /** By spot: 1 where a group can run. */
  readonly running: Uint8Array
}

/** What each session costs this person: its own cost and what it takes from the resources; the cheapest giver each. */
export function priceSlots(priced: Priced, prices: Prices, person: Person): PricedSlots {
  const { slots } = person
  const costs = new Float64Array(slots.count).fill(Infinity)
  const givers = new Int32Array(slots.count).fill(-1)
  for (let slot = 0; slot < slots.count; slot++) {
    const spot = slots.spot[slot]!
    if (spot >= 0 && !priced.running[spot]) continue
    if (spot >= 0) {
      costs[slot] = slots.change[slot]! + priceOfSeat(priced, prices, { person, slot })
      continue
    }
    for (let giver = slots.giverFrom[slot]!; giver < slots.giverFrom[slot + 1]!; giver++) {
      const cost = slots.giverCost[giver]! + priceOfGiver(priced, prices, { person, slot, giver })
      if (cost >= costs[slot]!) continue
      costs[slot] = cost
      givers[slot] = giver
    }
  }
  return { costs, givers }
}

/** A seat in a group: below 0 where a group needs members. */
export function priceOfSeat(
  { resources, links }: Priced,
  prices: Prices,
  { person, slot }: { readonly person: Person; readonly slot: number },
): number {
  const spot = person.slots.spot[slot]!
  const least = resources.leastRow[spot]!
  const link = links.of(person.index, spot)
  const seat = prices.rows[resources.seatRow[spot]!]! - (least < 0 ? 0 : prices.rows[least]!)
  return seat + (link < 0 ? 0 : prices.links[link]!)
}

/** A one-to-one session with one giver: the time and the minutes of the staff member, and a room. */
export function priceOfGiver(
  { center, resources }: Priced,
  prices: Prices,
  { person, slot, giver }: { readonly person: Person; readonly slot: number; readonly giver: number },
): number {
  const { slots } = person
  const staff = slots.giver[giver]!
  const at = { block: slots.block[slot]!, start: slots.start[slot]!, end: slots.end[slot]! }
  let price = ((at.end - at.start) / STAFF_UNIT) * prices.rows[resources.minutesRow[staff]!]!
  eachMoment(
    center,
    resources,
    { ...at, staff, rooms: slots.rooms[slot] ?? null },
    (row) => (price += prices.rows[row]!),
  )
  return price
}
