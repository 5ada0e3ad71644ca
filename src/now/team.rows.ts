import { sql } from 'kysely'
import { mondayAt, todayIn } from '../center/this-week.rows.ts'
import { instantOfStamp, isoOf } from '../center/zones.ts'
import type { Tx } from '../kernel/database.ts'
import { onRecord } from '../kernel/trail.ts'
import { byAuthor, type Team, type UnsignedSession } from './team.ts'

const DAY = 24 * 3_600_000
/** Days back in which missing notes and marks are looked for. */
const NOTES_OF = 30 * DAY
const MARKS_OF = 7 * DAY

/**
 * Sessions of the last 30 days that are over and that nobody has signed, of everybody who works at the same site as
 * `staffId` (whoever is at no site has no team). For the ledger's own transaction, which sees that a note is signed and
 * never what is in it: a supervisor reads the notes of the own team only, and would take the others for unsigned.
 */
export async function unsignedOfTeam(tx: Tx, staffId: string | null, now: number): Promise<UnsignedSession[]> {
  onRecord(tx, { people: [] })
  const { rows } = await sql<Omit<UnsignedSession, 'endsAt'> & { ends_at: string }>`
    SELECT w.id AS "staffId", w.name AS staff, s.id AS session, v.name AS service, s.starts_wall AS start, s.ends_at
    FROM session s JOIN service v ON v.center_id = s.center_id AND v.id = s.service_id
    JOIN staff w ON w.center_id = s.center_id AND w.id = s.staff_id
    JOIN staff me ON me.center_id = w.center_id AND me.site_id = w.site_id AND me.id = ${staffId}
    WHERE s.withdrawn_at IS NULL AND s.taken > 0 AND s.ends_at < ${second(now)} AND s.ends_at > ${second(now - NOTES_OF)}
      AND NOT EXISTS (SELECT FROM note_signature n WHERE n.center_id = s.center_id AND n.session_id = s.id
        AND NOT n.adds)
    ORDER BY s.ends_at, s.id`.execute(tx)
  return rows.map(({ ends_at, ...row }) => ({ ...row, endsAt: instantOfStamp(ends_at) }))
}

/** The team's page: what is unsigned as given, and the same site's sessions of the last 7 days with seats nobody has marked. */
export async function readTeam(
  tx: Tx,
  { staffId, unsigned, now }: { staffId: string | null; unsigned: readonly UnsignedSession[]; now: number },
): Promise<Team> {
  const center = await tx.selectFrom('center').select('time_zone').executeTakeFirstOrThrow()
  const { rows } = await sql<Team['unmarked'][number]>`
    SELECT s.id AS session, v.name AS service, s.starts_wall AS start, w.name AS staff, count(*)::int AS open
    FROM seat t JOIN session s ON s.center_id = t.center_id AND s.id = t.session_id
    JOIN service v ON v.center_id = s.center_id AND v.id = s.service_id
    JOIN staff w ON w.center_id = s.center_id AND w.id = s.staff_id
    JOIN staff me ON me.center_id = w.center_id AND me.site_id = w.site_id AND me.id = ${staffId}
    LEFT JOIN LATERAL (SELECT m.status FROM attendance_mark m WHERE m.center_id = t.center_id
      AND m.participant_id = t.participant_id AND m.session_id = t.session_id
      AND NOT EXISTS (SELECT FROM attendance_mark n WHERE n.center_id = m.center_id
        AND n.participant_id = m.participant_id AND n.replaces = m.id)) m ON true
    WHERE t.withdrawn_at IS NULL AND s.withdrawn_at IS NULL AND coalesce(m.status, 'taken-back') = 'taken-back'
      AND s.ends_at < ${second(now)} AND s.ends_at > ${second(now - MARKS_OF)}
    GROUP BY s.id, v.name, s.starts_wall, w.name ORDER BY s.starts_wall, s.id`.execute(tx)
  onRecord(tx, { people: [], verb: 'read' })
  return {
    day: await todayIn(tx, now),
    weekStart: mondayAt(center.time_zone, now),
    unsigned: byAuthor(unsigned, now),
    unmarked: rows,
  }
}

/** An instant in words, whole seconds. */
function second(instant: number): string {
  return isoOf(Math.floor(instant / 1000) * 1000)
}
