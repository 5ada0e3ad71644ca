import type { BlockFrame, GivenGroup, ServiceFrame, Spot } from '../model/center.ts'
import { minuteOf } from '../model/time.ts'
import type { Session } from '../model/week.ts'
import { allowsStarts } from '../rules/h01-place-in-week.ts'
import { allowsLicense } from '../rules/h02-license.ts'
import { allowsDuty } from '../rules/h03-duty.ts'
import { allowsRoomKind, takesRoom } from '../rules/h06-right-room.ts'
import { allowsRoomTime } from '../rules/h07-room-free.ts'
import { allowsMembers } from '../rules/h08-size.ts'
import { allowsGroups } from '../rules/h18-given-timetable.ts'
import type { Grounds } from './grounds.ts'

/**
 * Every time and place at which a group may run in the part of the week that is still open. Where a pinned group names its
 * leader or its room, nobody else and no other room is thought of, as far as they can hold it at all.
 */
export function spotsOf(grounds: Grounds, pinned: readonly Session[] = []): Spot[] {
  const given = givenBySpot(grounds)
  const spots: Spot[] = []
  for (const frame of grounds.services) {
    if (frame.service.kind !== 'group') continue
    for (const block of grounds.blocks) {
      if (block.frozen) continue
      for (const start of allowsStarts(block, frame.service, grounds.week.gridMinutes)) {
        for (const place of placesOf(grounds, frame)) {
          const spot = spotAt(grounds, frame, { block, start, ...place }, given)
          if (spot) spots.push({ ...heldAs(grounds, spot, pinned), index: spots.length })
        }
      }
    }
  }
  return spots
}

/** Staff of a site who may give or lead a service and are on duty for the whole session. */
export function staffAt(grounds: Grounds, frame: ServiceFrame, start: number, site: number): number[] {
  const session = { start, end: start + frame.service.minutes }
  return grounds.staff
    .filter((one) => one.site === site && allowsLicense(frame.service, one.staff) && allowsDuty(one.duty, session))
    .map((one) => one.index)
}

/** Rooms of a site that may host a service and are open for the whole session, the largest first. */
export function roomsAt(grounds: Grounds, frame: ServiceFrame, start: number, site: number): number[] {
  const needed = Math.max(1, frame.service.minMembers)
  return grounds.rooms
    .filter((room) => room.site === site && room.seats >= needed)
    .filter((room) => allowsRoomKind(frame.service, room.kinds))
    .filter((room) => allowsRoomTime(room.closed, start, start + frame.service.minutes))
    .toSorted((a, b) => b.seats - a.seats)
    .map((room) => room.index)
}

interface Position {
  readonly block: BlockFrame
  readonly start: number
  readonly site: number
  readonly telehealth: boolean
}

function placesOf(grounds: Grounds, frame: ServiceFrame): { site: number; telehealth: boolean }[] {
  return grounds.sites.flatMap((_, site) => [
    { site, telehealth: false },
    ...(frame.service.telehealth ? [{ site, telehealth: true }] : []),
  ])
}

function spotAt(
  grounds: Grounds,
  frame: ServiceFrame,
  at: Position,
  given: Map<string, GivenGroup[]> | null,
): Omit<Spot, 'index'> | null {
  const leaders = staffAt(grounds, frame, at.start, at.site)
  const rooms = takesRoom(frame.service, at.telehealth) ? roomsAt(grounds, frame, at.start, at.site) : null
  if (leaders.length === 0 || rooms?.length === 0) return null
  const seats = rooms ? (grounds.rooms[rooms[0] ?? -1]?.seats ?? 0) : null
  const limit = allowsMembers(frame.service, seats)
  const groups = given ? (given.get(keyOf(frame.index, at)) ?? []).filter((group) => fits(group, leaders, rooms)) : null
  if (limit < 1 || limit < frame.service.minMembers || groups?.length === 0) return null
  return {
    service: frame.index,
    block: at.block.index,
    start: at.start,
    end: at.start + frame.service.minutes,
    site: at.site,
    telehealth: at.telehealth,
    leaders,
    rooms,
    limit,
    given: groups,
  }
}

/** The spot with the leader and room of the group that is pinned there. */
function heldAs(grounds: Grounds, spot: Omit<Spot, 'index'>, pinned: readonly Session[]): Omit<Spot, 'index'> {
  const frame = grounds.services[spot.service]!
  const group = pinned.find(
    ({ service, start, site, telehealth, staff }) =>
      staff !== '' &&
      service === frame.service.id &&
      minuteOf(grounds.week.weekStart, start) === spot.start &&
      site === grounds.sites[spot.site] &&
      telehealth === spot.telehealth,
  )
  if (!group || spot.given) return spot
  const leaders = spot.leaders.filter((one) => grounds.staff[one]?.staff.id === group.staff)
  const rooms = spot.rooms && spot.rooms.filter((one) => grounds.rooms[one]?.id === group.room)
  const room = rooms?.[0] === undefined ? undefined : grounds.rooms[rooms[0]]
  return {
    ...spot,
    held: true,
    leaders: leaders.length > 0 ? leaders : spot.leaders,
    ...(room ? { rooms, limit: allowsMembers(frame.service, room.seats) } : {}),
  }
}

function fits(group: GivenGroup, leaders: number[], rooms: number[] | null): boolean {
  return leaders.includes(group.staff) && (rooms ? rooms.includes(group.room) : group.room === -1)
}

function keyOf(service: number, at: { start: number; site: number; telehealth: boolean }): string {
  return `${service} ${at.start} ${at.site} ${at.telehealth}`
}

function givenBySpot(grounds: Grounds): Map<string, GivenGroup[]> | null {
  const groups = allowsGroups(grounds.week)
  if (!groups) return null
  const people = new Map(grounds.week.participants.map((participant, index) => [participant.id, index]))
  const bySpot = new Map<string, GivenGroup[]>()
  for (const group of groups) {
    const service = grounds.week.services.findIndex(({ id }) => id === group.service)
    const site = grounds.sites.indexOf(group.site)
    const start = minuteOf(grounds.week.weekStart, group.start)
    const key = keyOf(service, { start, site, telehealth: group.telehealth })
    const entry: GivenGroup = {
      id: group.id,
      staff: grounds.staff.findIndex(({ staff }) => staff.id === group.staff),
      room: group.room === null ? -1 : grounds.rooms.findIndex((room) => room.site === site && room.id === group.room),
      pinned: (group.pinned ?? []).flatMap((id) => people.get(id) ?? []),
    }
    bySpot.set(key, [...(bySpot.get(key) ?? []), entry])
  }
  return bySpot
}
