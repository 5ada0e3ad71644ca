import { sql } from 'kysely'
import type { Actor } from '../kernel/claims.ts'
import type { Database, Tx } from '../kernel/database.ts'
import { settleWeek } from './entries.rows.ts'

/**
 * Counts every week whose events changed, as the actor `ledger`, one week a transaction, so that nobody who marks waits
 * for more than one. Several servers may do so at once: each takes weeks no other holds. An event that comes while its
 * week is being counted leaves the week due again. Returns the number of weeks.
 */
export async function settleHours(database: Database, center: string): Promise<number> {
  let settled = 0
  while (await database.inTransaction(ledgerActor(center), (tx) => settleOldest(tx, center))) settled += 1
  return settled
}

/** Counts and reads what counting needs; no person, no session. */
export function ledgerActor(center: string): Actor {
  return { center, role: 'ledger', uid: null, session: null, purpose: 'hours', name: 'ledger' }
}

async function settleOldest(tx: Tx, center: string): Promise<boolean> {
  const { rows } = await sql<{ participant_id: string; week_start: string }>`
    SELECT * FROM sec.next_hours_due()`.execute(tx)
  const due = rows[0]
  if (!due) return false
  const { participant_id: participant, week_start: weekStart } = due
  // Two events in a row may put one week in two hands: the second waits, and reads what the first entered.
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`hours|${participant}|${weekStart}`}, 0))`.execute(tx)
  await settleWeek(tx, { center, participant, weekStart })
  return true
}
