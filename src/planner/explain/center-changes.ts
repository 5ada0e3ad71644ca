import type { Person, Spot, StaffFrame } from '../model/center.ts'
import type { Interval } from '../model/time.ts'
import { MINUTES_A_DAY, contains, overlaps, wallOf } from '../model/time.ts'
import { allowsDuty } from '../rules/h03-duty.ts'
import { allowsFamilyBlock } from '../rules/h17-family.ts'
import { allowsGiver } from '../rules/h16-own-counselor.ts'
import { allowsLicense } from '../rules/h02-license.ts'
import { openingsOf } from '../search/compile-openings.ts'
import type { Opening } from '../search/compile-openings.ts'
import { intervalOf } from '../search/grounds.ts'
import { canRun, newGroup, roomIsFree, seatPerson, staffIsFree } from '../search/timetable.ts'
import type { RunningGroup, Timetable } from '../search/timetable.ts'
import type { Alteration, Change } from './changed-world.ts'
import { sitesWithin } from './standing.ts'
import type { Standing } from './standing.ts'

/** One more seat in each full group of a service that lies in the person's reach and free time, in the order of time. */
export function seatChanges({ search, ids }: Standing, person: Person, service: number): Change[] {
  const { bySpot } = search.table
  return spotsFor(search.table, person, service).flatMap((spot) => {
    const running = bySpot[spot.index] ?? []
    const full = running.find((group) => ids.has(group))
    if (!full || running.some((group) => group.members.size < group.limit)) return []
    return [{ relax: { type: 'seat' as const, session: ids.get(full) ?? '' }, spots: [spot.index] }]
  })
}

/** Each group of a service that could be opened for the person: a licensed leader on duty and a room are free. */
export function groupChanges(standing: Standing, person: Person, service: number): Change[] {
  const { table } = standing.search
  const { center } = table
  // Leader and room must be free beside the person's own sessions too, so that opening the group moves nobody.
  seatPerson(table, person.index, standing.present)
  const changes = spotsFor(table, person, service).flatMap((spot) => {
    const group = groupAt(table, spot)
    if (!group || (table.bySpot[spot.index] ?? []).some(({ members, limit }) => members.size < limit)) return []
    const relax = {
      type: 'group' as const,
      service: center.services[service]!.service.id,
      start: wallOf(center.week.weekStart, spot.start),
      staff: center.staff[group.staff]!.staff.id,
      telehealth: spot.telehealth,
    }
    return [{ relax, spots: [spot.index], group }]
  })
  seatPerson(table, person.index, [])
  return changes
}

/** Each hour of a one-to-one service in which a free staff member would have to be on duty; longer days come first. */
export function dutyChanges(standing: Standing, person: Person, service: number): Change[] {
  const { table } = standing.search
  seatPerson(table, person.index, standing.present)
  const seen = new Set<string>()
  const found = giversOf(standing, person, service).flatMap((staff) =>
    timesWithoutDuty(standing, person, { service, staff }).flatMap((time) => {
      const key = `${time.start} ${time.site}`
      if (seen.has(key) || !staffIsFree(table, staff.index, time)) return []
      seen.add(key)
      const { start, end } = time
      const near = staff.duty.some((duty) => duty.start <= end && start <= duty.end)
      return [{ near, change: { relax: dutyOf(standing, staff, time), openings: openingsIn(standing, staff, time) } }]
    }),
  )
  seatPerson(table, person.index, [])
  return found.toSorted((a, b) => Number(b.near) - Number(a.near)).map(({ change }) => change)
}

/** Everything the center could change for a service at once: what even that does not help, no single change of it does. */
export function everySeat(standing: Standing, person: Person, service: number): Alteration {
  const { table } = standing.search
  const staff = giversOf(standing, person, service).map((one) => ({ ...one, duty: [WHOLE_WEEK] }))
  const openings = staff.length > 0 ? openingsOf({ ...table.center, staff })[service]! : []
  const added = openings.map((one) => ({ ...one, givers: one.givers.filter((giver) => isOff(table, giver, one)) }))
  const spots = spotsFor(table, person, service).map(({ index }) => index)
  return { spots, openings: { narrow: added, wide: added } }
}

