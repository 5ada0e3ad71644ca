import type { Center } from '../model/center.ts'
import { overlaps } from '../model/time.ts'
import { drawNumber, drawOne, shuffled } from '../random.ts'
import type { Random } from '../random.ts'
import type { Attempt } from './attempt.ts'
import { close, lift, mustRun, open, seat } from './attempt.ts'
import { peopleBySpot } from './place.ts'
import type { Search } from './place.ts'
import { newGroup, slotMeeting, staffIsFree } from './timetable.ts'
import type { RunningGroup, Seat, Timetable } from './timetable.ts'

/** What the choice of what to take out needs to know and never changes. */
export interface Ground {
  /** By spot: who could sit there. */
  readonly bySpot: readonly (readonly number[])[]
  /** By staff member: who has them as own counselor or cover. */
  readonly byCounselor: readonly (readonly number[])[]
  /** People whose week is not settled by the past or by having no possibilities. */
  readonly open: readonly number[]
  /** Spots somebody could sit at. */
  readonly spots: readonly number[]
}

export function groundOf({ center }: Timetable): Ground {
  const bySpot = peopleBySpot(center)
  const byCounselor: number[][] = center.staff.map(() => [])
  for (const { index, participant } of center.people) {
    for (const [staff, one] of center.staff.entries()) {
      const mine = participant.counselor === one.staff.id || participant.coverCounselors.includes(one.staff.id)
      if (mine) byCounselor[staff]?.push(index)
    }
  }
  return {
    bySpot,
    byCounselor,
    open: center.people.filter(({ slots }) => slots.count > 0).map(({ index }) => index),
    spots: bySpot.flatMap((people, spot) => (people.length > 0 ? [spot] : [])),
  }
}

/** Takes some people out, and perhaps closes groups; returns everybody who needs a week again. */
export function disturb(search: Search, ground: Ground, attempt: Attempt): number[] {
  const { random } = search
  const draw = random()
  const lifted = new Set<number>()
  if (draw < 0.15) changeLeader(search, ground, attempt, lifted)
  else if (draw < 0.35) closeSome(search, attempt, lifted)
  else if (draw < 0.55) gatherAtSpot(search, ground, lifted)
  else if (draw < 0.75) gatherAroundOne(search, ground, lifted)
  else gatherRandom(random, ground.open, 2 + drawNumber(random, 5), lifted)
  if (draw < 0.75 && random() < 0.3) gatherRandom(random, ground.open, 1 + drawNumber(random, 2), lifted)
  for (const index of lifted) lift(attempt, index)
  return [...lifted]
}

/**
 * Another leader for a group: whoever they see alone at that time is lifted, and some of those the old leader sees, whose
 * time it frees.
 */
function changeLeader({ table, random }: Search, ground: Ground, attempt: Attempt, lifted: Set<number>): void {
  const { center } = table
  const group = drawOne(
    random,
    [...table.groups].filter(({ given, spot }) => !given && spot.leaders.length > 1),
  )
  const staff =
    group &&
    drawOne(
      random,
      group.spot.leaders.filter((leader) => leader !== group.staff),
    )
  if (!group || staff === undefined) return
  for (const index of ground.open) {
    if (
      table.weeks[index]?.some(
        (seat) => !seat.group && seat.staff === staff && overlapsSpot(center, index, seat, group),
      )
    ) {
      lifted.add(index)
    }
  }
  for (const index of lifted) lift(attempt, index)
  // Asked while the members still have their sessions: those with the new leader count toward the leader's week (H5).
  const led = staffIsFree(table, staff, group.spot)
  const weeks = [...group.members].map((member) => ({ member, seats: table.weeks[member] ?? [] }))
  close(attempt, group)
  const next = newGroup(center, group.spot, { staff, room: group.room, given: null })
  if (led) open(attempt, next)
  for (const { member, seats } of weeks) {
    if (led)
      seat(
        attempt,
        member,
        seats.map((one) => (one.group === group ? { ...one, group: next, staff } : one)),
      )
    else lifted.add(member)
  }
  const near = shuffled(random, ground.byCounselor[group.staff] ?? [])
  const short = near.filter((index) => isShort(table, index))
  for (const index of [...short, ...near].slice(0, 2 + drawNumber(random, 3))) lifted.add(index)
}

