import type { Spot } from '../../src/planner/model/center.ts'
import { groupedBy } from '../../src/planner/model/grouped-by.ts'
import { wallOf } from '../../src/planner/model/time.ts'
import type { Session } from '../../src/planner/model/week.ts'
import { allowsMembers } from '../../src/planner/rules/h08-size.ts'
import { keyOfSpot, type LeaderChoice, openingOf } from './center-rows.ts'
import type { Seat } from './person-rows.ts'
import type { WeekModel } from './week-model.ts'

/** What a session takes, by index; -1 where there is no room. */
interface Made {
  readonly id: string
  readonly service: number
  readonly start: number
  readonly telehealth: boolean
  readonly staff: number
  readonly room: number
  readonly members: readonly number[]
}

/** The plan that a solver's columns stand for, frozen sessions included. */
export function sessionsOfColumns(model: WeekModel, values: ArrayLike<number>): Session[] {
  const { center } = model
  const isOn = ({ column }: { readonly column: number }) => (values[column] ?? 0) > 0.5
  const rooms = groupedBy(model.rooms.filter(isOn), ({ key }) => key)
  const seats = model.seats.filter(isOn)
  const bySpot = groupedBy(seats, (seat) => center.people[seat.person]?.slots.spot[seat.slot] ?? -1)
  const oneToOnes = bySpot.get(-1) ?? []
  const runs = groupedBy(model.leaders.filter(isOn), ({ spot }) => spot)
  const made = [...runs].flatMap(([spot, leaders]) => {
    const here = (rooms.get(keyOfSpot(spot)) ?? []).map(({ room }) => room)
    const attending = (bySpot.get(spot.index) ?? []).map(({ person }) => person)
    return groupsOf(model, { spot, leaders, rooms: here, attending })
  })
  for (const seat of oneToOnes) {
    const room = rooms.get(openingOf(center, seat))?.pop()?.room ?? -1
    made.push(oneToOne(model, seat, room))
  }
  return [...center.frozen, ...named(model, made)]
}

interface Running {
  readonly spot: Spot
  readonly leaders: readonly LeaderChoice[]
  readonly rooms: readonly number[]
  readonly attending: readonly number[]
}

/** Deals the members of one spot to its groups: those pinned, then the least of each, then up to the limits. */
function groupsOf({ center }: WeekModel, { spot, leaders, rooms, attending }: Running): Made[] {
  const { service, index } = center.services[spot.service]!
  const groups = leaders.map(({ staff, given }, at) => {
    const room = given ? given.room : (rooms[at] ?? -1)
    const limit = allowsMembers(service, room < 0 ? null : (center.rooms[room]?.seats ?? 0))
    return { staff, room, limit, id: given?.id ?? '', members: [...(given?.pinned ?? [])] }
  })
  const pinned = new Set(groups.flatMap(({ members }) => members))
  const free = attending.filter((person) => !pinned.has(person))
  const least = Math.max(1, service.minMembers)
  for (const group of groups) while (group.members.length < least && free.length > 0) group.members.push(free.pop()!)
  for (const group of groups)
    while (group.members.length < group.limit && free.length > 0) group.members.push(free.pop()!)
  const { start, telehealth } = spot
  return groups.map(({ id, staff, room, members }) => ({ id, service: index, start, telehealth, staff, room, members }))
}

function oneToOne({ center }: WeekModel, { person, slot, service, start, staff }: Seat, room: number): Made {
  const telehealth = center.people[person]?.slots.telehealth[slot] === 1
  return { id: '', service, start, telehealth, staff, room, members: [person] }
}

/** Sessions of a given timetable have their ids; the others are numbered around the ids that are taken. */
function named({ center }: WeekModel, made: readonly Made[]): Session[] {
  const taken = new Set([...center.frozen, ...(center.week.fixedGroups ?? [])].map(({ id }) => id))
  let count = 0
  const next = (): string => {
    count += 1
    return taken.has(`m${count}`) ? next() : `m${count}`
  }
  return made.map(({ id, service, start, telehealth, staff, room, members }) => ({
    id: id === '' ? next() : id,
    service: center.services[service]!.service.id,
    start: wallOf(center.week.weekStart, start),
    staff: center.staff[staff]!.staff.id,
    site: center.sites[center.staff[staff]!.site]!,
    room: room < 0 ? null : center.rooms[room]!.id,
    telehealth,
    members: members.map((person) => center.people[person]!.participant.id),
  }))
}
