import type { Market, PricedWeek } from './priced-weeks.ts'
import { STAFF_UNIT, eachMoment } from './resources.ts'

/** What a week takes from the resources, by row. */
export function entriesOfWeek({ center, resources }: Market, week: PricedWeek): Map<number, number> {
  const { slots } = center.people[week.person]!
  const entries = new Map<number, number>()
  const add = (row: number, value: number) => {
    if (row >= 0) entries.set(row, (entries.get(row) ?? 0) + value)
  }
  week.slots.forEach((slot, at) => {
    const spot = slots.spot[slot]!
    if (spot >= 0) {
      add(resources.seatRow[spot]!, 1)
      add(resources.leastRow[spot]!, -1)
      return
    }
    const staff = slots.giver[week.givers[at]!]!
    const session = { block: slots.block[slot]!, start: slots.start[slot]!, end: slots.end[slot]!, staff }
    add(resources.minutesRow[staff]!, (session.end - session.start) / STAFF_UNIT)
    eachMoment(center, resources, { ...session, rooms: slots.rooms[slot] ?? null }, (row) => add(row, 1))
  })
  return entries
}
