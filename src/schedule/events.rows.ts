import { sql } from 'kysely'
import type { Tx } from '../kernel/database.ts'
import { dateOf, dayNumber } from '../planner/model/time.ts'
import type { WeekMarks } from './events.ts'

/**
 * Where a week stands for this reader; undefined once the reader has no right to any week. Right and marks come from
 * one statement under the reader's claims, so nobody hears of a row they may not see, or anything after the right ended.
 */
export async function weekMarks(tx: Tx, weekStart: string): Promise<WeekMarks | undefined> {
  const from = `${dateOf(dayNumber(weekStart) - 1)}T00:00:00Z`
  const until = `${dateOf(dayNumber(weekStart) + 8)}T00:00:00Z`
  const { rows } = await sql<{
    reach: string
    publication: string | null
    run: string | null
    run_mark: string | null
    obligations: string
    seats: string
  }>`
    SELECT (SELECT sec.reach('C1', 'r')) AS reach,
      (SELECT p.id FROM publication p WHERE p.week_start = ${weekStart}
       ORDER BY p.published_at DESC LIMIT 1) AS publication,
      r.id AS run, concat_ws(' ', r.id, r.heard_at, r.cancel_requested_at, r.ended_at) AS run_mark,
      (SELECT concat_ws(' ', count(*), max(o.recorded_at)) FROM obligation o
       WHERE o.starts_at >= ${from} AND o.starts_at < ${until} AND o.withdrawn_at IS NULL) AS obligations,
      (SELECT coalesce(sum(s.taken), 0)::text FROM session s
       WHERE s.week_start = ${weekStart} AND s.withdrawn_at IS NULL) AS seats
    FROM (SELECT) one LEFT JOIN LATERAL (SELECT p.id, p.heard_at, p.cancel_requested_at, p.ended_at FROM plan_run p
      WHERE p.week_start = ${weekStart} ORDER BY p.started_at DESC LIMIT 1) r ON true`.execute(tx)
  const found = rows[0]
  if (!found || found.reach === 'none') return undefined
  return {
    // A seat taken between two publications (a make-up) changes the published week too.
    publication: { id: found.publication ?? weekStart, mark: `${found.publication ?? ''} ${found.seats}` },
    planning: { id: found.run ?? weekStart, mark: found.run_mark ?? '' },
    obligations: { id: weekStart, mark: found.obligations },
  }
}

/** Where a participant's week stands for a supporter; undefined once no consent in force shares it with them. */
export async function sharedMarks(tx: Tx, participant: string, weekStart: string): Promise<WeekMarks | undefined> {
  const { rows } = await sql<{ shared: boolean | null; mark: string }>`
    SELECT sec.may('C1', 'r', 'shared-week', ${participant}) AS shared,
      (SELECT md5(coalesce(string_agg(w::text, ' '), ''))
       FROM evenkeel.shared_week(${participant}, ${weekStart}) w) AS mark
    `.execute(tx)
  const found = rows[0]
  return found?.shared === true ? { appointments: { id: weekStart, mark: found.mark } } : undefined
}
