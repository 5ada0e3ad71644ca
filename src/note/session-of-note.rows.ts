import { sql } from 'kysely'
import { isAbsent, markInForce } from '../attendance/attendance.ts'
import { storedMark } from '../attendance/attendance.rows.ts'
import { instantOfStamp, isoOf } from '../center/zones.ts'
import type { Tx } from '../kernel/database.ts'
import { Refusal } from '../kernel/refusal.ts'
import type { SingleNote } from './progress-note.ts'
import type { NoteDraft, NoteFacts } from './single-note.ts'

/** How far back a one-to-one may lie and still be offered for a note. */
const DAYS_BACK = 60
const A_DAY = 24 * 3_600_000

const NOT_AVAILABLE = new Refusal('not-available', 'There is nothing here for you.', 404)

const ATTENDANCE_WORDS: Readonly<Record<string, string>> = {
  here: 'Here',
  late: 'Late',
  'left-early': 'Left early',
  excused: 'Excused',
  'no-show': 'No-show',
  remote: 'Remote',
}

/** A mark as a note says it: "Late 12 min". */
export function attendanceWords(mark: ReturnType<typeof storedMark>, startsAt: string): string {
  const word = ATTENDANCE_WORDS[mark.status] ?? mark.status
  if (mark.status !== 'late' || mark.inAt === null) return word
  return `${word} ${Math.round((instantOfStamp(mark.inAt) - instantOfStamp(startsAt)) / 60_000)} min`
}

/** Whether a session is over at `now` (epoch milliseconds), and how one person attended it. */
export async function seatedAttendance(
  tx: Tx,
  asked: { session: string; participant: string; now: number },
): Promise<NoteFacts['session']> {
  const held = await tx
    .selectFrom('session')
    .select(['starts_at', 'ends_at'])
    .where('id', '=', asked.session)
    .executeTakeFirstOrThrow()
  const marks = await tx
    .selectFrom('attendance_mark')
    .selectAll()
    .where('session_id', '=', asked.session)
    .where('participant_id', '=', asked.participant)
    .execute()
  const mark = markInForce(marks.map(storedMark))
  return {
    over: instantOfStamp(held.ends_at) <= asked.now,
    attendance: mark ? attendanceWords(mark, held.starts_at) : null,
    absent: mark !== undefined && isAbsent(mark.status),
  }
}

/** One-to-ones of the last weeks that the writer held with this person and that have no note yet, newest first. */
export async function sessionsFor(
  tx: Tx,
  { participant, note, now }: { participant: string; note: string; now: number },
) {
  const at = (days: number) => isoOf(Math.floor((now + days * A_DAY) / 1000) * 1000)
  const { rows } = await sql<SingleNote['sessions'][number]>`
    SELECT s.id, v.name AS service, v.kind, s.starts_wall AS start
    FROM seat t JOIN session s ON s.center_id = t.center_id AND s.id = t.session_id
    JOIN service v ON v.center_id = s.center_id AND v.id = s.service_id
    WHERE t.participant_id = ${participant} AND t.withdrawn_at IS NULL AND s.id = ANY (sec.led_by_me())
      AND v.kind <> 'group' AND s.starts_at BETWEEN ${at(-DAYS_BACK)} AND ${at(1)}
      AND NOT EXISTS (SELECT FROM note_signature n WHERE n.center_id = t.center_id
        AND n.participant_id = t.participant_id AND n.session_id = s.id AND NOT n.adds AND n.note_id <> ${note})
    ORDER BY s.starts_at DESC`.execute(tx)
  return rows
}

/**
 * A draft with what is not the writer's to choose: an addendum has the kind and the session of the note it adds to, which
 * is signed and of the same person; any other note is about a one-to-one the writer held with this person, or about no
 * session. Refusal `not-available`.
 */
export async function draftInPlace(
  tx: Tx,
  { participant, draft }: { participant: string; draft: NoteDraft },
): Promise<NoteDraft> {
  if (draft.addendumTo !== null) return { ...draft, ...(await addedTo(tx, participant, draft.addendumTo)) }
  if (draft.session === null) return draft
  const { rows } = await sql`
    SELECT 1 FROM seat t JOIN session s ON s.center_id = t.center_id AND s.id = t.session_id
    JOIN service v ON v.center_id = s.center_id AND v.id = s.service_id
    WHERE t.participant_id = ${participant} AND t.session_id = ${draft.session} AND v.kind <> 'group'
      AND t.withdrawn_at IS NULL AND t.session_id = ANY (sec.led_by_me())`.execute(tx)
  if (rows.length === 0) throw NOT_AVAILABLE
  return draft
}

/** Until this transaction ends nobody else signs notes of the session. */
export async function lockNotesOf(tx: Tx, session: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`notes|${session}`}, 0))`.execute(tx)
}

/** Whether a note of the session is signed, of this person or of anybody in it; an addendum is no note of a session. */
export async function isSessionSigned(tx: Tx, session: string, participant?: string): Promise<boolean> {
  const signed = await tx
    .selectFrom('note_signature')
    .select('id')
    .where('session_id', '=', session)
    .where('adds', '=', false)
    .$if(participant !== undefined, (query) => query.where('participant_id', '=', participant!))
    .executeTakeFirst()
  return signed !== undefined
}

async function addedTo(tx: Tx, participant: string, note: string): Promise<Pick<NoteDraft, 'kind' | 'session'>> {
  const { rows } = await sql<Pick<NoteDraft, 'kind' | 'session'>>`
    SELECT n.kind, n.session_id AS session FROM progress_note n
    JOIN note_signature s ON s.center_id = n.center_id AND s.participant_id = n.participant_id AND s.note_id = n.id
      AND s.version = n.version AND s.signs_as = 'author'
    WHERE n.participant_id = ${participant} AND n.id = ${note}`.execute(tx)
  if (!rows[0]) throw NOT_AVAILABLE
  return rows[0]
}
