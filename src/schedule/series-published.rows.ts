import { wallOf, type Zone, zoneNamed } from '../center/zones.ts'
import { mondayAt } from '../center/this-week.rows.ts'
import type { Actor } from '../kernel/claims.ts'
import type { Tx } from '../kernel/database.ts'
import { Refusal } from '../kernel/refusal.ts'
import type { Hindrance } from '../planner/move/hindrance.ts'
import { hindrancesAt } from '../planner/move/held-groups.ts'
import type { Session } from '../planner/model/week.ts'
import { newBreaches } from '../planner/choices/plan-with.ts'
import { membersOf } from '../series/series.rows.ts'
import { membersOn, type Occurrence, occurrenceIn, type Series } from '../series/series.ts'
import { sameOccurrence } from '../series/series-change.ts'
import { changedPlan, type StandingPlan, standingPlan } from './move.rows.ts'
import { loadPlanningWeek, saveProposal } from './proposal.rows.ts'
import { lockWeek, putInForce } from './publication.rows.ts'

/** What a series changes in weeks that are published: judged as a move is, and put in force by the same door. */

export interface SeriesNow {
  readonly zone: Zone
  readonly thisWeek: string
  /** What begins earlier, in wall time, has happened or is about to. */
  readonly frozenBefore: string
  readonly now: number
}

/** One published week as a changed series would have it. */
export interface WeekAfter {
  readonly weekStart: string
  readonly plan: StandingPlan
  /** The session as it was and, where it still meets, as it would be. */
  readonly session: Session
  readonly to: Session | null
  readonly sessions: readonly Session[]
  /** Empty when it fits. */
  readonly because: readonly Hindrance[]
}

/** The center's zone and the Monday of its running week. */
export async function centerNow(tx: Tx, now: number): Promise<Omit<SeriesNow, 'frozenBefore'>> {
  const { time_zone } = await tx.selectFrom('center').select('time_zone').executeTakeFirstOrThrow()
  const zone = zoneNamed(time_zone)
  if (!zone) throw new Error(`zone ${time_zone} is unknown`)
  return { zone, thisWeek: mondayAt(zone.name, now), now }
}

export async function seriesNow(tx: Tx, now: number): Promise<SeriesNow> {
  const center = await centerNow(tx, now)
  const { week } = await loadPlanningWeek(tx, center.thisWeek, now)
  return { ...center, frozenBefore: week.previous?.frozenBefore ?? wallOf(center.zone, now).slice(0, 16) }
}

/**
 * The published weeks ahead in which the series meets elsewhere than before, locked and judged; nothing is written.
 * `stay`: Mondays of those that hold no session to change, as it was moved by hand or never planned. Refusal: `group-unclear`.
 */
export async function weeksAfter(
  tx: Tx,
  center: string,
  { before, after }: { before: Series; after: Series },
  present: SeriesNow,
): Promise<{ weeks: WeekAfter[]; stay: string[] }> {
  const weeks: WeekAfter[] = []
  const stay: string[] = []
  for (const weekStart of await publishedWeeks(tx, present.thisWeek)) {
    const was = occurrenceIn(before, weekStart, present.zone)
    const is = occurrenceIn(after, weekStart, present.zone)
    if (sameOccurrence(was, is)) continue
    const held = await heldSession(tx, center, { series: before, was, weekStart }, present)
    if (held && held !== 'elsewhere') weeks.push(weekAfter(held, is))
    else if (held || (is?.state === 'meets' && is.start >= present.frozenBefore)) stay.push(weekStart)
  }
  return { weeks, stay }
}

export interface HeldSession {
  readonly weekStart: string
  readonly plan: StandingPlan
  readonly session: Session
}

/**
 * The session of a locked published week that stands for an occurrence; undefined where none was to meet ahead,
 * `elsewhere` where it was and is not found in its place. Refusal: `group-unclear`.
 */
export async function heldSession(
  tx: Tx,
  center: string,
  { series, was, weekStart }: { series: Series; was: Occurrence | undefined; weekStart: string },
  { frozenBefore, now }: SeriesNow,
): Promise<HeldSession | 'elsewhere' | undefined> {
  if (was?.state !== 'meets' || was.start < frozenBefore) return undefined
  await lockWeek(tx, center, weekStart)
  const plan = await standingPlan(tx, { weekStart, from: null, now })
  const here = plan.sessions.filter(
    ({ service, site, start, telehealth }) =>
      service === series.service && site === series.site && start === was.start && telehealth === was.telehealth,
  )
  // A cover may lead it, or another room hold it: groups of one service at one time are told apart by who leads and sits.
  const led = here.find(({ staff }) => staff === was.staff)
  const session = led ?? sharing(here, membersOn((await membersOf(tx, [series.id])).get(series.id) ?? [], day(was)))
  return session ? { weekStart, plan, session } : 'elsewhere'
}

/** The one session with most of these members; a single one holds also for a group that has no members yet. */
function sharing(sessions: readonly Session[], members: readonly string[]): Session | undefined {
  if (members.length === 0 && sessions.length === 1) return sessions[0]
  const shared = ({ members: seated }: Session) => seated.filter((member) => members.includes(member)).length
  const [best, second] = sessions.toSorted((a, b) => shared(b) - shared(a))
  if (!best || (members.length > 0 && shared(best) === 0)) return undefined
  if (second && shared(best) === shared(second))
    throw new Refusal(
      'group-unclear',
      `Two groups meet at ${best.start.replace('T', ' ')}, neither with this leader. Maybe change that week on its own page.`,
    )
  return best
}

function day({ start }: { readonly start: string }): string {
  return start.slice(0, 10)
}

/** Mondays of published weeks, from this week on. */
export async function publishedWeeks(tx: Tx, from: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('publication')
    .select('week_start')
    .distinct()
    .where('week_start', '>=', from)
    .orderBy('week_start')
    .execute()
  return rows.map((row) => row.week_start)
}

/** Publishes a judged week: only those whose own sessions differ are told. */
export async function putWeekInForce(
  tx: Tx,
  { center, name }: Actor,
  { weekStart, plan, sessions }: Pick<WeekAfter, 'weekStart' | 'plan' | 'sessions'>,
  { people, now }: { people: readonly string[]; now: number },
): Promise<void> {
  const made = changedPlan(plan, [...sessions], 'a series')
  const proposal = await saveProposal(tx, { center, run: null, weekStart, plan: made })
  await putInForce(tx, { center, by: name, weekStart, proposal, people, now }, plan.week, made)
}

function weekAfter({ weekStart, plan, session }: HeldSession, is: Occurrence | undefined): WeekAfter {
  const to = is?.state === 'meets' ? { ...session, ...pickPlace(is) } : null
  const sessions = plan.sessions.flatMap((one) => (one.id === session.id ? (to ?? []) : [one]))
  const because = to ? hindrancesAt(plan, to) : []
  const breaks = because.length === 0 && newBreaches(plan.week, plan.sessions, sessions).length > 0
  const unknown: Hindrance = { rule: '', people: [], time: null }
  return { weekStart, plan, session, to, sessions, because: breaks ? [unknown] : because }
}

function pickPlace({ start, staff, room, telehealth }: Extract<Occurrence, { state: 'meets' }>) {
  return { start, staff, room, telehealth }
}
