import type { Center, Person, Spot } from './model/center.ts'
import { runsOfFrozenGroups } from './master/frozen-runs.ts'
import { floorOfWeek } from './person-week/cheapest-week.ts'
import type { Workbench } from './person-week/workbench.ts'

/**
 * A lower bound of the cost of every valid plan: the sum of everybody's cheapest week alone in the center
 * (week-format.md section 6), where a seat in a group costs its share of the group's run (S9) in a full room.
 * Minimum sizes and the competition for staff, rooms and seats are left out, so no plan can cost less.
 */
export function lowerBound(center: Center, bench: Workbench): number {
  let sum = runsOfFrozenGroups(center)
  for (const person of center.people) {
    const floor = floorOfWeek(bench, { person, weights: center.week.weights, costs: aloneCosts(center, person) })
    sum += person.frozenCost + (floor ?? 0)
  }
  // A cost is an integer; the margin keeps rounding errors of the shares from lifting the bound.
  return Math.max(0, Math.ceil(sum - 1e-6))
}

/** What each session would cost a person who had the center for themselves, with a share of every group's run. */
export function aloneCosts(center: Center, person: Person): Float64Array {
  const { slots } = person
  const { weights } = center.week
  return Float64Array.from({ length: slots.count }, (_, slot) => {
    const spot = center.spots[slots.spot[slot] ?? -1]
    if (!spot) return slots.giverCost[slots.giverFrom[slot] ?? 0] ?? 0
    return (slots.change[slot] ?? 0) + weights.group / mostMembers(center, spot)
  })
}

function mostMembers(center: Center, spot: Spot): number {
  if (!spot.given || !spot.rooms) return spot.limit
  const seats = spot.given.map(({ room }) => center.rooms[room]?.seats ?? 0)
  return Math.min(spot.limit, Math.max(...seats))
}
