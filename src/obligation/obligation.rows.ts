import { addRows } from '../center/add.rows.ts'
import type { Ids } from '../center/center.rows.ts'
import { chunks, differences, tallyOf, type Tally } from '../center/differences.ts'
import { instantOf, instantOfIso, isoOf, tzVersion, type Zone } from '../center/zones.ts'
import { erasedOf } from '../kernel/data-key.rows.ts'
import type { Tx } from '../kernel/database.ts'
import { newId } from '../kernel/ids.ts'
import { dateOf, dayNumber } from '../planner/model/time.ts'
import { busyTimeOf, keyOf, type BusyTime, type ObligationRow } from './obligation.ts'

/**
 * The person's calendar as it was read: when its owner is busy, in wall time at the center and in epoch milliseconds.
 */
export interface ReadCalendar {
  readonly person: string
  readonly hash: string
  readonly busy: readonly {
    readonly startWall: string
    readonly endWall: string
    readonly startAt: number
    readonly endAt: number
    readonly title: string
  }[]
}

/** An obligation as it is compared. `words`: why, data class C5, kept in a table of its own. */
interface Wanted {
  readonly participant_id: string
  readonly import_key: string
  readonly starts_at: string | null
  readonly ends_at: string | null
  readonly words: string | null
}

interface Timed extends Wanted {
  readonly time: BusyTime
}

/**
 * Stores the rows of `obligations.csv`. An obligation of the people in `of` that is no longer in the file is withdrawn:
 * kept, but it blocks no week any more. One whose reason or instant changed is withdrawn and stored anew.
 */
export async function putObligations(
  tx: Tx,
  center: string,
  rows: readonly ObligationRow[],
  { people, of, zone }: { readonly people: Ids; readonly of: ReadonlySet<string>; readonly zone: Zone },
): Promise<Tally> {
  const wanted = new Map<string, Timed>()
  for (const row of rows) {
    const time = busyTimeOf(row)
    const participant_id = people.get(row.person) ?? ''
    const one = { participant_id, import_key: keyOf(time), ...instantsOf(zone, time), words: row.why, time }
    wanted.set(`${participant_id} ${one.import_key}`, one)
  }
  const owners = new Set([...of].map((code) => people.get(code)))
  const stored = (await inForce(tx, 'file')).filter((one) => owners.has(one.participant_id))
  return replace(tx, { center, source: 'file', zone }, [...wanted.values()], stored)
}

/**
 * Stores what calendars say between two days (`until` excluded); a time inside that window that is gone is withdrawn.
 */
export async function putCalendars(
  tx: Tx,
  center: string,
  calendars: readonly ReadCalendar[],
  {
    people,
    zone,
    from,
    until,
  }: { readonly people: Ids; readonly zone: Zone; readonly from: string; readonly until: string },
): Promise<Tally> {
  const wanted = calendars.flatMap((calendar) => busyOf(calendar, people.get(calendar.person) ?? ''))
  const owners = new Set(calendars.map((calendar) => people.get(calendar.person)))
  const stored = (await inForce(tx, 'calendar')).filter(
    (one) => owners.has(one.participant_id) && (one.starts_wall ?? '') < until && (one.ends_wall ?? '') > from,
  )
  const times = await replace(tx, { center, source: 'calendar', zone }, wanted, stored)
  const covered = await putCoverage(tx, center, calendars, { people, from, until })
  return { ...times, changed: times.changed + covered }
}

/** Two events at one time are one busy time, with both titles. */
function busyOf(calendar: ReadCalendar, participant_id: string): Timed[] {
  const times = new Map<string, { readonly at: ReadCalendar['busy'][number]; readonly titles: Set<string> }>()
  for (const found of calendar.busy) {
    const at = { ...found, ...wallsOf(found) }
    const key = `${at.startWall}/${at.endWall}`
    const known = times.get(key) ?? { at, titles: new Set<string>() }
    if (at.title !== '') known.titles.add(at.title)
    times.set(key, known)
  }
  return [...times].map(([import_key, { at, titles }]) => ({
    participant_id,
    import_key,
    starts_at: isoOf(at.startAt),
    ends_at: isoOf(at.endAt),
    words: titles.size === 0 ? null : [...titles].toSorted().join('; '),
    time: { kind: 'once', startsWall: at.startWall, endsWall: at.endWall },
  }))
}

/**
 * An event over the hour in which clocks are set back may end before it starts on the wall: then the whole hours it
 * touches are busy.
 */
function wallsOf({ startWall, endWall }: { readonly startWall: string; readonly endWall: string }) {
  if (startWall < endWall) return { startWall, endWall }
  return { startWall: `${endWall.slice(0, 13)}:00`, endWall: `${startWall.slice(0, 13)}:59` }
}

async function inForce(tx: Tx, source: 'file' | 'calendar') {
  const rows = await tx
    .selectFrom('obligation')
    .leftJoin('obligation_reason as reason', (join) =>
      join
        .onRef('reason.center_id', '=', 'obligation.center_id')
        .onRef('reason.participant_id', '=', 'obligation.participant_id')
        .onRef('reason.obligation_id', '=', 'obligation.id'),
    )
    .select(['obligation.id', 'obligation.participant_id', 'import_key', 'starts_at', 'ends_at', 'reason.words'])
    .select(['starts_wall', 'ends_wall'])
    .where('source', '=', source)
    .where('withdrawn_at', 'is', null)
    .execute()
  return rows.map((row) => ({ ...row, starts_at: sameForm(row.starts_at), ends_at: sameForm(row.ends_at) }))
}

