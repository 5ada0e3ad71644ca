import type { Actor } from '../kernel/claims.ts'
import type { Database, Tx } from '../kernel/database.ts'
import { Refusal } from '../kernel/refusal.ts'
import { onRecord } from '../kernel/trail.ts'
import { newBreaches } from '../planner/choices/plan-with.ts'
import { dateOf, dayNumber } from '../planner/model/time.ts'
import type { Objection } from '../planner/move/held-groups.ts'
import { hindranceOf } from '../planner/move/hindrance.ts'
import { joinSeries, leaveSeries, lockSeries, seriesNamed } from '../series/series.rows.ts'
import { occurrenceIn, type Series } from '../series/series.ts'
import { plannerFor } from './plan-run.jobs.ts'
import type { ChangedSeries } from './series-list.ts'
import { heldSession, publishedWeeks, putWeekInForce, seriesNow, type SeriesNow } from './series-published.rows.ts'
import { episodesOf, objectionNames } from './series-week.rows.ts'
import { objectionWords, stayWords } from './series-words.ts'

/** Rolling membership: people come and go from a day on, and the group, its sessions and everybody else stay. */

interface Asked {
  readonly series: string
  readonly participant: string
  readonly now: number
}

/** Which days of a person's membership change, and whether they have a seat on them; undefined: nothing changes. */
type Seats = { readonly seated: boolean; readonly holds: (day: string) => boolean } | undefined

interface Followed {
  readonly changed: boolean
  readonly weeks: readonly string[]
  /** Published weeks that cannot follow; they stay as they are. */
  readonly objections: readonly Objection[]
  /** Published weeks in which the group is not in its usual place. */
  readonly stay: readonly string[]
}

/** A seat from a day on, in published weeks too where they allow it. Refusals: `member-already`, `not-available`, `not-in-treatment`, `past-locked`. */
export function joinSeriesNow(
  database: Database,
  actor: Actor,
  asked: Asked & { from: string },
): Promise<ChangedSeries> {
  const { series, participant: person, from } = asked
  return withSeats(database, actor, asked, async (tx, { frozenBefore }) => {
    if (from < frozenBefore.slice(0, 10))
      throw new Refusal('past-locked', 'That day has passed. Maybe begin today or later.')
    await refuseLeft(tx, person, from)
    await joinSeries(tx, { center: actor.center, by: actor.name }, { series, person, from })
    return { seated: true, holds: (day) => day >= from }
  })
}

/** Ends a seat after its last day; saying it again changes nothing. Refusals: `not-available`, `past-locked`. */
export function leaveSeriesNow(
  database: Database,
  actor: Actor,
  asked: Asked & { until: string },
): Promise<ChangedSeries> {
  const { series, participant: person, until } = asked
  return withSeats(database, actor, asked, async (tx, { frozenBefore }) => {
    const yesterday = dateOf(dayNumber(frozenBefore.slice(0, 10)) - 1)
    if (until < yesterday) throw new Refusal('past-locked', 'That day has passed. What has happened stays as it was.')
    const open = await leaveSeries(tx, { by: actor.name }, { series, person, until })
    return open ? { seated: false, holds: (day) => day > until } : undefined
  })
}

async function withSeats(
  database: Database,
  actor: Actor,
  asked: Asked,
  decide: (tx: Tx, present: SeriesNow) => Promise<Seats>,
): Promise<ChangedSeries> {
  const { asked: _asked, ...unheard } = actor
  await database.inTransaction(unheard, (tx) => requirePerson(tx, asked.participant))
  const followed = await database.inTransaction(plannerFor(actor), async (tx) => {
    onRecord(tx, { people: [] })
    await lockSeries(tx, actor.center, asked.series)
    const present = await seriesNow(tx, asked.now)
    const series = await seriesNamed(tx, asked.series)
    const seats = await decide(tx, present)
    if (!seats) return { changed: false, weeks: [], objections: [], stay: [] }
    return follow(tx, actor, { series, person: asked.participant, seats }, present)
  })
  return database.inTransaction(actor, async (tx) => {
    const { names, services } = await objectionNames(tx, followed.objections)
    onRecord(tx, { people: [asked.participant], objects: [asked.series], verb: 'write' })
    const told = [
      ...followed.objections.map((one) => objectionWords(one, names, services)),
      ...followed.stay.map(stayWords),
    ]
    return { changed: followed.changed, weeks: [...followed.weeks], told }
  })
}

/** Takes or frees the seat in each published week ahead whose plan stays valid with it. */
async function follow(
  tx: Tx,
  actor: Actor,
  { series, person, seats }: { series: Series; person: string; seats: NonNullable<Seats> },
  present: SeriesNow,
): Promise<Followed> {
  const weeks: string[] = []
  const objections: Objection[] = []
  const stay: string[] = []
  for (const weekStart of await publishedWeeks(tx, present.thisWeek)) {
    const was = occurrenceIn(series, weekStart, present.zone)
    if (!was || !seats.holds(was.start.slice(0, 10))) continue
    const held = await heldSession(tx, actor.center, { series, was, weekStart }, present)
    if (held === 'elsewhere') stay.push(weekStart)
    if (!held || held === 'elsewhere' || held.session.members.includes(person) === seats.seated) continue
    const { plan, session } = held
    const others = session.members.filter((member) => member !== person)
    const after = { ...session, members: seats.seated ? [...others, person] : others }
    const sessions = plan.sessions.map((one) => (one.id === session.id ? after : one))
    const rules = new Set(newBreaches(plan.week, plan.sessions, sessions).map(({ name }) => name))
    const because = [...rules].map((rule) => hindranceOf(plan, after, { rule, people: [person] }))
    if (because.length > 0) objections.push({ group: session, member: person, because })
    else {
      await putWeekInForce(tx, actor, { weekStart, plan, sessions }, { people: [person], now: present.now })
      weeks.push(weekStart)
    }
  }
  return { changed: true, weeks, objections, stay }
}

async function refuseLeft(tx: Tx, person: string, day: string): Promise<void> {
  const episodes = await episodesOf(tx, [person])
  if (!episodes.some(({ until }) => until === null || until >= day))
    throw new Refusal('not-in-treatment', 'This person has left the program by that day. Nothing was changed.')
}

async function requirePerson(tx: Tx, participant: string): Promise<void> {
  const seen = await tx
    .selectFrom('participant')
    .select('participant_id')
    .where('participant_id', '=', participant)
    .executeTakeFirst()
  if (!seen) throw new Refusal('not-available', 'There is nothing here for you.', 404)
}
