import { sql } from 'kysely'
import type { Tx } from '../kernel/database.ts'
import { Refusal } from '../kernel/refusal.ts'
import type { PlanRun } from './week-board.ts'

/** A run not heard of for this long died with its server. */
const SILENT_SECONDS = 30

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

/** Notes the progress (counts only) and answers whether somebody asked to stop. */
export async function noteProgress(tx: Tx, id: string, progress: PlanRun['progress']): Promise<boolean> {
  const row = await tx
    .updateTable('plan_run')
    .set({ progress: JSON.stringify(progress), heard_at: sql`now()` })
    .where('id', '=', id)
    .returning('cancel_requested_at')
    .executeTakeFirst()
  return row?.cancel_requested_at != null
}

export async function endRun(tx: Tx, id: string, failure: string | null): Promise<void> {
  await tx
    .updateTable('plan_run')
    .set({ ended_at: sql`now()`, failure })
    .where('id', '=', id)
    .execute()
}

export async function askToStop(tx: Tx, id: string): Promise<void> {
  await tx
    .updateTable('plan_run')
    .set({ cancel_requested_at: sql`now()` })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .execute()
}

export async function readRun(tx: Tx, id: string): Promise<PlanRun> {
  const row = await tx
    .selectFrom('plan_run')
    .selectAll()
    .select(sql<boolean>`heard_at < now() - make_interval(secs => ${SILENT_SECONDS})`.as('silent'))
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) throw new Refusal('not-available', 'There is nothing here for you.', 404)
  const lost = row.ended_at === null && row.silent
  return {
    id: row.id,
    weekStart: row.week_start,
    state:
      lost || row.failure !== null
        ? 'failed'
        : row.ended_at === null
          ? 'working'
          : row.cancel_requested_at
            ? 'canceled'
            : 'done',
    progress: row.progress as PlanRun['progress'],
    failure: lost
      ? 'The server stopped while this week was being planned. Plan it again; nothing was lost.'
      : row.failure,
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