async function replace(
  tx: Tx,
  { center, source, zone }: { readonly center: string; readonly source: 'file' | 'calendar'; readonly zone: Zone },
  wanted: readonly Timed[],
  stored: readonly (Wanted & { readonly id: string })[],
): Promise<Tally> {
  const times = new Map(wanted.map((one) => [`${one.participant_id} ${one.import_key}`, one.time]))
  // Why somebody is busy whose words were erased stays in the file alone.
  const erased = await erasedOf(tx, [...new Set(wanted.map((one) => one.participant_id))])
  const plain = wanted.map(({ time: _, ...one }): Wanted =>
    erased.has(one.participant_id) ? { ...one, words: null } : one,
  )
  const found = differences<Wanted, Wanted & { readonly id: string }>(
    plain,
    stored,
    (one) => `${one.participant_id} ${one.import_key}`,
  )
  const withdrawn = [...found.gone, ...found.changed.map((change) => change.from)]
  for (const piece of chunks(withdrawn.map((one) => one.id))) {
    await tx
      .updateTable('obligation')
      .set((change) => ({ withdrawn_at: change.fn<string>('now') }))
      .where('center_id', '=', center)
      .where('id', 'in', piece)
      .execute()
  }
  const added = [...found.added, ...found.changed.map((change) => change.to)].map((one) => ({ ...one, id: newId() }))
  const rows = added.map(({ words: _, ...one }) => ({
    ...one,
    center_id: center,
    source,
    ...columnsOf(times.get(`${one.participant_id} ${one.import_key}`), zone),
  }))
  await addRows(tx, 'obligation', rows)
  const reasons = added.flatMap(({ id, participant_id, words }) =>
    words === null ? [] : [{ center_id: center, participant_id, obligation_id: id, words }],
  )
  await addRows(tx, 'obligation_reason', reasons)
  return tallyOf(found)
}

function columnsOf(time: BusyTime | undefined, zone: Zone) {
  const weekly = time?.kind === 'weekly' ? time : undefined
  const once = time?.kind === 'once' ? time : undefined
  return {
    weekday: weekly?.weekday ?? null,
    starts_minute: weekly?.startsMinute ?? null,
    ends_minute: weekly?.endsMinute ?? null,
    valid_from: weekly?.from ?? null,
    valid_until: weekly?.until ?? null,
    starts_wall: once?.startsWall ?? null,
    ends_wall: once?.endsWall ?? null,
    time_zone: once === undefined ? null : zone.name,
    tz_version: once === undefined ? null : tzVersion,
  }
}

/** Busy as widely as the clocks allow: an end that the clocks show twice is the second one. */
function instantsOf(zone: Zone, time: BusyTime): { starts_at: string | null; ends_at: string | null } {
  if (time.kind === 'weekly') return { starts_at: null, ends_at: null }
  const ends = instantOf(zone, time.endsWall)
  return {
    starts_at: isoOf(instantOf(zone, time.startsWall).at),
    ends_at: isoOf(ends.kind === 'overlap' ? ends.second : ends.at),
  }
}

/** Instants come from the database without fractions of a second. */
function sameForm(instant: string | null): string | null {
  return instant === null ? null : isoOf(instantOfIso(instant))
}

/**
 * The dates each calendar has been read for; a window that continues an earlier one widens it. Returns how many
 * changed.
 */
async function putCoverage(
  tx: Tx,
  center: string,
  calendars: readonly ReadCalendar[],
  { people, from, until }: { readonly people: Ids; readonly from: string; readonly until: string },
): Promise<number> {
  const stored = await tx
    .selectFrom('calendar_coverage')
    .select(['participant_id', 'covers_from', 'covers_until', 'file_hash'])
    .execute()
  const present = new Map(stored.map((row) => [row.participant_id, row]))
  const lastDay = dateOf(dayNumber(until) - 1)
  const wanted = calendars.map(({ person, hash }) => {
    const participant_id = people.get(person) ?? ''
    const before = present.get(participant_id)
    const continues = before !== undefined && before.covers_from <= from && from <= before.covers_until
    return {
      participant_id,
      covers_from: continues ? before.covers_from : from,
      covers_until: lastDay,
      file_hash: hash,
    }
  })
  const found = differences(wanted, stored, (row) => row.participant_id)
  for (const piece of chunks([...found.added, ...found.changed.map((change) => change.to)])) {
    await tx
      .insertInto('calendar_coverage')
      .values(piece.map((row) => ({ ...row, center_id: center })))
      .onConflict((conflict) =>
        conflict.columns(['center_id', 'participant_id']).doUpdateSet((change) => ({
          covers_from: change.ref('excluded.covers_from'),
          covers_until: change.ref('excluded.covers_until'),
          file_hash: change.ref('excluded.file_hash'),
          read_at: change.fn<string>('now'),
        })),
      )
      .execute()
  }
  return found.changed.length
}
