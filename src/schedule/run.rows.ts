import { sql } from 'kysely'
import type { Tx } from '../kernel/database.ts'

/** Work that goes on when its request is answered: its row says how far it is, and hears whether it shall stop. */
export type RunTable = 'plan_run' | 'lab_run'

/** A run not heard of for this long died with its server. */
export const SILENT_SECONDS = 30

/** Notes the progress (counts only) and answers whether somebody asked to stop. */
export async function noteProgress(tx: Tx, table: RunTable, id: string, progress: object | null): Promise<boolean> {
  const { rows } = await sql<{ stop: boolean }>`
    UPDATE ${sql.table(table)} SET progress = ${JSON.stringify(progress)}, heard_at = now() WHERE id = ${id}
    RETURNING cancel_requested_at IS NOT NULL AS stop`.execute(tx)
  return rows[0]?.stop === true
}

export async function endRun(tx: Tx, table: RunTable, id: string, failure: string | null): Promise<void> {
  await sql`UPDATE ${sql.table(table)} SET ended_at = now(), failure = ${failure} WHERE id = ${id}`.execute(tx)
}

export async function askToStop(tx: Tx, table: RunTable, id: string): Promise<void> {
  await sql`UPDATE ${sql.table(table)} SET cancel_requested_at = now() WHERE id = ${id} AND ended_at IS NULL`.execute(
    tx,
  )
}

/** Whether a run's row was silent for too long, as a column of its own. */
export function silent() {
  return sql<boolean>`heard_at < now() - make_interval(secs => ${SILENT_SECONDS})`.as('silent')
}

interface RunRow {
  readonly ended_at: string | null
  readonly failure: string | null
  readonly cancel_requested_at: string | null
  readonly silent: boolean
}

/** What a row says of its run; `stopped` are the words for a run whose server died under it. */
export function stateOf(
  row: RunRow,
  stopped: string,
): { state: 'working' | 'done' | 'canceled' | 'failed'; failure: string | null } {
  const lost = row.ended_at === null && row.silent
  const failure = lost ? stopped : row.failure
  if (failure !== null) return { state: 'failed', failure }
  if (row.ended_at === null) return { state: 'working', failure }
  return { state: row.cancel_requested_at ? 'canceled' : 'done', failure }
}
