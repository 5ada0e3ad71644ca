import { sql } from 'kysely'
import { instantOfStamp } from '../center/zones.ts'
import type { Tx } from '../kernel/database.ts'
import { dateOf, dayNumber, minuteOf } from '../planner/model/time.ts'
import { among, dosesInForce, groupBy } from '../schedule/week.rows.ts'
import { isAbsent, markInForce, type StandingMark } from '../attendance/attendance.ts'
import { storedMark } from '../attendance/attendance.rows.ts'
import { packsOfDays, USUAL_PACK } from './coverage.ts'
import { PayerPack } from './payer-pack.ts'
import type { Paper, SessionEvents, WeekEvents } from './week-events.ts'

/** Everything that happened in one person's week, for the ledger. The actor must reach the person's C1, C2 signatures and C9. */
export async function weekEventsOf(tx: Tx, participant: string, weekStart: string): Promise<WeekEvents> {
  return (await weekEventsOfAll(tx, [participant], weekStart)).get(participant)!
}

/**
 * The same for many, in one pass: as many statements for a whole center as for one person. `draft`: judged as if this
 * version of a pack had been entered.
 */
export async function weekEventsOfAll(
  tx: Tx,
  people: readonly string[],
  weekStart: string,
  draft?: PayerPack,
): Promise<Map<string, WeekEvents>> {
  const lastDay = dateOf(dayNumber(weekStart) + 6)
  const doses = await dosesInForce(tx, people, lastDay)
  const sessions = await sessionEvents(tx, people, weekStart)
  const packs = await packsOf(tx, people, lastDay, draft)
  const papers = await papersOf(tx, people)
  const events = (participant: string): WeekEvents => {
    const dose = doses.get(participant)
    return {
      weekStart,
      prescription: dose ? { event: dose.id, weeklyMinutes: dose.weekly_minutes_target } : null,
      sessions: sessions.get(participant) ?? [],
      packs: packs(participant),
      papers: papers.get(participant) ?? [],
    }
  }
  return new Map(people.map((participant) => [participant, events(participant)]))
}

/** Sessions by person. */
async function sessionEvents(
  tx: Tx,
  people: readonly string[],
  weekStart: string,
): Promise<Map<string, SessionEvents[]>> {
  const seats = await seatsOf(tx, people, weekStart)
  const ids = [...new Set(seats.map(({ session_id }) => session_id))]
  if (ids.length === 0) return new Map()
  const marks = await marksInForce(tx, ids)
  const signatures = await signaturesOf(tx, people, ids)
  const breaks = groupBy(await tx.selectFrom('service_break').selectAll().execute(), ({ service_id }) => service_id)
  const blocks = await tx.selectFrom('block').select(['id', 'weekday', 'starts_minute', 'ends_minute']).execute()
  const events = seats.map((seat): [string, SessionEvents] => {
    const marked = marks.get(seat.session_id) ?? new Map<string, StandingMark>()
    const own = marked.get(seat.participant_id)
    const startsAt = instantOfStamp(seat.starts_at)
    const minute = minuteOf(weekStart, seat.starts_wall)
    const block = blocks.find(
      (one) =>
        (one.weekday - 1) * 1440 + one.starts_minute <= minute && minute < (one.weekday - 1) * 1440 + one.ends_minute,
    )
    return [
      seat.participant_id,
      {
        session: seat.session_id,
        service: seat.service,
        kind: seat.kind as 'group',
        day: seat.starts_wall.slice(0, 10),
        block: block?.id ?? seat.session_id,
        startsAt,
        endsAt: instantOfStamp(seat.ends_at),
        breaks: (breaks.get(seat.service_id) ?? []).map((pause) => ({
          startsAt: startsAt + pause.starts_minute * 60_000,
          endsAt: startsAt + (pause.starts_minute + pause.minutes) * 60_000,
        })),
        countsTowardHours: seat.counts_toward_hours,
        licensed: seat.licensed,
        telehealth: seat.telehealth,
        attendedBy: [...marked.values()].filter(({ status }) => !isAbsent(status)).length,
        seat: seat.session_id,
        mark: own
          ? { event: own.id, status: own.status, inAt: instantOrNull(own.inAt), outAt: instantOrNull(own.outAt) }
          : null,
        signature: signatures.get(`${seat.session_id} ${seat.participant_id}`) ?? null,
      },
    ]
  })
  return new Map([...groupBy(events, ([person]) => person)].map(([person, own]) => [person, own.map(([, one]) => one)]))
}

