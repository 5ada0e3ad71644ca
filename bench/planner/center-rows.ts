import type { Center, GivenGroup, Spot } from '../../src/planner/model/center.ts'
import { groupedBy } from '../../src/planner/model/grouped-by.ts'
import { allowsMembers } from '../../src/planner/rules/h08-size.ts'
import {
  addChoice,
  addColumn,
  addOneAtATime,
  addRow,
  type IntegerProgram,
  sumOf,
  type Taking,
} from './integer-program.ts'
import type { Seat } from './person-rows.ts'

/** One leader of a spot, or one group of a given timetable with its leader. Several groups may run at one spot. */
export interface LeaderChoice {
  readonly spot: Spot
  readonly staff: number
  readonly given: GivenGroup | null
  readonly column: number
}

/** One room for a group at a spot or for one-to-one sessions of a service, start and site (`key`). */
export interface RoomChoice {
  readonly key: string
  readonly room: number
  readonly column: number
}

export interface CenterChoices {
  readonly leaders: readonly LeaderChoice[]
  readonly rooms: readonly RoomChoice[]
}

/** Groups with their runs (H8, H18, S9), staff (H4, H5) and rooms (H7) for the seats of everybody. */
export function addCenter(program: IntegerProgram, center: Center, seats: readonly Seat[]): CenterChoices {
  const spotOf = ({ person, slot }: Seat) => center.people[person]?.slots.spot[slot] ?? -1
  const bySpot = groupedBy(
    seats.filter(({ staff }) => staff < 0),
    spotOf,
  )
  const oneToOnes = seats.filter(({ staff }) => staff >= 0)
  const leaders: LeaderChoice[] = []
  const rooms: RoomChoice[] = []
  const takings: (Taking & { readonly room: number })[] = []
  for (const spot of center.spots) {
    const attending = bySpot.get(spot.index) ?? []
    const made = spot.given
      ? givenGroups(program, center, spot, attending)
      : freeGroups(program, center, spot, attending)
    leaders.push(...made.leaders)
    rooms.push(...made.rooms)
    takings.push(...made.takings)
  }
  for (const [key, sharing] of groupedBy(oneToOnes, (seat) => openingOf(center, seat))) {
    const choices = roomsOfOpening(program, center, key, sharing)
    rooms.push(...choices)
    const { start, end } = sharing[0]!
    takings.push(...choices.map(({ room, column }) => ({ room, column, start, end })))
  }
  for (const taking of groupedBy(takings, ({ room }) => room).values()) addOneAtATime(program, taking)
  addStaffRows(program, center, [
    ...leaders.map(({ staff, spot, column }) => ({ staff, start: spot.start, end: spot.end, column })),
    ...oneToOnes,
  ])
  return { leaders, rooms }
}

type Groups = CenterChoices & { readonly takings: readonly (Taking & { readonly room: number })[] }

const NO_GROUPS: Groups = { leaders: [], rooms: [], takings: [] }

/**
 * As many leaders as rooms, and as many members as they hold together: leaders, rooms and members of one spot can be
 * matched in any way, at the same cost.
 */
function freeGroups(program: IntegerProgram, center: Center, spot: Spot, attending: readonly Seat[]): Groups {
  const { service } = center.services[spot.service]!
  const least = Math.max(1, service.minMembers)
  if (attending.length < least) {
    for (const { column } of attending) addRow(program, [[column, 1]], { most: 0 })
    return NO_GROUPS
  }
  const weight = center.week.weights.group
  const leaders = spot.leaders.map((staff) => ({ spot, staff, given: null, column: addChoice(program, weight) }))
  const key = keyOfSpot(spot)
  const rooms = (spot.rooms ?? []).map((room) => ({ key, room, column: addChoice(program, 0) }))
  const members = attending.map(({ column }) => column)
  const runs = addRuns(program, leaders, members)
  const limits = spot.rooms
    ? rooms.map(({ room, column }) => [column, -allowsMembers(service, center.rooms[room]?.seats ?? 0)] as const)
    : sumOf([runs], -spot.limit)
  if (spot.rooms)
    addRow(
      program,
      [
        [runs, 1],
        ...sumOf(
          rooms.map(({ column }) => column),
          -1,
        ),
      ],
      { least: 0, most: 0 },
    )
  addRow(program, [...sumOf(members), ...limits], { most: 0 })
  addRow(program, [...sumOf(members), [runs, -least]], { least: 0 })
  return {
    leaders,
    rooms,
    takings: rooms.map(({ room, column }) => ({ room, column, start: spot.start, end: spot.end })),
  }
}

