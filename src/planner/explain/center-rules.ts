import type { Slots, Spot } from '../model/center.ts'
import { allowsStaffTime } from '../rules/h04-staff-overlap.ts'
import { allowsStaffMinutes } from '../rules/h05-staff-week.ts'
import { canOpen } from '../search/offers.ts'
import { roomIsFree } from '../search/timetable.ts'
import type { Meeting, Timetable } from '../search/timetable.ts'
import type { World } from './possible.ts'

/** Rules about seats, staff and rooms; without one of them another week may become possible. */
export const CENTER_RULES = ['H8', 'H4', 'H5', 'H7'] as const
export type CenterRule = (typeof CENTER_RULES)[number]

/**
 * What the plan as it stands has for a person who has been taken out of it: free seats of running groups, free times of
 * staff and rooms. `without` leaves one rule aside: H8 opens full groups and groups nobody runs yet.
 */
export function worldAsItStands(table: Timetable, world: Omit<World, 'costs'>, without?: CenterRule): World {
  const { slots } = world.person
  const costs = Float64Array.from({ length: slots.count }, (_, slot) => {
    const spot = table.center.spots[slots.spot[slot]!]
    const offered = spot ? hasSeat(table, spot, without) : hasGiver(table, slots, slot, without)
    return offered ? 0 : Infinity
  })
  return { ...world, costs }
}

function hasSeat(table: Timetable, spot: Spot, without: CenterRule | undefined): boolean {
  const running = table.bySpot[spot.index] ?? []
  if (running.some((group) => group.members.size < group.limit)) return true
  if (!without) return false
  if (without === 'H8') return running.length > 0 || canOpen(table, spot.index)
  const led = spot.leaders.some((staff) => isFree(table, staff, spot, without))
  return led && (!spot.rooms || without === 'H7' || spot.rooms.some((room) => roomIsFree(table, room, spot)))
}

function hasGiver(table: Timetable, slots: Slots, slot: number, without: CenterRule | undefined): boolean {
  const at = { block: slots.block[slot]!, start: slots.start[slot]!, end: slots.end[slot]! }
  const rooms = slots.rooms[slot]
  if (rooms && without !== 'H7' && !rooms.some((room) => roomIsFree(table, room, at))) return false
  for (let giver = slots.giverFrom[slot]!; giver < slots.giverFrom[slot + 1]!; giver++) {
    if (isFree(table, slots.giver[giver]!, at, without)) return true
  }
  return false
}

function isFree(table: Timetable, staff: number, at: Meeting, without: CenterRule | undefined): boolean {
  const { center } = table
  const most = center.staff[staff]!.staff.maxMinutes
  const minutes = at.end - at.start
  if (without !== 'H5' && !allowsStaffMinutes(table.staffMinutes[staff]!, minutes, most)) return false
  if (without === 'H5' && !allowsStaffMinutes(0, minutes, most)) return false
  return (
    without === 'H4' || allowsStaffTime(table.staffTaken[staff * center.blocks.length + at.block]!, at.start, at.end)
  )
}
