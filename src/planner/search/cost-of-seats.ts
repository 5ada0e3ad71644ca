import type { Center, Person } from '../model/center.ts'
import { baseOfVisit, costOfGap } from '../person-week/visit-cost.ts'

/** One session of a person: a slot and what it costs beyond the visit, S8 and S11. */
export interface PricedSlot {
  readonly slot: number
  readonly extra: number
}

/** S1 to S8, S10 and S11 of one person's week, the frozen part included. */
export function costOfSeats(center: Center, person: Person, seats: readonly PricedSlot[]): number {
  const { slots, participant } = person
  const { weights } = center.week
  let cost = person.frozenCost
  let code = 0
  const inTime = seats.toSorted((a, b) => (slots.start[a.slot] ?? 0) - (slots.start[b.slot] ?? 0))
  const daysInPerson = new Set<number>()
  inTime.forEach((seat, at) => {
    const slot = seat.slot
    const block = slots.block[slot] ?? 0
    const inPerson = slots.telehealth[slot] === 0
    const before = inTime[at - 1]
    code += person.strides[slots.service[slot] ?? 0] ?? 0
    cost += seat.extra
    if (inPerson) daysInPerson.add(center.blocks[block]?.day ?? 0)
    if (!before || slots.block[before.slot] !== block) {
      cost += baseOfVisit(center, participant, block, { inPerson, travel: slots.travel[slot] ?? 0 })
    } else if (inPerson) {
      cost += costOfGap(weights, slots.end[before.slot] ?? 0, slots.start[slot] ?? 0)
    }
  })
  return cost + (person.terminal[code] ?? 0) + weights.screen * missedWindows(person, daysInPerson)
}

function missedWindows(person: Person, daysInPerson: ReadonlySet<number>): number {
  let missed = 0
  let served = false
  for (const day of person.days) {
    if (!day.inWindow) continue
    served ||= day.screened || daysInPerson.has(day.day)
    if (!day.closesWindow) continue
    if (!served) missed++
    served = false
  }
  return missed
}
