import { sql } from 'kysely'
import { ERASED, erasedOf } from '../kernel/data-key.rows.ts'
import type { Tx } from '../kernel/database.ts'
import { newId } from '../kernel/ids.ts'
import { Refusal } from '../kernel/refusal.ts'
import { onRecord } from '../kernel/trail.ts'
import { instantOf, isoOf, tzVersion, zoneNamed } from '../center/zones.ts'
import { dateOf, dayNumber, overlaps, minuteOf } from '../planner/model/time.ts'
import { latestPublication, publishedShortfalls } from './board.rows.ts'
import { shortfallsOf } from './board.ts'
import { busyOf } from './planning-week.ts'
import { busyFacts, daysOff } from './change-facts.rows.ts'
import { hasFeed } from './feed.rows.ts'
import type { PersonWeek } from './week-board.ts'
import { dosesInForce } from './week.rows.ts'

const NOTHING_HERE = new Refusal('not-available', 'There is nothing here for you.', 404)

/** One person's week. Whoever may not see the person gets the same answer as for nobody; staff read names of staff. */
export async function readPersonWeek(
  tx: Tx,
  participant: string,
  weekStart: string,
  audience: 'staff' | 'participant' = 'participant',
): Promise<PersonWeek> {
  const person = await tx
    .selectFrom('participant')
    .select(['participant_id', 'chosen_name'])
    .where('participant_id', '=', participant)
    .executeTakeFirst()
  if (!person) throw NOTHING_HERE
  onRecord(tx, { people: [participant], objects: [weekStart] })
  const center = await tx.selectFrom('center').select('time_zone').executeTakeFirstOrThrow()
  const lastDay = dateOf(dayNumber(weekStart) + 6)
  const publication = await latestPublication(tx, weekStart)
  const dose = (await dosesInForce(tx, [participant], lastDay)).get(participant)
  const sessions = publication ? await ownSessions(tx, participant, weekStart) : []
  const services = await tx.selectFrom('service').select(['id', 'name', 'minutes']).execute()
  const shortfalls = publication ? await publishedShortfalls(tx, publication.id) : []
  const staff = audience === 'staff' ? await namesOfStaff(tx) : null
  return {
    person: { id: person.participant_id, name: person.chosen_name },
    timeZone: center.time_zone,
    weekStart,
    published: publication !== undefined,
    targetMinutes: dose?.weekly_minutes_target ?? 0,
    plannedMinutes: sessions.filter((row) => row.counts).reduce((sum, row) => sum + row.minutes, 0),
    sessions: sessions.map(({ counts: _counts, minutes: _minutes, ...shown }) => shown),
    busy: await ownBusy(tx, participant, weekStart),
    shortfalls: shortfallsOf(services, shortfalls, { person: participant, staff }),
    warnings: await ownWarnings(tx, participant),
    feed: { active: await hasFeed(tx, participant) },
  }
}

async function namesOfStaff(tx: Tx): Promise<Map<string, string>> {
  const staff = await tx.selectFrom('staff').select(['id', 'name']).execute()
  return new Map(staff.map(({ id, name }) => [id, name]))
}

async function ownSessions(tx: Tx, participant: string, weekStart: string) {
  const rows = await tx
    .selectFrom('seat')
    .innerJoin('session', (join) =>
      join.onRef('session.center_id', '=', 'seat.center_id').onRef('session.id', '=', 'seat.session_id'),
    )
    .innerJoin('service', (join) =>
      join.onRef('service.center_id', '=', 'session.center_id').onRef('service.id', '=', 'session.service_id'),
    )
    .innerJoin('staff', (join) =>
      join.onRef('staff.center_id', '=', 'session.center_id').onRef('staff.id', '=', 'session.staff_id'),
    )
    .innerJoin('site', (join) =>
      join.onRef('site.center_id', '=', 'session.center_id').onRef('site.id', '=', 'session.site_id'),
    )
    .leftJoin('room', (join) =>
      join.onRef('room.center_id', '=', 'session.center_id').onRef('room.id', '=', 'session.room_id'),
    )
    .leftJoin('participant_site as reach', (join) =>
      join
        .onRef('reach.center_id', '=', 'seat.center_id')
        .onRef('reach.participant_id', '=', 'seat.participant_id')
        .onRef('reach.site_id', '=', 'session.site_id'),
    )
    .select([
      'session.id',
      'service.name as service',
      'service.kind',
      'service.minutes',
      'service.counts_toward_hours as counts',
      'session.starts_wall as start',
      'session.ends_wall as end',
      'staff.name as with',
      'site.name as site',
      'room.name as room',
      'session.telehealth',
      'reach.travel_minutes',
    ])
    .where('seat.participant_id', '=', participant)
    .where('seat.week_start', '=', weekStart)
    .where('seat.withdrawn_at', 'is', null)
    .orderBy('session.starts_at')
    .execute()
  return rows.map(({ site, room, travel_minutes, kind, ...row }) => ({
    ...row,
    kind: kind as 'group',
    place: room ? `${site}, ${room}` : site,
    travelMinutes: row.telehealth ? 0 : (travel_minutes ?? 0),
  }))
}

