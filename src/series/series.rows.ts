import { sql } from 'kysely'
import type { Tx } from '../kernel/database.ts'
import { newId } from '../kernel/ids.ts'
import { Refusal } from '../kernel/refusal.ts'
import { dateOf, dayNumber } from '../planner/model/time.ts'
import type { NewRows } from './series-change.ts'
import type { CanceledBecause, Membership, Series, SeriesException, SeriesVersion } from './series.ts'

/** Who writes a row of a series. */
export interface Writer {
  readonly center: string
  readonly by: string
}

/** Two people who change one series wait for each other. */
export async function lockSeries(tx: Tx, center: string, series: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`series|${center}|${series}`}, 0))`.execute(tx)
}

/** Every series of the center, or the one named, in the order in which they were made. */
export async function readSeries(tx: Tx, id?: string): Promise<Series[]> {
  const rows = await tx
    .selectFrom('series')
    .select(['id', 'service_id', 'site_id'])
    .$if(id !== undefined, (query) => query.where('id', '=', id!))
    .orderBy('made_at')
    .orderBy('id')
    .execute()
  if (rows.length === 0) return []
  const ids = rows.map((row) => row.id)
  const versions = await tx.selectFrom('series_version').selectAll().where('series_id', 'in', ids).execute()
  const exceptions = await tx.selectFrom('series_exception').selectAll().where('series_id', 'in', ids).execute()
  return rows.map((row) => ({
    id: row.id,
    service: row.service_id,
    site: row.site_id,
    versions: versions.filter(({ series_id }) => series_id === row.id).map(versionOf),
    exceptions: exceptions.filter(({ series_id }) => series_id === row.id).map(exceptionOf),
  }))
}

/** Refusal: `not-available`. */
export async function seriesNamed(tx: Tx, id: string): Promise<Series> {
  const [series] = await readSeries(tx, id)
  if (!series) throw new Refusal('not-available', 'There is nothing here for you.', 404)
  return series
}

/** Members by series, as far as the actor of `tx` may see them. */
export async function membersOf(tx: Tx, ids: readonly string[]): Promise<Map<string, Membership[]>> {
  const found = new Map<string, Membership[]>()
  if (ids.length === 0) return found
  const rows = await tx
    .selectFrom('series_member')
    .select(['series_id', 'participant_id', 'from_day', 'until_day'])
    .where('series_id', 'in', [...ids])
    .orderBy('from_day')
    .orderBy('participant_id')
    .execute()
  for (const row of rows) {
    const member = { person: row.participant_id, from: row.from_day, until: row.until_day }
    found.set(row.series_id, [...(found.get(row.series_id) ?? []), member])
  }
  return found
}

export async function insertSeries(
  tx: Tx,
  { center, by }: Writer,
  made: { service: string; site: string; version: SeriesVersion },
): Promise<string> {
  const id = newId()
  const row = { center_id: center, id, service_id: made.service, site_id: made.site, made_by: by }
  await tx.insertInto('series').values(row).execute()
  await addRows(tx, { center, by }, id, { versions: [made.version], exceptions: [] })
  return id
}

export async function addRows(tx: Tx, { center, by }: Writer, series: string, rows: NewRows): Promise<void> {
  for (const one of rows.versions)
    await tx
      .insertInto('series_version')
      .values({
        ...{ center_id: center, series_id: series, revision: one.revision, made_by: by },
        ...{ first_day: one.firstDay, last_day: one.lastDay, starts_minute: one.startsMinute },
        ...{ every_weeks: one.everyWeeks, staff_id: one.staff, room_id: one.room, telehealth: one.telehealth },
        stopped_because: one.stopped,
      })
      .execute()
  for (const one of rows.exceptions) {
    const { start, staff, room, telehealth } =
      one.canceled === null ? one : { start: null, staff: null, room: null, telehealth: null }
    await tx
      .insertInto('series_exception')
      .values({
        ...{ center_id: center, series_id: series, revision: one.revision, week_start: one.week, made_by: by },
        ...{ starts_wall: start, staff_id: staff, room_id: room, telehealth, canceled_because: one.canceled },
      })
      .execute()
  }
}

/** Refusal: `member-already` where the person has a seat on that day or a later one. */
export async function joinSeries(
  tx: Tx,
  { center, by }: Writer,
  joining: { series: string; person: string; from: string },
): Promise<void> {
  const { series, person, from } = joining
  const same = (await membersOf(tx, [series])).get(series) ?? []
  if (same.some((one) => one.person === person && (one.until === null || one.until >= from)))
    throw new Refusal('member-already', 'This person has a seat in this group already. Nothing was changed.')
  await tx
    .insertInto('series_member')
    .values({
      center_id: center,
      participant_id: person,
      id: newId(),
      series_id: series,
      from_day: from,
      joined_by: by,
    })
    .execute()
}

/** Ends an open seat after `until`, its last day; answers whether there was one. */
export async function leaveSeries(
  tx: Tx,
  { by }: Pick<Writer, 'by'>,
  leaving: { series: string; person: string; until: string },
): Promise<boolean> {
  const { series, person, until } = leaving
  const open = await tx
    .selectFrom('series_member')
    .select(['id', 'from_day'])
    .where('series_id', '=', series)
    .where('participant_id', '=', person)
    .where('until_day', 'is', null)
    .executeTakeFirst()
  if (!open) return false
  const dayBefore = dateOf(dayNumber(open.from_day) - 1)
  await tx
    .updateTable('series_member')
    .set({ until_day: until < dayBefore ? dayBefore : until, left_at: sql`now()`, left_by: by })
    .where('id', '=', open.id)
    .execute()
  return true
}

function versionOf(row: {
  revision: number
  first_day: string
  last_day: string | null
  starts_minute: number
  every_weeks: number
  staff_id: string
  room_id: string | null
  telehealth: boolean
  stopped_because: string | null
}): SeriesVersion {
  return {
    ...{ revision: row.revision, firstDay: row.first_day, lastDay: row.last_day, startsMinute: row.starts_minute },
    ...{ everyWeeks: row.every_weeks, staff: row.staff_id, room: row.room_id, telehealth: row.telehealth },
    stopped: row.stopped_because as CanceledBecause | null,
  }
}

function exceptionOf(row: {
  revision: number
  week_start: string
  starts_wall: string | null
  staff_id: string | null
  room_id: string | null
  telehealth: boolean | null
  canceled_because: string | null
}): SeriesException {
  const at = { revision: row.revision, week: row.week_start }
  const { starts_wall: start, staff_id: staff, telehealth } = row
  if (start === null || staff === null || telehealth === null)
    return { ...at, canceled: row.canceled_because as CanceledBecause }
  return { ...at, canceled: null, start, staff, room: row.room_id, telehealth }
}
