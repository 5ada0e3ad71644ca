import { sql } from 'kysely'
import type { Tx } from '../kernel/database.ts'
import { Refusal } from '../kernel/refusal.ts'
import { SILENT_SECONDS, silent, stateOf } from './run.rows.ts'
import type { PlanRun } from './week-board.ts'

/** Of a run whose server stopped under it. */
export const PLANNING_STOPPED = 'The server stopped while this week was being planned. Plan it again; nothing was lost.'

export async function insertRun(
  tx: Tx,
  run: {
    center: string
    id: string
    kind: 'plan' | 'repair'
    weekStart: string
    seed: number
    seconds: number
    by: string
  },
): Promise<void> {
  await tx
    .insertInto('plan_run')
    .values({
      center_id: run.center,
      id: run.id,
      kind: run.kind,
      week_start: run.weekStart,
      seed: run.seed,
      seconds: run.seconds,
      started_by: run.by,
    })
    .execute()
}

export async function readRun(tx: Tx, id: string): Promise<PlanRun> {
  const row = await tx.selectFrom('plan_run').selectAll().select(silent()).where('id', '=', id).executeTakeFirst()
  if (!row) throw new Refusal('not-available', 'There is nothing here for you.', 404)
  return {
    id: row.id,
    weekStart: row.week_start,
    progress: row.progress as PlanRun['progress'],
    ...stateOf(row, PLANNING_STOPPED),
  }
}

/**
 * A run of this week that still works: two people who press the button share it. Others who ask wait for the end of `tx`,
 * so that two who press at the same moment find one another.
 */
export async function workingRun(tx: Tx, center: string, weekStart: string): Promise<string | undefined> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`plan-run|${center}|${weekStart}`}, 0))`.execute(tx)
  const row = await tx
    .selectFrom('plan_run')
    .select('id')
    .where('week_start', '=', weekStart)
    .where('kind', '=', 'plan')
    .where('ended_at', 'is', null)
    .where('heard_at', '>', sql<string>`now() - make_interval(secs => ${SILENT_SECONDS})`)
    .orderBy('started_at', 'desc')
    .executeTakeFirst()
  return row?.id
}

/** Repairs of this week that still work know nothing of the latest change: they end soon, with what they have. */
export async function endOlderRepairs(tx: Tx, weekStart: string): Promise<void> {
  await tx
    .updateTable('plan_run')
    .set({ cancel_requested_at: sql`now()` })
    .where('week_start', '=', weekStart)
    .where('kind', '=', 'repair')
    .where('ended_at', 'is', null)
    .execute()
}
