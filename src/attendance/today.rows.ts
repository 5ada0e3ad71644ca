import { sql } from 'kysely'
import { instantOfStamp, isoOf, wallOf, zoneNamed } from '../center/zones.ts'
import type { Tx } from '../kernel/database.ts'
import { onRecord } from '../kernel/trail.ts'
import type { WeekMarks } from '../schedule/events.ts'
import { groupBy } from '../schedule/week.rows.ts'
import { weekdayOf } from '../planner/model/time.ts'
import { type AttendanceRule, markInForce, stateUnmarked, USUAL_RULE } from './attendance.ts'
import { storedMark, type StoredMark } from './attendance.rows.ts'
import { countsOf, type TodayBoard, type TodaySeat } from './today.ts'

/** What a reader may do here: the database said so, the screen only shows it. */
interface Reader {
  readonly staffId: string | null
  readonly marksEverybody: boolean
  readonly now: number
}

/** The sessions of one day with whoever the reader may see in them; `day` left out: today on the center's clock. */
export async function readToday(tx: Tx, day: string | undefined, reader: Reader): Promise<TodayBoard> {
  const center = await tx.selectFrom('center').select('time_zone').executeTakeFirstOrThrow()
  const zone = zoneNamed(center.time_zone)
  if (!zone) throw new Error(`zone ${center.time_zone} is unknown`)
  const shown = day ?? wallOf(zone, reader.now).slice(0, 10)
  const sessions = await sessionsOn(tx, shown)
  const seats = await seatsOf(
    tx,
    sessions.map(({ id }) => id),
  )
  const rule = await ruleOn(tx, shown)
  onRecord(tx, { people: seats.map((seat) => seat.participant_id), objects: [shown], verb: 'read' })
  return {
    day: shown,
    timeZone: center.time_zone,
    now: isoOf(Math.floor(reader.now / 1000) * 1000),
    blocks: await blocksOn(tx, shown),
    rule,
    sessions: sessions.map(({ staff_id, starts_at, ends_at, ...session }) => {
      const own = seats.filter((seat) => seat.session_id === session.id).map((seat) => seatOf(seat, rule, reader.now))
      return {
        ...session,
        kind: session.kind as 'group',
        startsAt: starts_at,
        endsAt: ends_at,
        mine: reader.marksEverybody || (reader.staffId !== null && reader.staffId === staff_id),
        counts: countsOf(own),
        seats: own.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
      }
    }),
  }
}

/** The attendance rule in force on a day: the latest version that had begun, else the usual one. */
export async function ruleOn(tx: Tx, day: string): Promise<AttendanceRule & { words: string }> {
  const row = await tx
    .selectFrom('attendance_rule')
    .selectAll()
    .where('from_date', '<=', day)
    .orderBy('from_date', 'desc')
    .orderBy('version', 'desc')
    .executeTakeFirst()
  if (!row) return { ...USUAL_RULE, words: '' }
  return {
    lateAfterMinutes: row.late_after_minutes,
    missingAfterMinutes: row.missing_after_minutes,
    noShowAfterMinutes: row.no_show_after_minutes,
    words: row.words,
  }
}

/** Where a day stands for this reader: changes with every mark they may see; undefined once their right is gone. */
export async function dayMarks(tx: Tx, day: string): Promise<WeekMarks | undefined> {
  const { rows } = await sql<{ role: string | null; mark: string }>`
    SELECT (SELECT sec.role()) AS role, (SELECT concat_ws(' ', count(*), max(m.marked_at)) FROM attendance_mark m
      JOIN session s ON s.center_id = m.center_id AND s.id = m.session_id
      WHERE s.starts_wall >= ${`${day}T00:00`} AND s.starts_wall <= ${`${day}T23:59`}) AS mark`.execute(tx)
  const found = rows[0]
  return found?.role ? { attendance: { id: day, mark: found.mark } } : undefined
}

async function sessionsOn(tx: Tx, day: string) {
  return tx
    .selectFrom('session')
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
    .select(['session.id', 'service.name as service', 'service.kind', 'session.starts_wall as start'])
    .select(['session.ends_wall as end', 'session.starts_at', 'session.ends_at', 'session.staff_id'])
    .select(['staff.name as staff', 'room.name as room', 'site.name as site', 'session.telehealth'])
    .select(['session.capacity', 'session.taken'])
    .where('session.withdrawn_at', 'is', null)
    .where('session.starts_wall', '>=', `${day}T00:00`)
    .where('session.starts_wall', '<=', `${day}T23:59`)
    .orderBy('session.starts_at')
    .orderBy('session.id')
    .execute()
}

interface SeatRow {
  readonly participant_id: string
  readonly session_id: string
  readonly name: string
  readonly startsAt: number
  readonly marks: readonly StoredMark[]
}

/** Seats with all their marks; three statements, whatever the number of sessions. */
async function seatsOf(tx: Tx, sessions: readonly string[]): Promise<SeatRow[]> {
  if (sessions.length === 0) return []
  const seats = await tx
    .selectFrom('seat')
    .innerJoin('participant', (join) =>
      join
        .onRef('participant.center_id', '=', 'seat.center_id')
        .onRef('participant.participant_id', '=', 'seat.participant_id'),
    )
    .select(['seat.participant_id', 'seat.session_id', 'participant.chosen_name as name', 'seat.starts_at'])
    .where('seat.session_id', 'in', sessions)
    .where('seat.withdrawn_at', 'is', null)
    .execute()
  const marks = await tx.selectFrom('attendance_mark').selectAll().where('session_id', 'in', sessions).execute()
  const marksOf = groupBy(marks, (mark) => `${mark.session_id} ${mark.participant_id}`)
  return seats.map(({ starts_at, ...seat }) => ({
    ...seat,
    startsAt: instantOfStamp(starts_at),
    marks: (marksOf.get(`${seat.session_id} ${seat.participant_id}`) ?? []).map(storedMark),
  }))
}

function seatOf(seat: SeatRow, rule: AttendanceRule, now: number): TodaySeat {
  const mark = markInForce(seat.marks)
  const known = { participant: seat.participant_id, name: seat.name }
  if (!mark) {
    const session = { startsAt: seat.startsAt, endsAt: seat.startsAt, withdrawn: false }
    return { ...known, state: stateUnmarked(session, now, rule), mark: null }
  }
  const { replaces: _replaces, ...shown } = mark
  return { ...known, state: 'marked', mark: shown }
}

async function blocksOn(tx: Tx, day: string): Promise<TodayBoard['blocks']> {
  const rows = await tx
    .selectFrom('block')
    .select(['id', 'part', 'starts_minute', 'ends_minute'])
    .where('weekday', '=', weekdayOf(day) + 1)
    .orderBy('starts_minute')
    .execute()
  const clock = (minute: number) =>
    `${day}T${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
  return rows.map((row) => ({
    id: row.id,
    part: row.part as 'morning',
    start: clock(row.starts_minute),
    end: clock(row.ends_minute),
  }))
}
