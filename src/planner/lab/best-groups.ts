import type { Spot } from '../model/center.ts'
import type { Participant, Session, Week } from '../model/week.ts'
import { cheapestWeek } from '../person-week/cheapest-week.ts'
import { beginAttempt, takeBack } from '../search/attempt.ts'
import { offerAll } from '../search/offers.ts'
import type { Terms } from '../search/offers.ts'
import { place } from '../search/place.ts'
import type { Search } from '../search/place.ts'
import { closeGroup } from '../search/timetable.ts'
import { answerOf } from './answer.ts'
import type { Answer } from './answer.ts'
import { candidateSpots, openAll } from './candidates.ts'
import { isBetter, shareSeats } from './share-seats.ts'
import type { Shared } from './share-seats.ts'
import { countedMinutes, minutesOfSlots, standingPlan } from './standing-plan.ts'
import type { StandingPlan } from './standing-plan.ts'
import { withAnyCounselor } from './undecided-counselor.ts'

export interface LabQuestion {
  /** At most so many groups are opened: 1 to 3. */
  readonly groups: number
  /** Ids of the services that may be opened; all when empty. */
  readonly services: readonly string[]
  /** Asked before every set of groups; what was found so far is the answer as soon as it says no. */
  readonly keepGoing: () => boolean
  readonly report?: (progress: LabProgress) => void
}

export interface LabProgress {
  /** Sets of groups tried. */
  readonly tried: number
  /** People who reach their hours in the best set so far. */
  readonly reached: number
}

export interface LabResult {
  /** People on the waiting list that were placed. */
  readonly waiting: number
  /** All of them in the plan as it stands, seats shared, without a new group. */
  readonly now: { readonly reached: number; readonly minutes: number }
  /** No set of groups, however large, lets more people reach their hours: each alone, every group open at once. */
  readonly atMost: number
  readonly tried: number
  /** False when `keepGoing` ended the search. */
  readonly complete: boolean
  /** The best first; every one has been placed and judged by the checker. */
  readonly answers: readonly Answer[]
}

const MOST_ANSWERS = 5
/** Sets that are made larger, and candidates they are made larger with. */
const BEAM = 8
const SHORTLIST = 40
const ALONE: Terms = { opening: Infinity, pull: 0, unchangedOnly: false }

/**
 * Which groups, opened beside the plan as it stands, let most waiting people reach their weekly minutes, then most minutes:
 * sets grow one group at a time from the best so far, then single groups are exchanged until nothing is better. A set whose
 * bound (everybody alone with its groups) is no better than the answers there are is not tried. Nobody in the plan moves.
 */
export function bestGroupsToOpen(
  week: Week,
  sessions: readonly Session[],
  waiting: readonly Participant[],
  question: LabQuestion,
): LabResult {
  const people = waiting.map((person) => withAnyCounselor(week, person))
  const plan = standingPlan(week, sessions, people)
  const bench = newLab(plan, question)
  if (people.length > 0) grow(bench, question.groups)
  const found = [...bench.found.values()].toSorted(byWorth)
  const answers: Answer[] = []
  for (const one of found) {
    if (answers.length === MOST_ANSWERS) break
    const answer = answerOf({ week, sessions, people }, plan, one, bench.now)
    if (answer) answers.push(answer)
  }
  return {
    waiting: people.length,
    now: { reached: bench.now.reached, minutes: bench.now.minutes },
    atMost: mostAtAll(plan.search, bench.spots),
    tried: bench.tried.size,
    complete: !bench.stopped,
    answers,
  }
}

interface Lab {
  readonly search: Search
  readonly question: LabQuestion
  readonly spots: readonly Spot[]
  readonly now: Shared
  /** By the groups that are really used. */
  readonly found: Map<string, Shared>
  /** By the spots that were offered; null when the set cannot be opened or can bring nothing. */
  readonly tried: Map<string, Shared | null>
  stopped: boolean
}

function newLab({ search }: StandingPlan, question: LabQuestion): Lab {
  const now = shareSeats(search, (found) => found.reached === search.table.center.people.length)
  const spots = candidateSpots(search, question.services)
  return { search, question, spots, now, found: new Map(), tried: new Map(), stopped: false }
}

function grow(lab: Lab, most: number): void {
  const singles = lab.spots
    .map((spot) => ({ spot, bound: boundOf(lab, [spot]) }))
    .filter(({ bound }) => bound !== undefined)
    .toSorted((a, b) => compare(a.bound!, b.bound!) || a.spot.index - b.spot.index)
  const shortlist = singles.slice(0, SHORTLIST).map(({ spot }) => spot)
  let beam: (readonly Spot[])[] = [[]]
  for (let size = 1; size <= most; size++) {
    const larger = beam.flatMap((set) => shortlist.flatMap((spot) => (set.includes(spot) ? [] : [[...set, spot]])))
    const grown = larger.flatMap((set) => {
      const shared = tryOut(lab, set)
      return shared ? [{ set, shared }] : []
    })
    beam = grown
      .toSorted((a, b) => compare(a.shared, b.shared))
      .slice(0, BEAM)
      .map(({ set }) => set)
    exchange(lab, beam, shortlist)
  }
}

