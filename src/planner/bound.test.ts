import fc from 'fast-check'
import { expect, it } from 'vitest'
import { lowerBound } from './bound.ts'
import { drawWeek } from './drawn-week.ts'
import type { Center } from './model/center.ts'
import { everyWeek } from './person-week/every-week.ts'
import { newWorkbench } from './person-week/workbench.ts'
import { compileWeek } from './search/compile.ts'
import { costOfSeats } from './search/cost-of-seats.ts'
import { solve } from './solve.ts'

const MOST_SLOTS = 12
const bench = newWorkbench()

/**
 * The least cost of two people's weeks together by plain enumeration, when nobody competes for staff or rooms: groups
 * have to have their least size and cost their run, that is all. No plan of the week costs less.
 */
function leastCost(center: Center): number {
  const [one, two] = center.people.map((person) =>
    everyWeek(center, person, [...Array(person.slots.count).keys()]).map((week) => ({
      cost: costOfSeats(
        center,
        person,
        week.map((slot) => seatOf(center, person.index, slot)),
      ),
      spots: week.map((slot) => person.slots.spot[slot]!).filter((spot) => spot >= 0),
    })),
  )
  let least = Infinity
  for (const a of one ?? []) {
    for (const b of two ?? []) {
      const members = new Map<number, number>()
      for (const spot of [...a.spots, ...b.spots]) members.set(spot, (members.get(spot) ?? 0) + 1)
      if ([...members].some(([spot, count]) => count < leastMembers(center, spot))) continue
      const runs = [...members].reduce((sum, [spot, count]) => sum + Math.ceil(count / center.spots[spot]!.limit), 0)
      least = Math.min(least, a.cost + b.cost + runs * center.week.weights.group)
    }
  }
  return least
}

function seatOf(center: Center, index: number, slot: number) {
  const { slots } = center.people[index]!
  const extra = slots.spot[slot]! < 0 ? slots.giverCost[slots.giverFrom[slot]!]! : slots.change[slot]!
  return { slot, group: null, staff: 0, room: -1, extra }
}

function leastMembers(center: Center, spot: number): number {
  return center.services[center.spots[spot]!.service]!.service.minMembers
}

it('is never above the least cost of a tiny week, and a plan is never below it', () => {
  let compared = 0
  let reached = 0
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e9 }), (seed) => {
      const week = drawWeek(seed, { people: 2, staff: 2, sites: 1, blocks: 3 })
      const { center } = compileWeek(week)
      const bound = lowerBound(center, bench)
      let steps = 15
      const plan = solve(week, { seed: 1, keepGoing: () => steps-- > 0 })
      expect(plan.bound).toBe(bound)
      expect(bound).toBeLessThanOrEqual(plan.cost)
      if (center.people.some(({ slots }) => slots.count > MOST_SLOTS)) return
      const least = leastCost(center)
      compared++
      if (plan.cost === least) reached++
      expect(bound).toBeLessThanOrEqual(least)
      expect(plan.cost).toBeGreaterThanOrEqual(least)
    }),
    { numRuns: 300 },
  )
  expect(compared).toBeGreaterThan(60)
  expect(reached / compared).toBeGreaterThan(0.7)
})
