import type { Week } from '../model/week.ts'
import { drawNumber, drawOne, shuffled } from '../random.ts'
import { beginAttempt, changeOfCost, lift, takeBack } from '../search/attempt.ts'
import type { Attempt } from '../search/attempt.ts'
import { disturb, groundOf, isShort } from '../search/disturb.ts'
import type { Ground } from '../search/disturb.ts'
import { costOf, restore } from '../search/improve.ts'
import { place, settle } from '../search/place.ts'
import type { Search } from '../search/place.ts'
import { slotMeeting } from '../search/timetable.ts'
import { isWorthKeeping, keep } from './archive.ts'
import type { Repaired } from './archive.ts'
import { hadSeatAt, holdersOf } from './reopen.ts'
import type { Standing } from './standing.ts'
import { retell, tallyOf } from './tally.ts'
import type { Tally } from './tally.ts'

/** Steps from one of the kept plans, while the search cools; then it begins from another. */
const STEPS_OF_A_START = 150
/** The most people of one meeting that are asked to make room at once. */
const MOST_ASKED = 5

/** What a search around the people hit by a change works on. */
export interface Around {
  readonly search: Search
  readonly standing: Standing
  readonly hit: readonly number[]
  readonly archive: Repaired[]
}

/** Where a search stands between two steps. */
interface Walk {
  cost: number
  readonly tally: Tally
  /** What one more person with another week weighs, in units of cost. */
  readonly aPerson: number
}

/**
 * Looks for better repairs near the people hit: they and a few whose seats or staff they need are taken out and put back
 * (simulated annealing). How dear it is to move one more person changes from start to start, so that the kept plans
 * spread over the trade-off of hours against people.
 */
export function improveAround(around: Around, keepGoing: () => boolean): void {
  const { search, hit, archive } = around
  if (hit.length === 0 || archive.length === 0) return
  const ground = groundOf(search.table)
  const { group, trip } = search.table.center.week.weights
  const aPerson = weightOfAPerson(search.table.center.week)
  const dear = [aPerson / 4, aPerson, aPerson * 4]
  let walk = begin(around, aPerson)
  for (let step = 1; keepGoing(); step++) {
    const at = step % STEPS_OF_A_START
    if (at === 0) walk = begin(around, dear[drawNumber(search.random, dear.length)]!)
    const temperature = Math.max(1, group + trip) * 0.01 ** (at / STEPS_OF_A_START)
    tryOnce(around, ground, walk, temperature)
  }
}

/** Telling one more person weighs like half an hour of treatment lost. */
export function weightOfAPerson({ weights }: Week): number {
  return weights.short + weights.belowTarget
}

function begin({ search, standing, archive }: Around, aPerson: number): Walk {
  const from = drawOne(search.random, archive)!
  restore(search.table, { cost: from.cost, best: from.snapshot, temperature: 0 })
  return { cost: from.cost, tally: tallyOf(search.table, standing), aPerson }
}

function tryOnce(around: Around, ground: Ground, walk: Walk, temperature: number): void {
  const { search, standing, archive } = around
  const { table, random } = search
  const { tally, aPerson } = walk
  const peopleBefore = tally.people
  const attempt = beginAttempt(table)
  putBack(around, attempt, takeOut(around, ground, attempt))
  retell(tally, table, standing, attempt.weeks.keys())
  const cost = changeOfCost(attempt)
  const change = cost + (tally.people - peopleBefore) * aPerson
  if (change > 0 && change > -temperature * Math.log(1 - random())) {
    takeBack(attempt)
    retell(tally, table, standing, attempt.weeks.keys())
    return
  }
  walk.cost += cost
  const figures = { people: tally.people, minutes: tally.total, cost: walk.cost }
  if (!isWorthKeeping(archive, figures)) return
  // Sums of small differences drift; what is kept is counted anew.
  walk.cost = costOf(table)
  const snapshot = { cost: walk.cost, weeks: [...table.weeks], groups: [...table.groups] }
  keep(archive, { ...figures, cost: walk.cost, snapshot })
}

function putBack({ search, hit }: Around, attempt: Attempt, order: readonly number[]): void {
  const { random, table } = search
  const { group } = table.center.week.weights
  const terms = {
    opening: random() < 0.4 ? Infinity : group * (0.1 + 0.9 * random() ** 2),
    pull: group * 2 * random() ** 2,
    unchangedOnly: false,
  }
  const together = random() < 0.5
  if (together) for (const index of order) lift(attempt, index)
  // Whoever only makes room has the first choice of the own week half of the time, so that it stays as it was.
  const first = random() < 0.5 ? order.toSorted((a, b) => Number(hit.includes(a)) - Number(hit.includes(b))) : order
  for (const index of first) {
    if (!attempt.weeks.has(index)) lift(attempt, index)
    place(search, attempt, index, terms)
  }
  settle(search, attempt, terms)
}

/** Whose weeks are made anew in this step, those hit first. */
function takeOut(around: Around, ground: Ground, attempt: Attempt): number[] {
  const { search, hit } = around
  const { random, table } = search
  const draw = random()
  if (draw < 0.3) return disturb(search, ground, attempt)
  if (draw < 0.45) return shuffled(random, hit).slice(0, 1 + drawNumber(random, 8))
  const short = hit.filter((index) => isShort(table, index))
  const index = drawOne(random, short.length > 0 && random() < 0.8 ? short : hit)!
  if (draw < 0.55) return [...new Set([index, ...movedOthers(around)])]
  if (draw < 0.75) return [...new Set(meetAgain(around, index))]
  return [...new Set([index, ...inTheWay(search, ground, index)])]
}

/** People who moved only to make room: perhaps they need not. */
function movedOthers({ search, standing, hit }: Around): number[] {
  const { moved } = tallyOf(search.table, standing)
  const others = [...moved.keys()].filter((index) => moved[index] === 1 && !hit.includes(index))
  return shuffled(search.random, others).slice(0, 3)
}

/** Those who lost the same group, and whoever keeps another leader from meeting with them at its time. */
function meetAgain({ search, standing, hit }: Around, index: number): number[] {
  const { table, random } = search
  const lost = table.center.spots.filter(
    (spot) => hadSeatAt(table.center, standing, index, spot) && !table.bySpot[spot.index]?.length,
  )
  const spot = drawOne(random, lost)
  if (!spot) return [index]
  const leader = drawOne(random, spot.leaders)
  const same = hit.filter((other) => hadSeatAt(table.center, standing, other, spot))
  return [...same, ...holdersOf(table, new Set([leader ?? -1]), spot)]
}

/** Who has the seat, the staff member or the room of a session the person could have, drawn at random. */
function inTheWay({ table, random }: Search, ground: Ground, index: number): number[] {
  const { slots } = table.center.people[index]!
  const slot = drawNumber(random, slots.count)
  const spot = slots.spot[slot]!
  const at = slotMeeting(table.center, index, slot)
  const staff = new Set(
    spot < 0
      ? slots.giver.subarray(slots.giverFrom[slot], slots.giverFrom[slot + 1])
      : table.center.spots[spot]!.leaders.slice(0, 2),
  )
  const holders = holdersOf(table, staff, at)
  const groups = spot < 0 ? [] : (table.bySpot[spot] ?? [])
  const members = groups.flatMap((group) => [...group.members])
  const able = spot < 0 || groups.length > 0 ? [] : (ground.bySpot[spot] ?? [])
  return shuffled(random, [...holders, ...members, ...able]).slice(0, 1 + drawNumber(random, MOST_ASKED))
}
