import { sql } from 'kysely'
import { instantOfStamp, isoOf, wallOf, zoneNamed } from '../center/zones.ts'
import type { Tx } from '../kernel/database.ts'
import { onRecord } from '../kernel/trail.ts'
import { groupBy } from '../schedule/week.rows.ts'
import { weekdayOf } from '../planner/model/time.ts'
import { type AttendanceRule, lastMark, markInForce, stateUnmarked, USUAL_RULE } from './attendance.ts'
import { namesOf } from './seated.rows.ts'
import { storedMark, type StoredMark } from './attendance.rows.ts'
import type { MarkNews, TodayBoard, TodaySeat } from './today.ts'
import { countsOf } from './today-counts.ts'

/** What a reader may do here: the database said so, the screen only shows it. */
interface Reader {
  readonly staffId: string | null
  readonly marksEverybody: boolean
  readonly now: number
  /** Only the sessions the reader holds. */
  readonly own?: boolean
}

/** The sessions of one day with whoever the reader may see in them; `day` left out: today on the center's clock. */
export async function readToday(tx: Tx, day: string | undefined, reader: Reader): Promise<TodayBoard> {
  const center = await tx.selectFrom('center').select('time_zone').executeTakeFirstOrThrow()
  const zone = zoneNamed(center.time_zone)
  if (!zone) throw new Error(`zone ${center.time_zone} is unknown`)
  const shown = day ?? wallOf(zone, reader.now).slice(0, 10)
  const held = await sessionsOn(tx, shown)
  const sessions = reader.own ? held.filter(({ staff_id }) => staff_id === reader.staffId) : held
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
        staffId: staff_id,
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

/** What a reader may hear of a day: the seats they see, and what is marked in them. */
export interface HeardDay {
  /** `session participant` of every seat. */
  readonly seats: readonly string[]
  readonly marks: readonly MarkNews[]
}

/**
 * The day as far as this reader may hear of it, from statements under their claims; undefined once their right is gone.
 */
export async function hearDay(tx: Tx, day: string): Promise<HeardDay | undefined> {
  const { rows } = await sql<{ role: string | null; seats: string[] | null }>`
    SELECT (SELECT sec.role()) AS role, (SELECT array_agg(concat_ws(' ', t.session_id, t.participant_id) ORDER BY t.session_id, t.participant_id)
      FROM seat t JOIN session s ON s.center_id = t.center_id AND s.id = t.session_id
      WHERE t.withdrawn_at IS NULL AND s.withdrawn_at IS NULL
        AND s.starts_wall >= ${`${day}T00:00`} AND s.starts_wall <= ${`${day}T23:59`}) AS seats`.execute(tx)
  const found = rows[0]
  if (!found?.role) return undefined
  const seats = found.seats ?? []
  onRecord(tx, { people: [], objects: [day], verb: 'read' })
  return { seats, marks: await newsOf(tx, [...new Set(seats.map((seat) => seat.slice(0, 36)))]) }
}

/** The same for a screen that opens: on record are all whose seats it will hear of. */
export async function openDay(tx: Tx, day: string): Promise<HeardDay | undefined> {
  const heard = await hearDay(tx, day)
  onRecord(tx, { people: (heard?.seats ?? []).map((seat) => seat.slice(37)) })
  return heard
}

/** What stands in one seat, for whoever may see it. */
export async function hearSeat(tx: Tx, session: string, participant: string): Promise<MarkNews | undefined> {
  onRecord(tx, { people: [], objects: [session], verb: 'read' })
  return (await newsOf(tx, [session], participant))[0]
}

async function newsOf(tx: Tx, sessions: readonly string[], participant?: string): Promise<MarkNews[]> {
  if (sessions.length === 0) return []
  const marks = await tx
    .selectFrom('attendance_mark')
    .selectAll()
    .where('session_id', 'in', sessions)
    .$if(participant !== undefined, (query) => query.where('participant_id', '=', participant!))
    .execute()
  const bySeat = groupBy(marks, (mark) => `${mark.session_id} ${mark.participant_id}`)
  return [...bySeat].map(([seat, own]) => {
    const [session = '', of = ''] = seat.split(' ')
    return { session, participant: of, ...standing(own.map(storedMark)) }
  })
}

/** What stands in a seat, and which mark the next one replaces. */
function standing(marks: readonly StoredMark[]): Pick<TodaySeat, 'mark' | 'replaces'> {
  const last = lastMark(marks)
  const inForce = markInForce(marks)
  if (!inForce) return { mark: null, replaces: last?.id ?? null }
  const { replaces: _replaces, ...mark } = inForce
  return { mark, replaces: mark.id }
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

/** Seats with all their marks; four statements at most, whatever the number of sessions. */
async function seatsOf(tx: Tx, sessions: readonly string[]): Promise<SeatRow[]> {
  if (sessions.length === 0) return []
  const seats = await tx
    .selectFrom('seat')
    .select(['participant_id', 'session_id', 'starts_at'])
    .where('session_id', 'in', sessions)
    .where('withdrawn_at', 'is', null)
    .execute()
  const names = await namesOf(tx, [...new Set(seats.map(({ participant_id }) => participant_id))])
  const marks = await tx.selectFrom('attendance_mark').selectAll().where('session_id', 'in', sessions).execute()
  const marksOf = groupBy(marks, (mark) => `${mark.session_id} ${mark.participant_id}`)
  return seats.flatMap(({ starts_at, ...seat }) => {
    const name = names.get(seat.participant_id)
    const marksHere = marksOf.get(`${seat.session_id} ${seat.participant_id}`) ?? []
    return name === undefined
      ? []
      : [{ ...seat, name, startsAt: instantOfStamp(starts_at), marks: marksHere.map(storedMark) }]
  })
}

function seatOf(seat: SeatRow, rule: AttendanceRule, now: number): TodaySeat {
  const known = { participant: seat.participant_id, name: seat.name, ...standing(seat.marks) }
  if (known.mark) return { ...known, state: 'marked' }
  const session = { startsAt: seat.startsAt, endsAt: seat.startsAt, withdrawn: false }
  return { ...known, state: stateUnmarked(session, now, rule) }
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
