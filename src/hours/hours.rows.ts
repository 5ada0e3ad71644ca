import { sql } from 'kysely'
import { instantOfStamp } from '../center/zones.ts'
import type { Tx } from '../kernel/database.ts'
import { dateOf, dayNumber, minuteOf } from '../planner/model/time.ts'
import { dosesInForce, groupBy } from '../schedule/week.rows.ts'
import { isAbsent, markInForce } from '../attendance/attendance.ts'
import { storedMark } from '../attendance/attendance.rows.ts'
import { PayerPack } from './payer-pack.ts'
import type { Paper, SessionEvents, WeekEvents } from './week-events.ts'

/** Where nothing else is recorded about a person, the program's own hours count. */
export const USUAL_PACK = 'program-hours'

/** Everything that happened in one person's week, for the ledger. The actor must reach the person's C1, C2 signatures and C9. */
export async function weekEventsOf(tx: Tx, participant: string, weekStart: string): Promise<WeekEvents> {
  const lastDay = dateOf(dayNumber(weekStart) + 6)
  const dose = (await dosesInForce(tx, [participant], lastDay)).get(participant)
  return {
    weekStart,
    prescription: dose ? { event: dose.id, weeklyMinutes: dose.weekly_minutes_target } : null,
    sessions: await sessionEvents(tx, participant, weekStart),
    packs: await packsOf(tx, participant, lastDay),
    papers: await papersOf(tx, participant),
  }
}

async function sessionEvents(tx: Tx, participant: string, weekStart: string): Promise<SessionEvents[]> {
  const seats = await seatsOf(tx, participant, weekStart)
  const ids = seats.map(({ session_id }) => session_id)
  if (ids.length === 0) return []
  const marks = await tx.selectFrom('attendance_mark').selectAll().where('session_id', 'in', ids).execute()
  const marksOf = groupBy(marks, ({ session_id }) => session_id)
  const signatures = await tx
    .selectFrom('note_signature')
    .select(['id', 'session_id'])
    .where('participant_id', '=', participant)
    .where('session_id', 'in', ids)
    .where('signs_as', '=', 'author')
    .orderBy('signed_at')
    .execute()
  const breaks = groupBy(await tx.selectFrom('service_break').selectAll().execute(), ({ service_id }) => service_id)
  const blocks = await tx.selectFrom('block').select(['id', 'weekday', 'starts_minute', 'ends_minute']).execute()
  return seats.map((seat) => {
    const byPerson = groupBy(marksOf.get(seat.session_id) ?? [], ({ participant_id }) => participant_id)
    const inForce = (person: string) => markInForce((byPerson.get(person) ?? []).map(storedMark))
    const own = inForce(participant)
    const startsAt = instantOfStamp(seat.starts_at)
    const minute = minuteOf(weekStart, seat.starts_wall)
    const block = blocks.find(
      (one) =>
        (one.weekday - 1) * 1440 + one.starts_minute <= minute && minute < (one.weekday - 1) * 1440 + one.ends_minute,
    )
    return {
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
      attendedBy: [...byPerson.keys()].filter((person) => {
        const mark = inForce(person)
        return mark !== undefined && !isAbsent(mark.status)
      }).length,
      seat: seat.session_id,
      mark: own
        ? { event: own.id, status: own.status, inAt: instantOrNull(own.inAt), outAt: instantOrNull(own.outAt) }
        : null,
      signature: signatures.find((one) => one.session_id === seat.session_id)?.id ?? null,
    }
  })
}

/** Seats of the week, each with its service and whether its staff were licensed for it on that day. */
async function seatsOf(tx: Tx, participant: string, weekStart: string) {
  return tx
    .selectFrom('seat')
    .innerJoin('session', (join) =>
      join.onRef('session.center_id', '=', 'seat.center_id').onRef('session.id', '=', 'seat.session_id'),
    )
    .innerJoin('service', (join) =>
      join.onRef('service.center_id', '=', 'session.center_id').onRef('service.id', '=', 'session.service_id'),
    )
    .select(['seat.session_id', 'session.starts_wall', 'session.starts_at', 'session.ends_at', 'session.telehealth'])
    .select(['session.service_id', 'service.name as service', 'service.kind', 'service.counts_toward_hours'])
    .select(
      sql<boolean>`EXISTS (SELECT FROM staff_license l WHERE l.center_id = session.center_id
        AND l.staff_id = session.staff_id AND l.service_id = session.service_id
        AND l.valid_from <= session.starts_wall::date
        AND (l.valid_until IS NULL OR l.valid_until >= session.starts_wall::date))`.as('licensed'),
    )
    .where('seat.participant_id', '=', participant)
    .where('seat.week_start', '=', weekStart)
    .where('seat.withdrawn_at', 'is', null)
    .orderBy('session.starts_at')
    .orderBy('session.id')
    .execute()
}

/** All versions of the pack that covers the person at the end of the week. */
async function packsOf(tx: Tx, participant: string, lastDay: string): Promise<PayerPack[]> {
  const covered = await tx
    .selectFrom('coverage')
    .select('pack_id')
    .where('participant_id', '=', participant)
    .where('from_date', '<=', lastDay)
    .orderBy('from_date', 'desc')
    .orderBy('recorded_at', 'desc')
    .orderBy('id', 'desc')
    .executeTakeFirst()
  const rows = await tx
    .selectFrom('payer_pack')
    .select('document')
    .where('id', '=', covered?.pack_id ?? USUAL_PACK)
    .execute()
  return rows.map(({ document }) => PayerPack.parse(document))
}

async function papersOf(tx: Tx, participant: string): Promise<Paper[]> {
  const rows = await tx
    .selectFrom('payer_paper')
    .select(['id', 'kind', 'from_date', 'until_date'])
    .where('participant_id', '=', participant)
    .where('withdrawn_at', 'is', null)
    .execute()
  return rows.map((row) => ({
    kind: row.kind as Paper['kind'],
    event: row.id,
    from: row.from_date,
    until: row.until_date,
  }))
}

function instantOrNull(iso: string | null): number | null {
  return iso === null ? null : instantOfStamp(iso)
}
