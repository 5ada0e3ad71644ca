import type { Center, Person, Spot } from '../model/center.ts'
import { groupedBy } from '../model/grouped-by.ts'
import { minuteOf } from '../model/time.ts'
import type { Session } from '../model/week.ts'
import { cheapestWeek } from '../person-week/cheapest-week.ts'
import { allowsStaffMinutes } from '../rules/h05-staff-week.ts'
import { allowsStartAt } from '../rules/h19-frozen-past.ts'
import { drawGroup, hasSeatFor } from '../search/offers.ts'
import type { Search } from '../search/place.ts'
import { canRun, newGroup, openGroup, roomIsFree, seatPerson, slotMeeting, staffIsFree } from '../search/timetable.ts'
import type { RunningGroup, Seat } from '../search/timetable.ts'

/** The plan in force as far as it still holds, already in the timetable. */
export interface Standing {
  /** By person: sessions ahead in the plan in force. */
  readonly before: readonly (readonly Session[])[]
  /** People of whom a session no longer holds. */
  readonly hit: ReadonlySet<number>
  /** By person: which seats are as before, by `placeOf`. */
  readonly places: readonly ReadonlySet<number>[]
}

/** Prefers a session that stands already to anything the kernel could save by leaving it out. */
const MUST = 1e8
/** More staff than any center has: a place is a slot and, one to one, who gives it. */
const MOST_STAFF = 1e6

/** What makes a seat the same to its person (S11): the slot and, one to one, the staff member. */
export function placeOf({ slot, group, staff }: { slot: number; group: boolean; staff: number }): number {
  return slot * MOST_STAFF + (group ? 0 : staff + 1)
}

/**
 * Puts the plan in force into an empty timetable: first everything that holds exactly as it was, then what holds with
 * another leader or another room, which nobody needs to be told of (a group's leader and room are no part of S11).
 */
export function stand(search: Search): Standing {
  const { center } = search.table
  const sessions = sessionsAhead(center)
  const before: Session[][] = center.people.map(() => [])
  const indexes = new Map(center.people.map(({ index, participant }) => [participant.id, index]))
  for (const session of sessions) for (const member of session.members) before[indexes.get(member) ?? -1]?.push(session)
  const spots = groupSpots(center, sessions)
  const groups = openAsBefore(search, spots)
  seatAll(search, before, { groups, sameRoom: true })
  openOthers(search, spots, groups)
  seatAll(search, before, { groups, sameRoom: false })
  const { weeks } = search.table
  return {
    before,
    hit: new Set(before.flatMap((own, index) => ((weeks[index]?.length ?? 0) < own.length ? [index] : []))),
    places: center.people.map((person) => placesOf(center, spots, person, before[person.index]!)),
  }
}

function sessionsAhead(center: Center): Session[] {
  const { previous, weekStart } = center.week
  return (previous?.sessions ?? []).filter(({ start }) =>
    allowsStartAt(minuteOf(weekStart, start), center.frozenBefore),
  )
}

/** Group sessions of the plan in force with their spots: absent where the spot is gone, or the session is no group. */
export function groupSpots(
  center: Pick<Center, 'services' | 'week' | 'spots' | 'sites'>,
  sessions: readonly Session[],
): Map<Session, Spot> {
  const { services, week } = center
  const groups = new Map(services.filter(({ service }) => service.kind === 'group').map((one) => [one.service.id, one]))
  const byStart = groupedBy(center.spots, ({ start }) => start)
  const found = new Map<Session, Spot>()
  for (const session of sessions) {
    const service = groups.get(session.service)?.index
    const here = service === undefined ? [] : (byStart.get(minuteOf(week.weekStart, session.start)) ?? [])
    const spot = here.find(
      (one) =>
        one.service === service && center.sites[one.site] === session.site && one.telehealth === session.telehealth,
    )
    if (spot) found.set(session, spot)
  }
  return found
}

/** Groups with the leader and room they had. */
function openAsBefore({ table }: Search, spots: ReadonlyMap<Session, Spot>): Map<Session, RunningGroup> {
  const { center } = table
  const opened = new Map<Session, RunningGroup>()
  for (const [session, spot] of spots) {
    const staff = spot.leaders.find((one) => center.staff[one]?.staff.id === session.staff)
    const room = spot.rooms?.find((one) => center.rooms[one]?.id === session.room)
    if (spot.given || staff === undefined || (spot.rooms && room === undefined)) continue
    const group = newGroup(center, spot, { staff, room: room ?? -1, given: null })
    if (!canRun(table, group)) continue
    openGroup(table, group)
    opened.set(session, group)
  }
  return opened
}

