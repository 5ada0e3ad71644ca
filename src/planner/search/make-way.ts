import type { Center } from '../model/center.ts'
import { overlaps } from '../model/time.ts'
import { cheapestWeek } from '../person-week/cheapest-week.ts'
import { drawOne } from '../random.ts'
import { lift } from './attempt.ts'
import type { Attempt } from './attempt.ts'
import { offerAll } from './offers.ts'
import type { Terms } from './offers.ts'
import { place } from './place.ts'
import type { Search } from './place.ts'
import { slotMeeting } from './timetable.ts'
import type { RunningGroup, Seat } from './timetable.ts'

/** Who has to make way for one session. */
interface Way {
  readonly cost: number
  readonly people: readonly number[]
}

/** A one-to-one session as others meet it. */
interface Held {
  readonly person: number
  readonly start: number
  readonly end: number
}

/**
 * Gives one person the week they would have if others made way: those who sit with the same staff at that time, or one
 * member of a full group, each counted with `fee`. The person is seated; those who made way are lifted and returned.
 */
export function makeWay(
  search: Search,
  attempt: Attempt,
  index: number,
  { terms, fee }: { readonly terms: Terms; readonly fee: number },
): number[] {
  const { table, bench, offers } = search
  const person = table.center.people[index]!
  lift(attempt, index)
  offerAll(table, offers, index, terms)
  const held = heldByStaff(search)
  const ways = new Map<number, Way>()
  for (let slot = 0; slot < person.slots.count; slot++) {
    const spot = person.slots.spot[slot]!
    const way = spot < 0 ? oneToOneWay(search, held, { index, slot, fee }) : groupWay(search, { index, slot, fee })
    if (!way || way.cost >= offers.costs[slot]!) continue
    ways.set(slot, way)
    offers.costs[slot] = way.cost
  }
  const { slots } = cheapestWeek(bench, { person, weights: table.center.week.weights, costs: offers.costs })
  const moved = new Set(slots.flatMap((slot) => ways.get(slot)?.people ?? []))
  for (const other of moved) lift(attempt, other)
  place(search, attempt, index, terms)
  return [...moved]
}

interface Asked {
  readonly index: number
  readonly slot: number
  readonly fee: number
}

function oneToOneWay({ table, offers }: Search, held: readonly Held[][], { index, slot, fee }: Asked): Way | undefined {
  const { center } = table
  const { slots } = center.people[index]!
  const meeting = slotMeeting(center, index, slot)
  let best: Way | undefined
  for (let giver = slots.giverFrom[slot]!; giver < slots.giverFrom[slot + 1]!; giver++) {
    const staff = slots.giver[giver]!
    const here = held[staff]!.filter((other) => overlaps(other, meeting))
    if (here.length === 0 || here.some(({ person }) => person < 0)) continue
    const cost = slots.giverCost[giver]! + (offers.prices?.givers[index]![giver] ?? 0) + fee * here.length
    if (!best || cost < best.cost) best = { cost, people: here.map(({ person }) => person) }
  }
  return best
}

function groupWay({ table, random }: Search, { index, slot, fee }: Asked): Way | undefined {
  const { slots } = table.center.people[index]!
  const group = table.bySpot[slots.spot[slot]!]?.[0]
  if (!group) return undefined
  const other = drawOne(
    random,
    [...group.members].filter((member) => !isPinned(group, member)),
  )
  return other === undefined ? undefined : { cost: slots.change[slot]! + fee, people: [other] }
}

function isPinned({ given }: RunningGroup, member: number): boolean {
  return given?.pinned.includes(member) ?? false
}

/** By staff member: their one-to-one sessions, and with person -1 the groups they lead. */
function heldByStaff({ table }: Search): Held[][] {
  const { center, weeks, groups } = table
  const held: Held[][] = center.staff.map(() => [])
  for (const { staff, spot } of groups) held[staff]!.push({ person: -1, start: spot.start, end: spot.end })
  weeks.forEach((seats, person) => {
    for (const seat of seats) if (!seat.group) held[seat.staff]!.push(heldBy(center, person, seat))
  })
  return held
}

function heldBy(center: Center, person: number, { slot }: Seat): Held {
  const { start, end } = slotMeeting(center, person, slot)
  return { person, start, end }
}
