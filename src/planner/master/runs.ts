import type { Center, Spot } from '../model/center.ts'
import { allowsMembers } from '../rules/h08-size.ts'
import { STAFF_UNIT, eachMoment, leastSize } from './resources.ts'
import type { Resources } from './resources.ts'

/** A group that could run: a spot, a leader, and rooms of one size of which it takes one. */
export interface Run {
  readonly spot: number
  readonly staff: number
  /** Null when none is taken. */
  readonly rooms: readonly number[] | null
  readonly limit: number
  /** Somebody is pinned to it: it runs (H18). */
  readonly must: boolean
  readonly rows: readonly number[]
  readonly values: readonly number[]
}

/** Every run that could help anybody, with what it takes from and gives to the resources. */
export function runsOf(center: Center, resources: Resources): Run[] {
  return center.spots.flatMap((spot) => {
    const people = resources.able[spot.index]!
    if (people < Math.max(1, leastSize(center, spot))) return []
    // Seats nobody could take count for nothing: the fewer people there are, the more each of them pays for the run.
    const ways = waysOf(center, spot).map((way) => ({ ...way, limit: Math.min(way.limit, people) }))
    return ways.map((way) => ({ spot: spot.index, ...way, ...entriesOf(center, resources, spot, way) }))
  })
}

type Way = Pick<Run, 'staff' | 'rooms' | 'limit' | 'must'>

function waysOf(center: Center, spot: Spot): Way[] {
  if (spot.given) {
    return spot.given.map(({ staff, room, pinned }) => {
      const rooms = room < 0 ? null : [room]
      return { staff, rooms, limit: limitIn(center, spot, rooms), must: pinned.length > 0 }
    })
  }
  const limits = spot.rooms ? [...new Set(spot.rooms.map((room) => limitIn(center, spot, [room])))] : [spot.limit]
  return spot.leaders.flatMap((staff) =>
    limits.map((limit) => {
      const rooms = spot.rooms?.filter((room) => limitIn(center, spot, [room]) === limit) ?? null
      return { staff, rooms, limit, must: false }
    }),
  )
}

function limitIn(center: Center, spot: Spot, rooms: readonly number[] | null): number {
  const service = center.services[spot.service]!.service
  return allowsMembers(service, rooms ? center.rooms[rooms[0]!]!.seats : null)
}

function entriesOf(center: Center, resources: Resources, spot: Spot, { staff, rooms, limit }: Way) {
  const entries = new Map<number, number>()
  const add = (row: number, value: number) => {
    if (row >= 0) entries.set(row, (entries.get(row) ?? 0) + value)
  }
  add(resources.seatRow[spot.index]!, -limit)
  add(resources.leastRow[spot.index]!, leastSize(center, spot))
  add(resources.minutesRow[staff]!, (spot.end - spot.start) / STAFF_UNIT)
  eachMoment(center, resources, { ...spot, staff, rooms }, (row) => add(row, 1))
  return { rows: [...entries.keys()], values: [...entries.values()] }
}
