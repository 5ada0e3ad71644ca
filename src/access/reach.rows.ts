import { sql } from 'kysely'
import type { Tx } from '../kernel/database.ts'
import { Refusal } from '../kernel/refusal.ts'

/**
 * Refuses, in the words of absence, whoever does not reach this class of one participant: an empty list would say that
 * nothing was ever written. The database decides (migrations/0006-decision.sql); its policies decide again for each row.
 * Refusal `not-available`.
 */
export async function refuseUnlessReached(
  tx: Tx,
  asked: { dataClass: string; verb: 'r' | 'w'; participant: string },
): Promise<void> {
  const { rows } = await sql<{ reached: boolean | null }>`
    SELECT sec.may(${asked.dataClass}, ${asked.verb}, '', ${asked.participant}) AS reached`.execute(tx)
  if (rows[0]?.reached !== true) throw new Refusal('not-available', 'There is nothing here for you.', 404)
}
