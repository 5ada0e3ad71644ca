import type { Spot } from '../model/center.ts'
import { canOpen } from '../search/offers.ts'
import { peopleBySpot } from '../search/place.ts'
import type { Search } from '../search/place.ts'
import { canRun, closeGroup, newGroup, openGroup, roomIsFree, staffIsFree } from '../search/timetable.ts'
import type { RunningGroup } from '../search/timetable.ts'

/**
 * Times and places at which a group could be opened beside the plan: a licensed leader on duty, free and within the weekly
 * minutes, a room free, and as many waiting people who could come as the service needs. `services`: ids that may be
 * opened; all when empty.
 */
export function candidateSpots(search: Search, services: readonly string[]): Spot[] {
  const { table } = search
  const { center } = table
  const able = peopleBySpot(center)
  return center.spots.filter((spot) => {
    const { service } = center.services[spot.service]!
    if (services.length > 0 && !services.includes(service.id)) return false
    return able[spot.index]!.length >= Math.max(1, service.minMembers) && canOpen(table, spot.index)
  })
}

/** Opens groups at all of the spots, or none: undefined when leaders or rooms do not suffice for all at once. */
export function openAll({ table }: Search, spots: readonly Spot[]): RunningGroup[] | undefined {
  const opened: RunningGroup[] = []
  const next = (at: number): boolean => {
    const spot = spots[at]
    if (!spot) return true
    const room = spot.rooms ? spot.rooms.find((one) => roomIsFree(table, one, spot)) : -1
    if (room === undefined) return false
    for (const staff of freeLeaders(table, spot)) {
      const group = newGroup(table.center, spot, { staff, room, given: null })
      if (!canRun(table, group)) continue
      openGroup(table, group)
      opened.push(group)
      if (next(at + 1)) return true
      opened.pop()
      closeGroup(table, group)
    }
    return false
  }
  return next(0) ? opened : undefined
}

/** Whoever has most of their week left comes first: the others may be the only ones for something else. */
function freeLeaders(table: Search['table'], spot: Spot): number[] {
  const left = (staff: number) => table.center.staff[staff]!.staff.maxMinutes - table.staffMinutes[staff]!
  return spot.leaders.filter((staff) => staffIsFree(table, staff, spot)).toSorted((a, b) => left(b) - left(a) || a - b)
}