/** One group of a set for another, as long as that is better. */
function exchange(lab: Lab, sets: readonly (readonly Spot[])[], shortlist: readonly Spot[]): void {
  for (const start of sets) {
    let set = start
    let best = tryOut(lab, set)
    for (let better = true; better && best;) {
      better = false
      for (const [at, spot] of set.flatMap((_, at) => shortlist.map((spot) => [at, spot] as const))) {
        if (set.includes(spot)) continue
        const other = set.with(at, spot)
        const shared = tryOut(lab, other)
        if (!shared || !isBetter(shared, best)) continue
        ;[set, best, better] = [other, shared, true]
        break
      }
    }
  }
}

/** Opens the set, shares the seats, closes it again; remembered, since the same set comes up on several ways. */
function tryOut(lab: Lab, set: readonly Spot[]): Shared | null {
  const key = keyOf(set)
  const known = lab.tried.get(key)
  if (known !== undefined) return known
  lab.stopped ||= !lab.question.keepGoing()
  if (lab.stopped) return null
  const shared = placed(lab, set)
  lab.tried.set(key, shared)
  if (shared && isBetter(shared, lab.now)) {
    const used = keyOf(shared.opened.map(({ spot }) => spot))
    const before = lab.found.get(used)
    if (!before || isBetter(shared, before)) lab.found.set(used, shared)
  }
  const reached = Math.max(lab.now.reached, ...[...lab.found.values()].map((one) => one.reached))
  lab.question.report?.({ tried: lab.tried.size, reached })
  return shared
}

function placed(lab: Lab, set: readonly Spot[]): Shared | null {
  const { search } = lab
  const opened = openAll(search, set)
  if (!opened) return null
  const bound = aloneIn(search)
  const worst = [...lab.found.values()].toSorted(byWorth)[BEAM - 1]
  const hopeless = worst !== undefined && compare(bound, worst) >= 0
  const all = hopeless ? null : shareSeats(search, (found) => compare(found, bound) <= 0)
  for (const group of opened) closeGroup(search.table, group)
  return all && { ...all, opened: all.opened.filter((group) => opened.includes(group)) }
}

interface Worth {
  readonly reached: number
  readonly minutes: number
}

/** What a set could bring at best: everybody alone with its groups. Undefined when it cannot be opened. */
function boundOf({ search }: Lab, set: readonly Spot[]): Worth | undefined {
  const opened = openAll(search, set)
  if (!opened) return undefined
  const bound = aloneIn(search)
  for (const group of opened) closeGroup(search.table, group)
  return bound
}

function aloneIn(search: Search): Worth {
  const { people } = search.table.center
  return worthOf(
    search,
    people.map(({ index }) => {
      const attempt = beginAttempt(search.table)
      place(search, attempt, index, ALONE)
      const minutes = countedMinutes(search.table, index)
      takeBack(attempt)
      return minutes
    }),
  )
}

function worthOf({ table }: Search, each: readonly number[]): Worth {
  const targets = table.center.people.map(({ participant }) => participant.weeklyMinutesTarget)
  return {
    reached: each.filter((minutes, index) => minutes >= targets[index]!).length,
    minutes: each.reduce((sum, minutes, index) => sum + Math.min(minutes, targets[index]!), 0),
  }
}

/** Everybody alone, with every group that could be opened at all. */
function mostAtAll({ table, bench, offers }: Search, spots: readonly Spot[]): number {
  const open = new Set(spots.map(({ index }) => index))
  const { people, week } = table.center
  return people.filter((person) => {
    offerAll(table, offers, person.index, ALONE)
    const { slots } = person
    const costs = Float64Array.from({ length: slots.count }, (_, slot) =>
      open.has(slots.spot[slot]!) ? 0 : offers.costs[slot]!,
    )
    const found = cheapestWeek(bench, { person, weights: week.weights, costs })
    return minutesOfSlots(table.center, person, found.slots) >= person.participant.weeklyMinutesTarget
  }).length
}

/** Below zero when the first is worth more. */
function compare(a: Worth, b: Worth): number {
  return b.reached - a.reached || b.minutes - a.minutes
}

function byWorth(a: Shared, b: Shared): number {
  return compare(a, b) || a.opened.length - b.opened.length || leading(a) - leading(b)
}

function leading({ opened }: Shared): number {
  return opened.reduce((sum, { spot }) => sum + spot.end - spot.start, 0)
}

function keyOf(set: readonly Spot[]): string {
  return set
    .map(({ index }) => index)
    .toSorted((a, b) => a - b)
    .join(' ')
}
