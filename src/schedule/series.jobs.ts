import type { Actor } from '../kernel/claims.ts'
import type { Database, Tx } from '../kernel/database.ts'
import { Refusal } from '../kernel/refusal.ts'
import { onRecord } from '../kernel/trail.ts'
import { addRows, insertSeries, joinSeries, lockSeries, readSeries, seriesNamed } from '../series/series.rows.ts'
import { occurrenceIn, revisionOf, type Series } from '../series/series.ts'
import { changeSeries, withRows } from '../series/series-change.ts'
import { changeNames } from './changed-week.rows.ts'
import { becauseWords } from './move-words.ts'
import { moveNames } from './move.rows.ts'
import { plannerFor } from './plan-run.jobs.ts'
import type { ChangedSeries, ChangeSeries, MakeSeries } from './series-list.ts'
import { centerNow, putWeekInForce, seriesNow, type WeekAfter, weeksAfter } from './series-published.rows.ts'
import { firstVersion, sessionNamed } from './series-session.rows.ts'
import { endOf, stayWords } from './series-words.ts'

/** Making and changing a series: judged and put in force by the planner, who sees everybody's week. */

interface Asked {
  readonly series: string
  readonly now: number
}

/** Makes a session a series from its day on. Refusals: `not-available`, `not-a-group`, `already-recurring`, `end-before-start`. */
export async function makeSeries(
  database: Database,
  actor: Actor,
  asked: MakeSeries & { now: number },
): Promise<{ id: string }> {
  return database.inTransaction(actor, async (tx) => {
    const session = await sessionNamed(tx, asked.session)
    const version = firstVersion(session, asked)
    await lockSeries(tx, actor.center, session.service)
    const { zone } = await centerNow(tx, asked.now)
    for (const same of await readSeries(tx)) {
      const there = same.service === session.service && same.site === session.site
      const one = there ? occurrenceIn(same, session.week, zone) : undefined
      if (one?.state === 'meets' && one.start === session.start && one.staff === session.staff)
        throw new Refusal('already-recurring', 'This session belongs to a recurring group already.')
    }
    const writer = { center: actor.center, by: actor.name }
    const id = await insertSeries(tx, writer, { service: session.service, site: session.site, version })
    // From the Monday on: whoever sits in it keeps the seat when the group moves within its first week.
    for (const person of session.members) await joinSeries(tx, writer, { series: id, person, from: session.week })
    onRecord(tx, { people: session.members, objects: [id] })
    return { id }
  })
}

/**
 * Changes a series, and the published weeks ahead with it, all or nothing. Saying again what it says already changes
 * nothing and tells nobody. A published week without the group in its place stays, and is named. Refusals: those of `changeSeries`, `series-changed`, `does-not-fit` with the reasons.
 */
export async function changeSeriesNow(
  database: Database,
  actor: Actor,
  { series: id, now, ...wish }: Asked & ChangeSeries,
): Promise<ChangedSeries> {
  const found = await database.inTransaction(plannerFor(actor), async (tx) => {
    onRecord(tx, { people: [] })
    await lockSeries(tx, actor.center, id)
    const present = await seriesNow(tx, now)
    const before = await seriesNamed(tx, id)
    const rows = changeSeries(before, wish, present)
    if (rows.versions.length + rows.exceptions.length === 0) return { ...NOTHING, hindered: undefined }
    refuseUnseen(before, wish.revision)
    const { weeks, stay } = await weeksAfter(tx, actor.center, { before, after: withRows(before, rows) }, present)
    const hindered = weeks.find(({ because }) => because.length > 0)
    if (hindered) return { ...NOTHING, hindered }
    await addRows(tx, { center: actor.center, by: actor.name }, id, rows)
    for (const week of weeks) await putWeekInForce(tx, actor, week, { people: week.session.members, now })
    return { changed: true, weeks, stay, hindered: undefined }
  })
  const { hindered } = found
  return database.inTransaction(actor, async (tx) => {
    onRecord(tx, { people: found.weeks.flatMap(({ session }) => session.members), objects: [id] })
    if (hindered) throw await doesNotFit(tx, hindered)
    return {
      changed: found.changed,
      weeks: found.weeks.map(({ weekStart }) => weekStart),
      told: found.stay.map(stayWords),
    }
  })
}

const NOTHING = { changed: false, weeks: [] as WeekAfter[], stay: [] as string[] }

function refuseUnseen(series: Series, seen: number): void {
  if (revisionOf(series) !== seen)
    throw new Refusal(
      'series-changed',
      'Somebody changed this group since. Nothing was changed. Maybe look at it again.',
    )
}

async function doesNotFit(tx: Tx, { plan, session, to, because }: WeekAfter): Promise<Refusal> {
  const names = await moveNames(tx, session.members)
  const minutes = (await changeNames(tx)).services.get(session.service)?.minutes ?? 0
  const where = to ?? session
  const place = { ...where, end: endOf(where.start, minutes), joins: null, group: true }
  const words = becauseWords(because, place, names).join(' ')
  return new Refusal('does-not-fit', `Week of ${plan.week.weekStart}: ${words} Nothing was changed.`)
}
