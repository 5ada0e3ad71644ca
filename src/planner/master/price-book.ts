import type { Market } from './priced-weeks.ts'
import { priceOfGiver, priceOfSeat } from './prices.ts'
import type { Prices } from './prices.ts'

/** What sessions take from everybody else, by the prices of the bound: the search listens to it now and then. */
export interface PriceBook {
  /** By person and slot: a seat in a group. */
  readonly seats: readonly Float64Array[]
  /** By person and entry of the list of givers: a one-to-one session. */
  readonly givers: readonly Float64Array[]
}

export function priceBook(market: Market, prices: Prices): PriceBook {
  const { people } = market.center
  return {
    seats: people.map((person) =>
      Float64Array.from(person.slots.spot, (spot, slot) =>
        spot < 0 || !market.running[spot] ? 0 : priceOfSeat(market, prices, { person, slot }),
      ),
    ),
    givers: people.map((person) => {
      const { slots } = person
      const book = new Float64Array(slots.giver.length)
      for (let slot = 0; slot < slots.count; slot++) {
        for (let giver = slots.giverFrom[slot]!; giver < slots.giverFrom[slot + 1]!; giver++) {
          book[giver] = priceOfGiver(market, prices, { person, slot, giver })
        }
      }
      return book
    }),
  }
}
