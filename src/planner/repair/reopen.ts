import type { Center, Spot } from '../model/center.ts'
import { overlaps } from '../model/time.ts'
import type { Interval } from '../model/time.ts'
import { beginAttempt, changeOfCost, lift, open, takeBack } from '../search/attempt.ts'
import type { Attempt } from '../search/attempt.ts'
import { place, settle } from '../search/place.ts'
import type { Search } from '../search/place.ts'
import { newGroup, roomIsFree, slotMeeting, staffIsFree } from '../search/timetable.ts'
import type { Timetable } from '../search/timetable.ts'
import { placeOf } from './standing.ts'
import type { Standing } from './standing.ts'

/**
 * Groups that lost leader or room meet again where another leader can be had by moving one-to-one sessions, as long as
 * that costs less than the loss: ten people keep their hour and one or two are told.
 */
export function reopen(search: Search, standing: Standing, hit: readonly number[]): void {
  const { table } = search
  for (const spot of spotsLost(table, standing, hit)) {
    const members = hit.filter((index) => hadSeatAt(table.center, standing, index, spot))
    for (const leader of spot.leaders) if (meetsWith(search, spot, leader, members)) break
  }
}

/** Whether a person sat at this spot in the plan in force. */
export function hadSeatAt(center: Center, { places }: Standing, index: number, spot: Spot): boolean {
  const slot = center.people[index]!.slots.spot.indexOf(spot.index)
  return slot >= 0 && places[index]!.has(placeOf({ slot, group: true, staff: -1 }))
}

/** People with a one-to-one session with one of these staff members at that time. */
export function holdersOf(table: Timetable, staff: ReadonlySet<number>, at: Interval): number[] {
  return table.weeks.flatMap((seats, index) =>
    seats.some(
      (seat) => !seat.group && staff.has(seat.staff) && overlaps(slotMeeting(table.center, index, seat.slot), at),
    )
      ? [index]
      : [],
  )
}

/** Spots of groups that do not meet any more, those with the most members first. */
function spotsLost(table: Timetable, standing: Standing, hit: readonly number[]): Spot[] {
  const { center } = table
  const size = (spot: Spot) => hit.filter((index) => hadSeatAt(center, standing, index, spot)).length
  return center.spots
    .filter((spot) => !spot.given && !table.bySpot[spot.index]?.length)
    .map((spot) => ({ spot, size: size(spot) }))
    .filter((lost) => lost.size > 0)
    .toSorted((a, b) => b.size - a.size)
    .map((lost) => lost.spot)
}

function meetsWith(search: Search, spot: Spot, leader: number, members: readonly number[]): boolean {
  const { table } = search
  const attempt = beginAttempt(table)
  const others = holdersOf(table, new Set([leader]), spot)
  for (const index of others) lift(attempt, index)
  const terms = { opening: Infinity, pull: 0, unchangedOnly: false }
  if (openWith(attempt, spot, leader)) {
    for (const index of [...members, ...others]) {
      lift(attempt, index)
      place(search, attempt, index, terms)
    }
    settle(search, attempt, terms)
    if (changeOfCost(attempt) < 0) return true
  }
  takeBack(attempt)
  return false
}

function openWith(attempt: Attempt, spot: Spot, leader: number): boolean {
  const { table } = attempt
  const room = spot.rooms?.find((one) => roomIsFree(table, one, spot))
  if ((spot.rooms && room === undefined) || !staffIsFree(table, leader, spot)) return false
  open(attempt, newGroup(table.center, spot, { staff: leader, room: room ?? -1, given: null }))
  return true
}
