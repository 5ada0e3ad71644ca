import { lowerBound } from '../bound.ts'
import { openPlan } from '../check/plan-book.ts'
import { costOf } from '../costs/cost.ts'
import { explain } from '../explain/explain.ts'
import type { Shortfall } from '../model/plan.ts'
import type { Session, Week } from '../model/week.ts'
import { randomFrom } from '../random.ts'
import { beginAttempt, lift } from '../search/attempt.ts'
import type { Ways } from '../search/compile-slots.ts'
import { compileWeek } from '../search/compile.ts'
import type { Compiled } from '../search/compile.ts'
import { construct, polish } from '../search/construct.ts'
import { isShort } from '../search/disturb.ts'
import { restore, startAnneal } from '../search/improve.ts'
import type { Terms } from '../search/offers.ts'
import { sessionsOf } from '../search/plan-of.ts'
import { newSearch, place, settle } from '../search/place.ts'
import type { Search } from '../search/place.ts'
import { emptyTimetable } from '../search/timetable.ts'
import { choicesOf, keep } from './archive.ts'
import type { Chosen, Label, Repaired } from './archive.ts'
import { improveAround, weightOfAPerson } from './around.ts'
import type { PersonChange } from './difference.ts'
import { differencesOf } from './difference.ts'
import { nearWeek } from './near.ts'
import { reopen } from './reopen.ts'
import { stand } from './standing.ts'
import type { Standing } from './standing.ts'
import { tallyOf } from './tally.ts'

/** Weeks solved again to say what would help those a proposal leaves short. */
const MOST_TRIALS = 600

/** More people hit than this are no longer the matter of a few seats. */
const FEW = 8

/** A way to go on after something changed: a whole plan of the week, and what it asks of people. */
export interface RepairProposal {
  readonly labels: readonly Label[]
  readonly cost: number
  readonly bound: number | null
  readonly sessions: readonly Session[]
  readonly shortfalls: readonly Shortfall[]
  /** Those whose own sessions change; nobody else needs to be told. */
  readonly changes: readonly PersonChange[]
}

export interface QuickOptions {
  readonly seed: number
  /** Ids of people whose own life or prescription changed: they choose anew where they miss something. */
  readonly about?: readonly string[]
}

export interface RepairOptions extends QuickOptions {
  /** Sessions their members keep, whatever else moves. */
  readonly pinned?: readonly Session[]
  /** Asked before every step; the proposals found so far are returned as soon as it says no. */
  readonly keepGoing: () => boolean
  /** Proposals that can be taken at once, while the search goes on. */
  readonly report?: (proposals: readonly RepairProposal[]) => void
}

/**
 * The first answer to a change (week-format.md problem C): only people whose sessions no longer hold, and those the
 * change is about, are taken out and put back into the plan in force; others move only when a group becomes too small
 * to meet. Not explained: `shortfalls` is empty. `fixedGroups` are not supported.
 */
export function quickRepair(week: Week, options: QuickOptions): RepairProposal {
  const repair = beginNear(week, options) ?? begin(compileWeek(week), options)
  const [chosen] = choicesOf(repair.archive, weightOfAPerson(week))
  return proposalOf(repair, chosen!)
}

/**
 * Up to three proposals that differ in the hours they keep and the people they move; one that is no better in either is
 * left out. The past is frozen, every hard rule holds, and the same seed and number of steps give the same proposals.
 */
export function proposeRepairs(week: Week, options: RepairOptions): RepairProposal[] {
  const repair = begin(compileWeek(week, options.pinned), options)
  options.report?.(explained(repair, 0))
  if (repair.hit.length > FEW) planAnew(repair, options.keepGoing)
  improveAround(repair, options.keepGoing)
  return explained(repair, MOST_TRIALS)
}

/** A repair under way. */
export interface Repair {
  readonly search: Search
  readonly ways: Ways
  readonly standing: Standing
  /** People who choose anew. */
  readonly hit: readonly number[]
  readonly archive: Repaired[]
}