/** The marks in force of these sessions, all members' alike: by session, then by person. */
async function marksInForce(tx: Tx, sessions: readonly string[]): Promise<Map<string, Map<string, StandingMark>>> {
  const rows = await tx.selectFrom('attendance_mark').selectAll().where('session_id', 'in', sessions).execute()
  return new Map(
    [...groupBy(rows, ({ session_id }) => session_id)].map(([session, marks]) => [
      session,
      new Map(
        [...groupBy(marks, ({ participant_id }) => participant_id)].flatMap(([person, own]) => {
          const mark = markInForce(own.map(storedMark))
          return mark ? [[person, mark] as const] : []
        }),
      ),
    ]),
  )
}

/** The earliest author's signature, by session and person; an addendum is no note of its session. */
async function signaturesOf(tx: Tx, people: readonly string[], sessions: readonly string[]) {
  const rows = await tx
    .selectFrom('note_signature')
    .select(['id', 'session_id', 'participant_id'])
    .where(among(people))
    .where('session_id', 'in', sessions)
    .where('signs_as', '=', 'author')
    .where('adds', '=', false)
    .orderBy('signed_at', 'desc')
    .execute()
  return new Map(rows.map((row) => [`${row.session_id} ${row.participant_id}`, row.id]))
}

/** Seats of the week, each with its service and whether its staff were licensed for it on that day. */
async function seatsOf(tx: Tx, people: readonly string[], weekStart: string) {
  return tx
    .selectFrom('seat')
    .innerJoin('session', (join) =>
      join.onRef('session.center_id', '=', 'seat.center_id').onRef('session.id', '=', 'seat.session_id'),
    )
    .innerJoin('service', (join) =>
      join.onRef('service.center_id', '=', 'session.center_id').onRef('service.id', '=', 'session.service_id'),
    )
    .select(['seat.participant_id', 'seat.session_id', 'session.starts_wall', 'session.starts_at', 'session.ends_at'])
    .select(['session.service_id', 'service.name as service', 'service.kind', 'service.counts_toward_hours'])
    .select('session.telehealth')
    .select(
      sql<boolean>`EXISTS (SELECT FROM staff_license l WHERE l.center_id = session.center_id
        AND l.staff_id = session.staff_id AND l.service_id = session.service_id
        AND l.valid_from <= session.starts_wall::date
        AND (l.valid_until IS NULL OR l.valid_until >= session.starts_wall::date))`.as('licensed'),
    )
    .where(among(people))
    .where('seat.week_start', '=', weekStart)
    .where('seat.withdrawn_at', 'is', null)
    .orderBy('session.starts_at')
    .orderBy('session.id')
    .execute()
}

/** The versions that judge each day of these people's week. `draft`: a version that is not entered yet. */
async function packsOf(
  tx: Tx,
  people: readonly string[],
  lastDay: string,
  draft: PayerPack | undefined,
): Promise<(participant: string) => PayerPack[]> {
  const covered = await tx
    .selectFrom('coverage')
    .select(['participant_id', 'pack_id as pack', 'from_date as from'])
    .where(among(people))
    .where('from_date', '<=', lastDay)
    .orderBy('from_date')
    .orderBy('recorded_at')
    .orderBy('id')
    .execute()
  const wanted = [...new Set([USUAL_PACK, ...covered.map(({ pack }) => pack)])]
  const rows = await tx.selectFrom('payer_pack').select(['id', 'document']).where('id', 'in', wanted).execute()
  const stored = rows.map(({ document }) => PayerPack.parse(document))
  const packs = groupBy(draft ? [...stored, draft] : stored, ({ id }) => id)
  const coverages = groupBy(covered, (row) => row.participant_id)
  return (participant) => packsOfDays(coverages.get(participant) ?? [], packs)
}

async function papersOf(tx: Tx, people: readonly string[]): Promise<Map<string, Paper[]>> {
  const rows = await tx
    .selectFrom('payer_paper')
    .select(['participant_id', 'id', 'kind', 'from_date', 'until_date'])
    .where(among(people))
    .where('withdrawn_at', 'is', null)
    .execute()
  const paper = (row: (typeof rows)[number]): Paper => ({
    kind: row.kind as Paper['kind'],
    event: row.id,
    from: row.from_date,
    until: row.until_date,
  })
  return new Map([...groupBy(rows, (row) => row.participant_id)].map(([person, own]) => [person, own.map(paper)]))
}

function instantOrNull(iso: string | null): number | null {
  return iso === null ? null : instantOfStamp(iso)
}