const WHOLE_WEEK: Interval = { start: -MINUTES_A_DAY, end: 9 * MINUTES_A_DAY }

function isOff({ center }: Timetable, giver: number, time: Interval): boolean {
  return !allowsDuty(center.staff[giver]!.duty, time)
}

function spotsFor({ center }: Timetable, { slots }: Person, service: number): Spot[] {
  return [...new Set(slots.spot)].flatMap((index) => {
    const spot = center.spots[index]
    return spot?.service === service ? [spot] : []
  })
}

function groupAt(table: Timetable, spot: Spot): RunningGroup | undefined {
  const { center } = table
  if (spot.given) {
    const given = spot.given.find((one) => canRun(table, { spot, staff: one.staff, room: one.room }))
    return given && newGroup(center, spot, { staff: given.staff, room: given.room, given })
  }
  const staff = spot.leaders.find((leader) => staffIsFree(table, leader, spot))
  const room = spot.rooms ? spot.rooms.find((one) => roomIsFree(table, one, spot)) : -1
  if (staff === undefined || room === undefined) return undefined
  return newGroup(center, spot, { staff, room, given: null })
}

/** Staff within reach who may give the person this one-to-one service, the own counselor first. */
function giversOf({ search }: Standing, { participant }: Person, service: number): StaffFrame[] {
  const { center } = search.table
  const frame = center.services[service]!.service
  if (frame.kind === 'group') return []
  const near = new Set(sitesWithin(center, participant))
  return center.staff
    .filter(({ staff, site }) => near.has(site) && allowsLicense(frame, staff))
    .filter(({ staff }) => allowsGiver(frame, participant, staff.id))
    .toSorted((a, b) => Number(b.staff.id === participant.counselor) - Number(a.staff.id === participant.counselor))
}

/** Starts of the service outside the staff member's duty, at which the person is not busy. */
function timesWithoutDuty(
  { search }: Standing,
  { participant }: Person,
  { service, staff }: { readonly service: number; readonly staff: StaffFrame },
): Opening[] {
  const { center } = search.table
  const busy = participant.busy.map((span) => intervalOf(center.week, span))
  const frame = center.services[service]!.service
  return openingsOf({ ...center, staff: [{ ...staff, duty: [WHOLE_WEEK] }] })[service]!.filter(
    (time) =>
      !allowsDuty(staff.duty, time) &&
      allowsFamilyBlock(frame, participant, center.blocks[time.block]?.id ?? '') &&
      !busy.some((one) => overlaps(one, time)),
  )
}

function dutyOf({ search }: Standing, { staff }: StaffFrame, { start, end }: Interval) {
  const { weekStart } = search.table.center.week
  return { type: 'duty' as const, staff: staff.id, start: wallOf(weekStart, start), end: wallOf(weekStart, end) }
}

/** The new times of every one-to-one service: narrowly the interval by itself, widely joined to the duty it touches. */
function openingsIn({ search }: Standing, staff: StaffFrame, time: Interval): Record<'narrow' | 'wide', Opening[]> {
  const { center } = search.table
  const joined = joinedWith(staff.duty, time)
  const blocks = center.blocks.filter((block) => overlaps(block, joined))
  const added = (duty: Interval) =>
    openingsOf({ ...center, blocks, staff: [{ ...staff, duty: [duty] }] })
      .flat()
      .filter((opening) => !allowsDuty(staff.duty, opening))
  return { narrow: added(time).filter((opening) => contains(time, opening)), wide: added(joined) }
}

function joinedWith(duties: readonly Interval[], time: Interval): Interval {
  const touching = duties.filter(({ start, end }) => start <= time.end && time.start <= end)
  return {
    start: Math.min(time.start, ...touching.map(({ start }) => start)),
    end: Math.max(time.end, ...touching.map(({ end }) => end)),
  }
}
