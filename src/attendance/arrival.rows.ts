import { randomInt } from 'node:crypto'
import { sql } from 'kysely'
import { refuseUnlessReached } from '../access/reach.rows.ts'
import type { Tx } from '../kernel/database.ts'
import { newId } from '../kernel/ids.ts'
import { Refusal } from '../kernel/refusal.ts'
import { onRecord } from '../kernel/trail.ts'

/** A million codes for some hundred people: a code that is taken is drawn again. */
const DRAWS = 20
const NOTHING_HERE = new Refusal('not-available', 'There is nothing here for you.', 404)

/** The digits in force, null before the first. Refusal: `not-available`. */
export async function readArrivalCode(tx: Tx, participant: string): Promise<string | null> {
  onRecord(tx, { people: [participant] })
  const known = await tx
    .selectFrom('participant')
    .select('participant_id')
    .where('participant_id', '=', participant)
    .executeTakeFirst()
  if (!known) throw NOTHING_HERE
  await refuseUnlessReached(tx, { dataClass: 'C1', verb: 'r', participant })
  const row = await tx
    .selectFrom('arrival_code')
    .select('code')
    .where('participant_id', '=', participant)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst()
  return row?.code ?? null
}

/** Draws new digits; those before open nothing any more. Refusal: `not-available`. */
export async function drawArrivalCode(tx: Tx, center: string, participant: string): Promise<string> {
  onRecord(tx, { people: [participant] })
  await refuseUnlessMayAsk(tx, participant)
  // Two who ask at once get one code after the other: the second waits, then ends the first's.
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`arrival-code|${participant}`}, 0))`.execute(tx)
  await tx
    .updateTable('arrival_code')
    .set({ withdrawn_at: sql`now()` })
    .where('participant_id', '=', participant)
    .where('withdrawn_at', 'is', null)
    .execute()
  for (let draw = 0; draw < DRAWS; draw += 1) {
    const code = String(randomInt(1_000_000)).padStart(6, '0')
    const stored = await tx
      .insertInto('arrival_code')
      .values({ center_id: center, participant_id: participant, id: newId(), code })
      .onConflict((on) => on.doNothing())
      .executeTakeFirst()
    if (stored.numInsertedOrUpdatedRows === 1n) return code
  }
  throw new Error('No arrival code was free.')
}

async function refuseUnlessMayAsk(tx: Tx, participant: string): Promise<void> {
  const { rows } = await sql<{ may: boolean | null }>`
    SELECT sec.may('C1', 'w', 'request', ${participant}) AND EXISTS (SELECT FROM participant
      WHERE participant_id = ${participant}) AS may`.execute(tx)
  if (rows[0]?.may !== true) throw NOTHING_HERE
}
