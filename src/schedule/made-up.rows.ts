import { sql } from 'kysely'
import type { Tx } from '../kernel/database.ts'
import type { MadeUp, OwnSeat } from './made-up.ts'

/** Marks of absence that stand, and accepted make-ups whose seats are held, as far as the actor of `tx` may see them. */
export async function madeUpIn(tx: Tx, weekStart: string): Promise<MadeUp> {
  const accepted = await sql<MadeUp['accepted'][number]>`
    SELECT m.participant_id AS participant, m.session_id AS session, t.seated_at AS "seatedAt"
    FROM make_up m
    JOIN make_up_answer a ON a.center_id = m.center_id AND a.participant_id = m.participant_id AND a.make_up_id = m.id
    JOIN seat t ON t.center_id = m.center_id AND t.participant_id = m.participant_id AND t.session_id = m.session_id
    WHERE m.week_start = ${weekStart} AND a.answer = 'accepted' AND t.withdrawn_at IS NULL
    ORDER BY a.answered_at, m.id`.execute(tx)
  if (accepted.rows.length === 0) return { missed: [], accepted: [] }
  return { missed: await missedIn(tx, weekStart), accepted: accepted.rows }
}

/** Seats of the week whose people were marked absent, corrected marks aside. */
export async function missedIn(tx: Tx, weekStart: string): Promise<OwnSeat[]> {
  const { rows } = await sql<OwnSeat>`
    SELECT m.participant_id AS participant, m.session_id AS session
    FROM attendance_mark m JOIN session s ON s.center_id = m.center_id AND s.id = m.session_id
    WHERE s.week_start = ${weekStart} AND m.status IN ('no-show', 'excused')
      AND NOT EXISTS (SELECT FROM attendance_mark n WHERE n.center_id = m.center_id
        AND n.participant_id = m.participant_id AND n.replaces = m.id)
    ORDER BY s.starts_at, m.session_id, m.participant_id`.execute(tx)
  return rows
}
