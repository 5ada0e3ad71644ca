import { type RawBuilder, sql } from 'kysely'

/**
 * The name of the counselor somebody has of their own on `day` (a date of the center, YYYY-MM-DD), as SQL beside rows of
 * `of`, a table or alias with center_id and participant_id; null where there is none.
 */
export function ownCounselorOn(day: string, of: string): RawBuilder<string | null> {
  const own = (column: string) => sql.ref(`${of}.${column}`)
  return sql`(SELECT w.name FROM caseload c JOIN staff w ON w.center_id = c.center_id AND w.id = c.staff_id
    WHERE c.center_id = ${own('center_id')} AND c.participant_id = ${own('participant_id')} AND c.kind = 'own'
      AND c.from_date <= ${day}::date AND (c.until_date IS NULL OR c.until_date >= ${day}::date)
    ORDER BY c.from_date DESC LIMIT 1)`
}