/**
 * A column that counts the groups running at a spot. No member without a group: for whole numbers that follows from the
 * sizes, but without it a fraction of a group would hold whole members.
 */
function addRuns(program: IntegerProgram, groups: readonly { readonly column: number }[], members: readonly number[]) {
  const runs = addColumn(program, { cost: 0, upper: groups.length, whole: false })
  addRow(
    program,
    [
      [runs, 1],
      ...sumOf(
        groups.map(({ column }) => column),
        -1,
      ),
    ],
    { least: 0, most: 0 },
  )
  for (const member of members)
    addRow(
      program,
      [
        [member, 1],
        [runs, -1],
      ],
      { most: 0 },
    )
  return runs
}

/** The same for the groups of a given timetable: leader and room are theirs, and those pinned attend. */
function givenGroups(program: IntegerProgram, center: Center, spot: Spot, attending: readonly Seat[]): Groups {
  const { service } = center.services[spot.service]!
  const limitOf = ({ room }: GivenGroup) => allowsMembers(service, room < 0 ? null : (center.rooms[room]?.seats ?? 0))
  const runs = (spot.given ?? []).map((given) => ({
    given,
    column: addChoice(program, center.week.weights.group),
    limit: limitOf(given),
    least: Math.max(1, service.minMembers, given.pinned.length),
  }))
  const members = attending.map(({ column }) => column)
  addRow(program, [...sumOf(members), ...runs.map(({ column, limit }) => [column, -limit] as const)], { most: 0 })
  addRow(program, [...sumOf(members), ...runs.map(({ column, least }) => [column, -least] as const)], { least: 0 })
  addRuns(program, runs, members)
  for (const { given, column } of runs) {
    if (given.pinned.length > 0) addRow(program, [[column, 1]], { least: 1 })
    for (const person of given.pinned) {
      // A sum of nothing that must be 1 when the person cannot attend: the week contradicts itself.
      addRow(program, sumOf(attending.filter((seat) => seat.person === person).map((seat) => seat.column)), {
        least: 1,
      })
    }
  }
  const { start, end } = spot
  return {
    leaders: runs.map(({ given, column }) => ({ spot, staff: given.staff, given, column })),
    rooms: [],
    takings: runs
      .filter(({ given }) => given.room >= 0)
      .map(({ given, column }) => ({ room: given.room, column, start, end })),
  }
}

/** Every session of one service, start and site takes any of the same rooms. */
function roomsOfOpening(program: IntegerProgram, center: Center, key: string, sharing: readonly Seat[]): RoomChoice[] {
  const first = sharing[0]!
  const rooms = center.people[first.person]?.slots.rooms[first.slot]
  if (!rooms) return []
  const choices = rooms.map((room) => ({ key, room, column: addChoice(program, 0) }))
  const taken = sumOf(
    choices.map(({ column }) => column),
    -1,
  )
  addRow(program, [...sumOf(sharing.map(({ column }) => column)), ...taken], { least: 0, most: 0 })
  return choices
}

/** Sessions with the same key can swap their rooms; remote ones have none. */
export function openingOf(center: Center, { person, slot, service, start, staff }: Seat): string {
  const slots = center.people[person]?.slots
  return slots?.telehealth[slot] === 1 ? 'remote' : `${service} ${start} ${center.staff[staff]?.site}`
}

export function keyOfSpot({ index }: Spot): string {
  return `spot ${index}`
}

function addStaffRows(
  program: IntegerProgram,
  center: Center,
  work: readonly (Taking & { readonly staff: number })[],
): void {
  for (const [index, sessions] of groupedBy(work, ({ staff }) => staff)) {
    addOneAtATime(program, sessions)
    const { staff, frozenMinutes } = center.staff[index]!
    const minutes = sessions.map(({ column, start, end }) => [column, end - start] as const)
    addRow(program, minutes, { most: Math.max(0, staff.maxMinutes - frozenMinutes) })
  }
}
