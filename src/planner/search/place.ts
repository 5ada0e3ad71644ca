import type { Center } from '../model/center.ts'
import { cheapestWeek } from '../person-week/cheapest-week.ts'
import { newWorkbench } from '../person-week/workbench.ts'
import type { Workbench } from '../person-week/workbench.ts'
import type { Random } from '../random.ts'
import { allowsStaffMinutes } from '../rules/h05-staff-week.ts'
import type { Attempt } from './attempt.ts'
import { close, leastMembers, mustRun, open, seat } from './attempt.ts'
import { drawGroup, newOffers, offerAll } from './offers.ts'
import type { Offers, Terms } from './offers.ts'
import type { Seat, Timetable } from './timetable.ts'

/** Everything a search carries along. */
export interface Search {
  readonly table: Timetable
  readonly bench: Workbench
  readonly offers: Offers
  readonly random: Random
}

export function newSearch(table: Timetable, random: Random): Search {
  return { table, bench: newWorkbench(), offers: newOffers(table.center), random }
}

/** How often a choice is repeated without what turned out not to fit together. */
const MOST_TRIES = 4

/** Gives a person without seats the cheapest week the plan offers at this moment; opens groups when the terms allow it. */
export function place(search: Search, attempt: Attempt, index: number, terms: Terms): void {
  const { table, bench, offers } = search
  const person = table.center.people[index]
  if (!person || person.slots.count === 0) return
  offerAll(table, offers, index, terms)
  for (let tries = 1; ; tries++) {
    const found = cheapestWeek(bench, { person, weights: table.center.week.weights, costs: offers.costs })
    const { seats, refused } = seatsOf(search, attempt, index, found.slots)
    if (refused.length === 0 || tries === MOST_TRIES) {
      seat(attempt, index, seats)
      return
    }
    for (const slot of refused) offers.costs[slot] = Infinity
  }
}

/** Closes groups that stayed too small and finds other seats for their members, until none is left. */
export function settle(search: Search, attempt: Attempt, terms: Terms): void {
  const { center, groups } = search.table
  for (;;) {
    let smallest = undefined
    for (const group of groups) {
      const tooSmall = group.members.size < Math.max(1, leastMembers(center, group)) && !mustRun(group)
      if (tooSmall && (!smallest || group.members.size < smallest.members.size)) smallest = group
    }
    if (!smallest) return
    for (const member of close(attempt, smallest)) place(search, attempt, member, { ...terms, opening: Infinity })
  }
}

/** Seats for the chosen slots, in the plan as it stands; `refused` are those that fit alone but not together. */
function seatsOf(
  search: Search,
  attempt: Attempt,
  index: number,
  chosen: readonly number[],
): { seats: Seat[]; refused: number[] } {
  const seats: Seat[] = []
  const refused: number[] = []
  const { slots } = search.table.center.people[index]!
  const promised = new Map<number, number>()
  for (const slot of chosen.toSorted((a, b) => slots.spot[b]! - slots.spot[a]!)) {
    const made =
      slots.spot[slot]! < 0
        ? oneToOneSeat(search, index, slot, promised)
        : groupSeat(search, attempt, slots.spot[slot]!, { slot, extra: slots.change[slot]! })
    if (made) seats.push(made)
    else refused.push(slot)
  }
  return { seats, refused }
}

function groupSeat(
  search: Search,
  attempt: Attempt,
  spot: number,
  { slot, extra }: { readonly slot: number; readonly extra: number },
): Seat | undefined {
  const running = search.offers.groups[slot]
  const group = running ?? drawGroup(search.table, spot, search.random)
  if (!group) return undefined
  if (!running) {
    open(attempt, group)
    search.offers.groups[slot] = group
  }
  return { slot, group, staff: group.staff, room: group.room, extra }
}

/** Two sessions with one staff member may fit into their week one at a time, but not together (H5). */
function oneToOneSeat(
  { table, offers }: Search,
  index: number,
  slot: number,
  promised: Map<number, number>,
): Seat | undefined {
  const { slots } = table.center.people[index]!
  const staff = offers.staff[slot]!
  const minutes = slots.end[slot]! - slots.start[slot]!
  const used = table.staffMinutes[staff]! + (promised.get(staff) ?? 0)
  if (!allowsStaffMinutes(used, minutes, table.center.staff[staff]!.staff.maxMinutes)) return undefined
  promised.set(staff, (promised.get(staff) ?? 0) + minutes)
  return { slot, group: null, staff, room: offers.rooms[slot]!, extra: offers.own[slot]! }
}

/** By spot: who could sit there. */
export function peopleBySpot(center: Center): number[][] {
  const people: number[][] = center.spots.map(() => [])
  for (const { index, slots } of center.people) {
    for (const spot of slots.spot) if (spot >= 0) people[spot]?.push(index)
  }
  return people
}
