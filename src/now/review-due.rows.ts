import { sql } from 'kysely'
import { ownCounselorOn } from '../hours/own-counselor.rows.ts'
import type { Tx } from '../kernel/database.ts'
import { dateOf, dayNumber } from '../planner/model/time.ts'
import { REVIEW_DAYS, type ReviewDue } from './review-due.ts'

/**
 * The reviews due among the people this reader sees, the longest overdue first, in one statement. The dose in force is
 * the one with the latest first day not after `day`, and of those the latest recorded.
 */
export async function reviewsDue(tx: Tx, day: string): Promise<ReviewDue[]> {
  const { rows } = await sql<ReviewDue>`
    SELECT d.participant_id AS participant, p.chosen_name AS name, d.review_on::text AS "reviewOn",
      d.review_on < ${day}::date AS late, ${ownCounselorOn(day, 'd')} AS owner
    FROM (SELECT DISTINCT ON (participant_id) center_id, participant_id, review_on FROM prescription
      WHERE valid_from <= ${day}::date ORDER BY participant_id, valid_from DESC, recorded_at DESC, id DESC) d
    JOIN participant p ON p.center_id = d.center_id AND p.participant_id = d.participant_id
    WHERE d.review_on <= ${dateOf(dayNumber(day) + REVIEW_DAYS)}::date
      AND EXISTS (SELECT FROM episode e WHERE e.center_id = d.center_id AND e.participant_id = d.participant_id
        AND e.admitted_on <= ${day}::date AND coalesce(e.discharged_on, ${day}::date) >= ${day}::date)
    ORDER BY d.review_on, p.chosen_name`.execute(tx)
  return rows
}
