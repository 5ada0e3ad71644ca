import type { Center, Spot } from '../model/center.ts'
import { lastStarts } from './moments.ts'
import type { Use } from './moments.ts'
import { roomCliques } from './room-cliques.ts'
import type { RoomClique } from './room-cliques.ts'

/**
 * Everything people share, as rows of a linear program "use <= right": seats and least sizes of the spots, staff and
 * rooms at every moment that matters, minutes of the staff. Every plan keeps every row, so any prices of at least zero
 * give a valid bound.
 */
export interface Resources {
  readonly count: number
  /** By row: how much there is; at least 0. */
  readonly right: Float64Array
  /** By spot: how many people could sit there. */
  readonly able: Int32Array
  /** By spot: seats taken minus seats of running groups; -1 where nobody can sit. */
  readonly seatRow: Int32Array
  /** By spot: least size of running groups minus seats taken; -1 where one member is enough. */
  readonly leastRow: Int32Array
  /** By staff member: minutes of the week. */
  readonly minutesRow: Int32Array
  /** At `staff * blocks + block`: moments a staff member can be in one session only. */
  readonly staffMoments: readonly (readonly Moment[])[]
  /** At `site * blocks + block`: how many sessions fit into a set of rooms at once. */
  readonly roomCliques: readonly (readonly RoomClique[])[]
}

/** Minutes of the staff are counted in this many: near an hour, and a power of two, which keeps sums of prices exact. */
export const STAFF_UNIT = 64

export interface Moment {
  readonly at: number
  readonly row: number
}

/** Rows in the order: spots, minutes, staff moments, rooms. */
export function resourcesOf(center: Center): Resources {
  const right: number[] = []
  const row = (amount: number) => right.push(amount) - 1
  const able = new Int32Array(center.spots.length)
  for (const { slots } of center.people) for (const spot of slots.spot) if (spot >= 0) able[spot]! += 1
  const seatRow = Int32Array.from(center.spots, ({ index }) => (able[index]! > 0 ? row(0) : -1))
  const leastRow = Int32Array.from(center.spots, (spot) =>
    able[spot.index]! > 0 && leastSize(center, spot) > 1 ? row(0) : -1,
  )
  const minutesRow = Int32Array.from(center.staff, ({ staff, frozenMinutes }) =>
    row(Math.max(0, staff.maxMinutes - frozenMinutes) / STAFF_UNIT),
  )
  const uses = usesOf(center)
  const staffMoments = momentsByStaff(center, uses).map((times) => times.map((at) => ({ at, row: row(1) })))
  const cliques = roomCliques(center, uses, row)
  return {
    count: right.length,
    able,
    right: Float64Array.from(right),
    seatRow,
    leastRow,
    minutesRow,
    staffMoments,
    roomCliques: cliques,
  }
}

export function leastSize(center: Center, spot: Spot): number {
  return center.services[spot.service]?.service.minMembers ?? 0
}

/** Calls `each` with every row a session takes one unit of; the minutes of its staff come on top. */
export function eachMoment(center: Center, resources: Resources, use: Use, each: (row: number) => void): void {
  const blocks = center.blocks.length
  for (const { at, row } of resources.staffMoments[use.staff * blocks + use.block]!) {
    if (use.start <= at && at < use.end) each(row)
  }
  if (use.rooms) eachRoomRow(center, resources, use, each)
}

/** The rooms' part of it: a session counts in a set of rooms when it has to be in one of them. */
function eachRoomRow(center: Center, resources: Resources, use: Use, each: (row: number) => void): void {
  const { rooms, block, start, end } = use
  const site = center.rooms[rooms?.[0] ?? -1]?.site
  if (!rooms || site === undefined) return
  for (const clique of resources.roomCliques[site * center.blocks.length + block]!) {
    if (start <= clique.at && clique.at < end && rooms.every((room) => clique.rooms.has(room))) each(clique.row)
  }
}

/** Every session that could be, once for each possible staff member. */
function usesOf(center: Center): Use[] {
  const seen = new Map<string, Use>()
  const add = (use: Use) => {
    const key = `${use.staff} ${use.start} ${use.end} ${use.rooms?.join() ?? ''}`
    if (!seen.has(key)) seen.set(key, use)
  }
  for (const { start, end, block, leaders, rooms } of center.spots) {
    for (const staff of leaders) add({ block, start, end, staff, rooms })
  }
  for (const { slots } of center.people) {
    for (let slot = 0; slot < slots.count; slot++) {
      const at = { block: slots.block[slot]!, start: slots.start[slot]!, end: slots.end[slot]! }
      for (let giver = slots.giverFrom[slot]!; giver < slots.giverFrom[slot + 1]!; giver++) {
        add({ ...at, staff: slots.giver[giver]!, rooms: slots.rooms[slot] ?? null })
      }
    }
  }
  return [...seen.values()]
}

function momentsByStaff(center: Center, uses: readonly Use[]): number[][] {
  const blocks = center.blocks.length
  const by: Use[][] = Array.from({ length: center.staff.length * blocks }, () => [])
  for (const use of uses) by[use.staff * blocks + use.block]!.push(use)
  return by.map(lastStarts)
}
