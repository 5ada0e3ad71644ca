import type { Timetable } from '../search/timetable.ts'
import type { Standing } from './standing.ts'
import { placeOf } from './standing.ts'

/** Who has another week than before and how many minutes toward weekly hours everybody has, kept up to date by person. */
export interface Tally {
  readonly moved: Uint8Array
  readonly minutes: Int32Array
  people: number
  total: number
}

export function tallyOf(table: Timetable, standing: Standing): Tally {
  const count = table.center.people.length
  const tally = { moved: new Uint8Array(count), minutes: new Int32Array(count), people: 0, total: 0 }
  retell(tally, table, standing, table.center.people.keys())
  return tally
}

/** Counts these people anew, after their weeks changed. */
export function retell(tally: Tally, table: Timetable, standing: Standing, people: Iterable<number>): void {
  for (const index of people) {
    const moved = isMoved(table, standing, index) ? 1 : 0
    const minutes = countedMinutes(table, index)
    tally.people += moved - tally.moved[index]!
    tally.total += minutes - tally.minutes[index]!
    tally.moved[index] = moved
    tally.minutes[index] = minutes
  }
}

function isMoved(table: Timetable, { before, places }: Standing, index: number): boolean {
  const seats = table.weeks[index] ?? []
  if (seats.length !== before[index]?.length) return true
  return seats.some(({ slot, group, staff }) => !places[index]?.has(placeOf({ slot, group: group !== null, staff })))
}

function countedMinutes({ center, weeks }: Timetable, index: number): number {
  const { services, slots } = center.people[index]!
  return (weeks[index] ?? []).reduce((sum, { slot }) => {
    const counts = center.services[services[slots.service[slot]!]!]?.service.countsTowardHours
    return sum + (counts ? slots.end[slot]! - slots.start[slot]! : 0)
  }, 0)
}