/** The same in a fraction of the time; undefined when more than a few people, or people not hit, have to move. */
function beginNear(week: Week, options: QuickOptions): Repair | undefined {
  const compile = nearWeek(week)
  const seated = new Set((week.previous?.sessions ?? []).flatMap(({ members }) => members))
  const fresh = week.participants.filter(({ id }) => !seated.has(id)).map(({ id }) => id)
  const choosers = new Set([...(options.about ?? []), ...fresh])
  const standing = stand(newSearch(emptyTimetable(compile(choosers).center), randomFrom(options.seed)))
  for (const index of standing.hit) choosers.add(week.participants[index]!.id)
  if (standing.hit.size > FEW) return undefined
  const repair = begin(compile(choosers), options)
  const [chosen] = choicesOf(repair.archive, weightOfAPerson(week))
  restoreChosen(repair, chosen!)
  const { moved } = tallyOf(repair.search.table, repair.standing)
  return week.participants.some(({ id }, index) => moved[index] === 1 && !choosers.has(id)) ? undefined : repair
}

function begin({ center, ways }: Compiled, { seed, about = [] }: QuickOptions): Repair {
  const search = newSearch(emptyTimetable(center), randomFrom(seed))
  const standing = stand(search)
  const concerned = new Set(about)
  const isHit = (index: number) =>
    standing.hit.has(index) ||
    (concerned.has(center.people[index]!.participant.id) && isShort(search.table, index)) ||
    (standing.before[index]?.length === 0 && center.people[index]!.frozenCounts.size === 0)
  const hit = center.people.filter(({ index, slots }) => slots.count > 0 && isHit(index)).map(({ index }) => index)
  const repair: Repair = { search, ways, standing, hit, archive: [] }
  reopen(search, standing, hit)
  putBack(repair)
  return repair
}

/** Puts the people back one after the other in several ways; each keeps the seats that hold until it is their turn. */
function putBack({ search, standing, hit, archive }: Repair): void {
  const { table } = search
  const { group } = table.center.week.weights
  const ways: Terms[] = [
    { opening: Infinity, pull: group, unchangedOnly: false },
    { opening: group / 4, pull: group, unchangedOnly: false },
  ]
  const stood = startAnneal(search, 0)
  for (const terms of ways) {
    const attempt = beginAttempt(table)
    for (const index of hit) {
      lift(attempt, index)
      place(search, attempt, index, terms)
    }
    settle(search, attempt, { ...terms, opening: Infinity })
    const { best } = startAnneal(search, 0)
    const { people, total } = tallyOf(table, standing)
    keep(archive, { snapshot: best, people, minutes: total, cost: best.cost })
    if (hit.length === 0) return
    restore(table, stood)
  }
}

/**
 * A change that hits many leaves little of the plan in force: a plan made as if for the first time, around the groups that
 * can meet again, moves more people and keeps more hours. The search goes on from both.
 */
function planAnew({ search, standing, archive }: Repair, keepGoing: () => boolean): void {
  const { table } = search
  const nobody = { cost: 0, weeks: table.center.people.map(() => []), groups: [] }
  restore(table, { cost: 0, best: nobody, temperature: 0 })
  construct(search, keepGoing)
  polish(search, keepGoing)
  const { best } = startAnneal(search, 0)
  const { people, total } = tallyOf(table, standing)
  keep(archive, { snapshot: best, people, minutes: total, cost: best.cost })
}

/** Causes of what is missing are always complete; `trials` bounds the search for changes that would help. */
function explained(repair: Repair, trials: number): RepairProposal[] {
  const { search, ways } = repair
  // Prices of pinned sessions are no costs of the week: nothing is proven of it with them.
  const bound = ways.pinned?.size ? null : lowerBound(search.table.center, search.bench)
  return choicesOf(repair.archive, weightOfAPerson(repair.search.table.center.week)).map((chosen) => {
    restoreChosen(repair, chosen)
    const { shortfalls } = explain(search, ways, trials)
    return { ...proposalOf(repair, chosen), bound, shortfalls }
  })
}

function restoreChosen({ search }: Repair, { plan }: Chosen): void {
  restore(search.table, { cost: plan.cost, best: plan.snapshot, temperature: 0 })
}

function proposalOf({ search }: Repair, { labels, plan }: Chosen): RepairProposal {
  const { center } = search.table
  const { week } = center
  const sessions = sessionsOf(center, plan.snapshot)
  return {
    labels,
    cost: costOf(openPlan(week, sessions)),
    bound: null,
    sessions,
    shortfalls: [],
    changes: differencesOf(week.services, week.previous?.sessions ?? [], sessions),
  }
}
