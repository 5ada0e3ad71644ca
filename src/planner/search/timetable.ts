import type { Center, GivenGroup, Spot } from '../model/center.ts'
import { allowsStaffTime } from '../rules/h04-staff-overlap.ts'
import { allowsStaffMinutes } from '../rules/h05-staff-week.ts'
import { allowsRoomTime } from '../rules/h07-room-free.ts'
import { allowsMembers } from '../rules/h08-size.ts'
import { costOfSeats } from './cost-of-seats.ts'
import type { PricedSlot } from './cost-of-seats.ts'

/** A group that runs: a spot with a leader and a room. */
export interface RunningGroup {
  readonly spot: Spot
  readonly staff: number
  /** -1 without a room. */
  readonly room: number
  readonly limit: number
  readonly given: GivenGroup | null
  readonly members: Set<number>
}

/** One session of one person. */
export interface Seat extends PricedSlot {
  /** Null for one-to-one sessions. */
  readonly group: RunningGroup | null
  readonly staff: number
  readonly room: number
}

/**
 * The plan while it is being made: who runs what, and everybody's week. All hard rules hold at any time except the
 * minimum sizes of groups, which the search restores before it compares plans.
 */
export interface Timetable {
  readonly center: Center
  readonly groups: Set<RunningGroup>
  /** Running groups by spot. */
  readonly bySpot: (RunningGroup[] | undefined)[]
  /** Flat intervals of the sessions of a staff member in a block, at `staff * blocks + block`; rooms alike. */
  readonly staffTaken: number[][]
  readonly roomTaken: number[][]
  readonly staffMinutes: number[]
  /** By person; each list is replaced, never changed. */
  readonly weeks: (readonly Seat[])[]
  readonly costs: number[]
}

const NO_SEATS: readonly Seat[] = []

export function emptyTimetable(center: Center): Timetable {
  const blocks = center.blocks.length
  return {
    center,
    groups: new Set(),
    bySpot: Array.from({ length: center.spots.length }, () => undefined),
    staffTaken: Array.from({ length: center.staff.length * blocks }, () => []),
    roomTaken: Array.from({ length: center.rooms.length * blocks }, () => []),
    staffMinutes: center.staff.map((one) => one.frozenMinutes),
    weeks: center.people.map(() => NO_SEATS),
    costs: center.people.map((person) => costOfSeats(center, person, NO_SEATS)),
  }
}

export function staffIsFree(table: Timetable, staff: number, at: Meeting): boolean {
  const { center } = table
  const taken = table.staffTaken[staff * center.blocks.length + at.block] as number[]
  const most = center.staff[staff]?.staff.maxMinutes ?? 0
  return (
    allowsStaffTime(taken, at.start, at.end) &&
    allowsStaffMinutes(table.staffMinutes[staff] as number, at.end - at.start, most)
  )
}

export function roomIsFree(table: Timetable, room: number, at: Meeting): boolean {
  return allowsRoomTime(table.roomTaken[room * table.center.blocks.length + at.block] as number[], at.start, at.end)
}

/** A time inside a block. */
export interface Meeting {
  readonly block: number
  readonly start: number
  readonly end: number
}

/** Whether the leader and the room of a group are free. */
export function canRun(
  table: Timetable,
  { spot, staff, room }: Pick<RunningGroup, 'spot' | 'staff' | 'room'>,
): boolean {
  return staffIsFree(table, staff, spot) && (room < 0 || roomIsFree(table, room, spot))
}

/** A group that does not run yet. `room` is -1 when none is taken. */
export function newGroup(
  center: Center,
  spot: Spot,
  { staff, room, given }: { readonly staff: number; readonly room: number; readonly given: GivenGroup | null },
): RunningGroup {
  const service = center.week.services[spot.service]
  const seats = room < 0 ? null : (center.rooms[room]?.seats ?? 0)
  return { spot, staff, room, given, members: new Set(), limit: service ? allowsMembers(service, seats) : 0 }
}

export function openGroup(table: Timetable, group: RunningGroup): void {
  table.groups.add(group)
  const here = (table.bySpot[group.spot.index] ??= [])
  here.push(group)
  take(table, group.staff, group.room, group.spot)
}

/** Closes a group without members. */
export function closeGroup(table: Timetable, group: RunningGroup): void {
  table.groups.delete(group)
  const here = table.bySpot[group.spot.index] ?? []
  here.splice(here.indexOf(group), 1)
  release(table, group.staff, group.room, group.spot)
}

/** Replaces a person's week; the seats must be free (the own present ones count as free). */
export function seatPerson(table: Timetable, index: number, seats: readonly Seat[]): void {
  const { center } = table
  const person = center.people[index]
  if (!person) return
  for (const seat of table.weeks[index] ?? []) {
    if (seat.group) seat.group.members.delete(index)
    else release(table, seat.staff, seat.room, slotMeeting(center, index, seat.slot))
  }
  for (const seat of seats) {
    if (seat.group) seat.group.members.add(index)
    else take(table, seat.staff, seat.room, slotMeeting(center, index, seat.slot))
  }
  table.weeks[index] = seats
  table.costs[index] = costOfSeats(center, person, seats)
}

export function slotMeeting(center: Center, person: number, slot: number): Meeting {
  const slots = center.people[person]?.slots
  return { block: slots?.block[slot] ?? 0, start: slots?.start[slot] ?? 0, end: slots?.end[slot] ?? 0 }
}

function take(table: Timetable, staff: number, room: number, at: Meeting): void {
  const blocks = table.center.blocks.length
  table.staffTaken[staff * blocks + at.block]?.push(at.start, at.end)
  table.staffMinutes[staff] = (table.staffMinutes[staff] ?? 0) + at.end - at.start
  if (room >= 0) table.roomTaken[room * blocks + at.block]?.push(at.start, at.end)
}

function release(table: Timetable, staff: number, room: number, at: Meeting): void {
  const blocks = table.center.blocks.length
  drop(table.staffTaken[staff * blocks + at.block] ?? [], at.start)
  table.staffMinutes[staff] = (table.staffMinutes[staff] ?? 0) - (at.end - at.start)
  if (room >= 0) drop(table.roomTaken[room * blocks + at.block] ?? [], at.start)
}

function drop(taken: number[], start: number): void {
  for (let at = 0; at < taken.length; at += 2) {
    if (taken[at] === start) {
      taken.splice(at, 2)
      return
    }
  }
}