/** Busy times that touch the week; the reason stands in a table of its own that most readers cannot see. */
async function ownBusy(tx: Tx, participant: string, weekStart: string): Promise<PersonWeek['busy']> {
  const lastDay = dateOf(dayNumber(weekStart) + 6)
  const rows = await tx
    .selectFrom('obligation')
    .leftJoin('obligation_reason as reason', (join) =>
      join
        .onRef('reason.center_id', '=', 'obligation.center_id')
        .onRef('reason.participant_id', '=', 'obligation.participant_id')
        .onRef('reason.obligation_id', '=', 'obligation.id'),
    )
    .select(['obligation.id', 'weekday', 'starts_minute', 'ends_minute', 'valid_from', 'valid_until'])
    .select(['starts_wall', 'ends_wall', 'reason.words'])
    .where('obligation.participant_id', '=', participant)
    .where('withdrawn_at', 'is', null)
    .where((eb) =>
      eb.or([
        eb('weekday', 'is not', null),
        eb('starts_at', '<', sql<string>`${dateOf(dayNumber(lastDay) + 3)}::timestamptz`),
      ]),
    )
    .execute()
  const off = await daysOff(tx, [participant], weekStart)
  const frame = { start: 0, end: 7 * 1440 }
  return rows
    .flatMap((row) =>
      busyOf(busyFacts(row, off), weekStart).map(({ start, end }) => ({ id: row.id, start, end, why: row.words })),
    )
    .filter((busy) => overlaps(frame, { start: minuteOf(weekStart, busy.start), end: minuteOf(weekStart, busy.end) }))
    .toSorted((a, b) => (a.start < b.start ? -1 : 1))
}

async function ownWarnings(tx: Tx, participant: string): Promise<PersonWeek['warnings']> {
  return tx
    .selectFrom('import_warning')
    .select(['file', 'line', 'what', 'fix'])
    .where('participant_id', '=', participant)
    .where('superseded_at', 'is', null)
    .orderBy('file')
    .orderBy('line')
    .execute()
}

/**
 * Adds a one-off busy time to a life; the next plan keeps clear of it. Refusals: `not-available`, `end-before-start`,
 * `erased` for a reason given of somebody whose words were erased.
 * The reason is class C5: written only by those who may (the person's counselors), otherwise refused by the database.
 */
export async function addObligation(
  tx: Tx,
  asked: { center: string; participant: string; start: string; end: string; why: string | undefined },
): Promise<{ id: string }> {
  if (asked.end <= asked.start)
    throw new Refusal('end-before-start', 'The end lies before the start. Maybe swap them.', 400)
  if (asked.why && (await erasedOf(tx, [asked.participant])).size > 0) throw ERASED
  const center = await tx.selectFrom('center').select('time_zone').executeTakeFirstOrThrow()
  const zone = zoneNamed(center.time_zone)
  if (!zone) throw new Error(`zone ${center.time_zone} is unknown`)
  const id = newId()
  onRecord(tx, { people: [asked.participant], objects: [id] })
  await tx
    .insertInto('obligation')
    .values({
      center_id: asked.center,
      participant_id: asked.participant,
      id,
      source: 'screen',
      import_key: id,
      starts_wall: asked.start,
      ends_wall: asked.end,
      time_zone: zone.name,
      tz_version: tzVersion,
      starts_at: isoOf(instantOf(zone, asked.start).at),
      ends_at: isoOf(instantOf(zone, asked.end).at),
    })
    .execute()
  if (asked.why) {
    await tx
      .insertInto('obligation_reason')
      .values({ center_id: asked.center, participant_id: asked.participant, obligation_id: id, words: asked.why })
      .execute()
  }
  return { id }
}