/** Groups that can meet at their time with another leader or in another room. */
function openOthers(search: Search, spots: ReadonlyMap<Session, Spot>, opened: Map<Session, RunningGroup>): void {
  for (const [session, spot] of spots) {
    const group = opened.has(session) ? undefined : drawGroup(search.table, spot.index, search.random)
    if (!group) continue
    openGroup(search.table, group)
    opened.set(session, group)
  }
}

interface Holding {
  readonly groups: ReadonlyMap<Session, RunningGroup>
  readonly sameRoom: boolean
}

/** Everybody's sessions that hold, as many together as the personal rules allow. */
function seatAll(search: Search, before: readonly (readonly Session[])[], holding: Holding): void {
  const { table } = search
  for (const person of table.center.people) {
    const own = before[person.index] ?? []
    const present = table.weeks[person.index] ?? []
    if (present.length === own.length) continue
    seatPerson(table, person.index, [])
    const seats = own.flatMap((session) => seatFor(search, person, session, holding) ?? [])
    seatPerson(table, person.index, together(search, person, seats))
  }
}

function seatFor(search: Search, person: Person, session: Session, holding: Holding): Seat | undefined {
  const { table } = search
  const group = holding.groups.get(session)
  if (group) {
    const slot = hasSeatFor(group, person.index) ? person.slots.spot.indexOf(group.spot.index) : -1
    return slot < 0
      ? undefined
      : { slot, group, staff: group.staff, room: group.room, extra: person.slots.change[slot]! }
  }
  const found = oneToOneAt(table.center, person, session)
  if (!found) return undefined
  const { slot, giver } = found
  const at = slotMeeting(table.center, person.index, slot)
  const staff = person.slots.giver[giver]!
  if (!staffIsFree(table, staff, at)) return undefined
  const rooms = person.slots.rooms[slot] ?? null
  const free = rooms?.filter((one) => roomIsFree(table, one, at)) ?? [-1]
  const room = free.find((one) => one < 0 || table.center.rooms[one]?.id === session.room)
  const other = holding.sameRoom ? undefined : free.at(-1)
  const chosen = room ?? other
  return chosen === undefined
    ? undefined
    : { slot, group: null, staff, room: chosen, extra: person.slots.giverCost[giver]! }
}

/** The slot of a one-to-one session and the entry of its giver; undefined when it is no longer possible. */
function oneToOneAt(center: Center, { slots, services }: Person, session: Session) {
  const start = minuteOf(center.week.weekStart, session.start)
  for (let slot = 0; slot < slots.count; slot++) {
    if (slots.start[slot] !== start || slots.spot[slot]! >= 0) continue
    if ((slots.telehealth[slot] === 1) !== session.telehealth) continue
    if (center.services[services[slots.service[slot]!]!]?.service.id !== session.service) continue
    for (let giver = slots.giverFrom[slot]!; giver < slots.giverFrom[slot + 1]!; giver++) {
      if (center.staff[slots.giver[giver]!]?.staff.id === session.staff) return { slot, giver }
    }
  }
  return undefined
}

/** As many of these seats as fit into one week of the person; the kernel knows every personal rule. */
function together(search: Search, person: Person, seats: readonly Seat[]): Seat[] {
  if (seats.length === 0) return []
  const { bench, offers, table } = search
  offers.costs.fill(Infinity, 0, person.slots.count)
  for (const { slot } of seats) offers.costs[slot] = -MUST
  const found = cheapestWeek(bench, { person, weights: table.center.week.weights, costs: offers.costs })
  const chosen = new Set(found.slots)
  return withinWeeks(
    search,
    person,
    seats.filter(({ slot }) => chosen.has(slot)),
  )
}

/** Two sessions with one staff member may fit one at a time, but not together into the staff member's week (H5). */
function withinWeeks({ table }: Search, { slots }: Person, seats: readonly Seat[]): Seat[] {
  const promised = new Map<number, number>()
  return seats.filter(({ slot, group, staff }) => {
    if (group) return true
    const minutes = slots.end[slot]! - slots.start[slot]!
    const used = table.staffMinutes[staff]! + (promised.get(staff) ?? 0)
    const fits = allowsStaffMinutes(used, minutes, table.center.staff[staff]!.staff.maxMinutes)
    if (fits) promised.set(staff, used + minutes - table.staffMinutes[staff]!)
    return fits
  })
}

/** Where the person sat, as far as these sessions are still possible at all. */
function placesOf(
  center: Center,
  spots: ReadonlyMap<Session, Spot>,
  person: Person,
  own: readonly Session[],
): Set<number> {
  const places = own.map((session) => {
    const spot = spots.get(session)
    if (spot) {
      const slot = person.slots.spot.indexOf(spot.index)
      return slot < 0 ? -1 : placeOf({ slot, group: true, staff: -1 })
    }
    const one = oneToOneAt(center, person, session)
    return one ? placeOf({ slot: one.slot, group: false, staff: person.slots.giver[one.giver]! }) : -1
  })
  return new Set(places)
}
