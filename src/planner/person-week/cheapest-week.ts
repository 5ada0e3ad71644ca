import type { Person } from '../model/center.ts'
import { composeDay } from './days.ts'
import type { Question } from './visits.ts'
import { layersFor } from './workbench.ts'
import type { Workbench } from './workbench.ts'

/** The cheapest week of one person. `cost` includes shortfall, missed hours and missed screens; not the frozen part. */
export interface PersonWeek {
  readonly cost: number
  /** Slots of the week, in no order. */
  readonly slots: number[]
  /** False when the work was cut: the week is possible, but a cheaper one may exist. */
  readonly exact: boolean
}

/** How often days that collide are taken apart before the later visit is dropped. */
const MOST_BRANCHES = 6
/** Steps of the dynamic program on one day; days beyond it leave out their last pieces. */
const MOST_STEPS_A_DAY = 20_000_000

/**
 * Exact search over all weeks of one person (H9 to H15) among the offered slots: visits of a block, then sets of visits
 * of a day, then dynamic programming over days and counts of services.
 */
export function cheapestWeek(bench: Workbench, question: Question, branches = MOST_BRANCHES): PersonWeek {
  const found = withoutCollisions(bench, question)
  if (!question.person.daysCollide) return found
  const pair = collision(question.person, found.slots)
  if (!pair) return found
  const [early, late] = pair
  // Either the later visit leaves after the earlier one is over, or the earlier one ends sooner.
  const cut = lastEnd(question.person, found.slots, early)
  const leaveLater = banned(
    question,
    (slot) => inBlock(question.person, slot, late) && leavesAt(question.person, slot) < cut,
  )
  const second = cheapestWeek(bench, leaveLater, branches - 1)
  if (branches <= 0) return { ...second, exact: false }
  const endSooner = banned(
    question,
    (slot) => inBlock(question.person, slot, early) && backAt(question.person, slot) >= cut,
  )
  const first = cheapestWeek(bench, endSooner, branches - 1)
  const best = first.cost <= second.cost ? first : second
  return { ...best, exact: first.exact && second.exact }
}

/**
 * A lower bound of the cost of every week of the person among the offered slots; 0 when the work had to be cut.
 * Collisions between days are left out, which can only make it lower.
 */
export function floorOfWeek(bench: Workbench, question: Question): number | null {
  const found = withoutCollisions(bench, question)
  return found.exact ? found.cost : null
}

/** Every vector of counts the person can reach with the offered slots, as a test. */
export function reachableCounts(bench: Workbench, question: Question): (least: readonly number[]) => boolean {
  const states = fillWeek(bench, question)
  const { person } = question
  const reached: number[] = []
  for (let code = 0; code < person.codes; code++) {
    if (Math.min(states[code * 2]!, states[code * 2 + 1]!) < Infinity) reached.push(code)
  }
  return (least) =>
    reached.some((code) =>
      least.every((count, at) => Math.floor(code / person.strides[at]!) % (person.caps[at]! + 1) >= count),
    )
}

function withoutCollisions(bench: Workbench, question: Question): PersonWeek {
  const { person } = question
  const states = fillWeek(bench, question)
  let best = Infinity
  let state = 0
  for (let code = 0; code < person.codes; code++) {
    const cost = states[code * 2]! + person.terminal[code]!
    if (cost < best) {
      best = cost
      state = code * 2
    }
  }
  return { cost: best, slots: slotsBack(bench, person, state), exact: bench.complete && person.exact }
}

/** Fills the layers and returns the last one; after the last day only states with a closed window remain. */
function fillWeek(bench: Workbench, question: Question): Float64Array {
  const { person } = question
  const { weeks } = bench
  layersFor(weeks, person.days.length + 1, person.codes * 2)
  bench.visits.size = 0
  bench.days.size = 0
  bench.complete = true
  weeks.cost[0]!.fill(Infinity, 0, person.codes * 2)
  weeks.cost[0]![0] = 0
  person.days.forEach((day, layer) => {
    const from = composeDay(bench, question, day)
    addDay(bench, person, layer, from)
    if (day.closesWindow) closeWindow(bench, question, layer + 1)
  })
  return weeks.cost[person.days.length]!
}