function overlapsSpot(center: Center, index: number, { slot }: Seat, { spot }: RunningGroup): boolean {
  return overlaps(slotMeeting(center, index, slot), spot)
}

/** One group, or two of the same service or block: their members and their time and room are free again. */
function closeSome({ table, random }: Search, attempt: Attempt, lifted: Set<number>): void {
  const groups = [...table.groups].filter((group) => !mustRun(group))
  const first = drawOne(random, groups)
  if (!first) return
  const second =
    random() < 0.4
      ? drawOne(
          random,
          groups.filter((other) => isNear(first, other)),
        )
      : undefined
  for (const group of [first, second]) {
    if (group) for (const member of close(attempt, group)) lifted.add(member)
  }
}

function isNear(one: RunningGroup, other: RunningGroup): boolean {
  if (one === other) return false
  return one.spot.service === other.spot.service || one.spot.block === other.spot.block
}

/** People who could meet at one spot. */
function gatherAtSpot({ table, random }: Search, ground: Ground, lifted: Set<number>): void {
  const spot = missedSpot(table, random, ground) ?? drawOne(random, ground.spots)
  if (spot === undefined) return
  const able = shuffled(random, ground.bySpot[spot] ?? [])
  const wish = 3 + drawNumber(random, 7)
  const short = able.filter((index) => isShort(table, index))
  for (const index of [...short.slice(0, wish >> 1), ...able.slice(0, wish)].slice(0, wish)) lifted.add(index)
}

/** A spot at which somebody who misses a group could have it; undefined now and then, and when nobody misses one. */
function missedSpot({ center, weeks }: Timetable, random: Random, ground: Ground): number | undefined {
  if (random() < 0.3) return undefined
  const table = { center, weeks }
  const short = ground.open.filter((one) => isShort(table, one))
  const person = center.people[drawOne(random, short) ?? -1]
  if (!person) return undefined
  const had = person.caps.map(() => 0)
  for (const { slot } of weeks[person.index] ?? []) had[person.slots.service[slot]!]!++
  const spots = [...person.slots.spot].filter((spot, slot) => {
    const service = person.slots.service[slot]!
    return spot >= 0 && had[service]! < person.caps[service]!
  })
  return drawOne(random, spots)
}

/** One person, a short one if possible, and people who sit with the same staff. */
function gatherAroundOne({ table, random }: Search, ground: Ground, lifted: Set<number>): void {
  const short = ground.open.filter((index) => isShort(table, index))
  const center = drawOne(random, random() < 0.7 && short.length > 0 ? short : ground.open)
  if (center === undefined) return
  lifted.add(center)
  const { participant } = table.center.people[center]!
  const circle = [participant.counselor, ...participant.coverCounselors]
  const staff = table.center.staff.filter((one) => circle.includes(one.staff.id)).map(({ index }) => index)
  const near = staff.flatMap((one) => ground.byCounselor[one] ?? [])
  gatherRandom(random, near, 2 + drawNumber(random, 5), lifted)
}

function gatherRandom(random: Random, from: readonly number[], count: number, lifted: Set<number>): void {
  for (let n = 0; n < count; n++) {
    const one = drawOne(random, from)
    if (one !== undefined) lifted.add(one)
  }
}

/** Whether a person has fewer sessions than they can have at most. */
export function isShort({ center, weeks }: Pick<Timetable, 'center' | 'weeks'>, index: number): boolean {
  const wanted = center.people[index]?.caps.reduce((sum, cap) => sum + cap, 0) ?? 0
  return (weeks[index]?.length ?? 0) < wanted
}