/** Every useful state of a layer with every piece of the day gives the states of the next layer. */
function addDay(bench: Workbench, person: Person, layer: number, fromPiece: number): void {
  const { weeks, days } = bench
  const before = weeks.cost[layer]!
  const after = weeks.cost[layer + 1]!
  const from = weeks.from[layer + 1]!
  const chosen = weeks.piece[layer + 1]!
  const { states, costs } = weeks
  const count = usefulStates(bench, person, before)
  let steps = 0
  after.fill(Infinity, 0, person.codes * 2)
  for (let piece = fromPiece; piece < days.size; piece++) {
    if (!days.alive[piece]) continue
    steps += count
    if (steps > MOST_STEPS_A_DAY) {
      bench.complete = false
      return
    }
    const mask = days.mask[piece]!
    const cost = days.cost[piece]!
    const served = days.inPerson[piece]!
    const step = 2 * stepOf(person, mask)
    for (let at = 0; at < count; at++) {
      const state = states[at]!
      if ((person.atCap[state >> 1]! & mask) !== 0) continue
      const total = costs[at]! + cost
      const reached = (state | served) + step
      if (total >= after[reached]!) continue
      after[reached] = total
      from[reached] = state
      chosen[reached] = piece
    }
  }
}

/** States that can be reached; of two with the same counts the one whose window is served is as good at the same cost. */
function usefulStates({ weeks }: Workbench, person: Person, before: Float64Array): number {
  const { states, costs } = weeks
  let count = 0
  for (let state = 0; state < person.codes * 2; state += 2) {
    const open = before[state]!
    const served = before[state + 1]!
    if (open < served) {
      states[count] = state
      costs[count++] = open
    }
    if (served < Infinity) {
      states[count] = state + 1
      costs[count++] = served
    }
  }
  return count
}

function stepOf(person: Person, mask: number): number {
  let step = 0
  for (let at = 0; at < person.strides.length; at++) if (mask & (1 << at)) step += person.strides[at]!
  return step
}

/** Pays for a window without an in-person visit (S10); the next window begins unserved. */
function closeWindow({ weeks }: Workbench, { person, weights }: Question, layer: number): void {
  const cost = weeks.cost[layer]!
  for (let state = 0; state < person.codes * 2; state += 2) {
    const missed = cost[state]! + weights.screen
    if (cost[state + 1]! <= missed) {
      cost[state] = cost[state + 1]!
      weeks.from[layer]![state] = weeks.from[layer]![state + 1]!
      weeks.piece[layer]![state] = weeks.piece[layer]![state + 1]!
    } else {
      cost[state] = missed
    }
    cost[state + 1] = Infinity
  }
}

function slotsBack({ weeks, days, visits }: Workbench, person: Person, last: number): number[] {
  const slots: number[] = []
  let state = last
  for (let layer = person.days.length; layer > 0; layer--) {
    for (let piece = weeks.piece[layer]![state]!; piece >= 0; piece = days.before[piece]!) {
      for (let visit = days.visit[piece]!; visit >= 0; visit = visits.before[visit]!) slots.push(visits.slot[visit]!)
    }
    state = weeks.from[layer]![state]!
  }
  return slots
}

function inBlock({ slots }: Person, slot: number, block: number): boolean {
  return slots.block[slot] === block
}

function leavesAt({ slots }: Person, slot: number): number {
  return slots.start[slot]! - slots.travel[slot]!
}

function backAt({ slots }: Person, slot: number): number {
  return slots.end[slot]! + slots.travel[slot]!
}

function lastEnd(person: Person, chosen: readonly number[], block: number): number {
  return Math.max(...chosen.filter((slot) => inBlock(person, slot, block)).map((slot) => backAt(person, slot)))
}

/** Two blocks whose visits occupy the person at once; undefined when there are none. */
function collision(person: Person, chosen: readonly number[]): [number, number] | undefined {
  const inTime = chosen.toSorted((a, b) => leavesAt(person, a) - leavesAt(person, b))
  let lasting = inTime[0]
  for (const slot of inTime.slice(1)) {
    const [one, other] = [person.slots.block[lasting!]!, person.slots.block[slot]!]
    if (one !== other && leavesAt(person, slot) < backAt(person, lasting!)) {
      return one < other ? [one, other] : [other, one]
    }
    if (backAt(person, slot) > backAt(person, lasting!)) lasting = slot
  }
  return undefined
}

function banned(question: Question, ban: (slot: number) => boolean): Question {
  return { ...question, costs: question.costs.map((cost, slot) => (ban(slot) ? Infinity : cost)) }
}
