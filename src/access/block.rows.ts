import { sql } from 'kysely'
import type { Actor } from '../kernel/claims.ts'
import type { Tx } from '../kernel/database.ts'
import { newId } from '../kernel/ids.ts'
import { Refusal } from '../kernel/refusal.ts'
import { onRecord } from '../kernel/trail.ts'
import type { AccessBlock, SetAccessBlock } from './block.ts'

const NOTHING_HERE = new Refusal('not-available', 'There is nothing here for you.', 404)

/** From the next statement on the account sees nothing of the participant, whatever else it reaches. */
export async function setBlock(tx: Tx, actor: Actor, asked: SetAccessBlock): Promise<{ id: string }> {
  const id = newId()
  onRecord(tx, { people: [asked.participant], objects: [id, asked.account], verb: 'write' })
  await tx
    .insertInto('access_block')
    .values({
      center_id: actor.center,
      participant_id: asked.participant,
      id,
      account_id: asked.account,
      why: asked.why,
      set_by: actor.uid ?? '',
    })
    .execute()
  return { id }
}

/** All blocks ever set, newest first, at most 1000. */
export async function listBlocks(tx: Tx): Promise<AccessBlock[]> {
  const rows = await tx.selectFrom('access_block').selectAll().orderBy('set_at', 'desc').limit(1000).execute()
  return rows.map((row) => ({
    id: row.id,
    account: row.account_id,
    participant: row.participant_id,
    why: row.why as AccessBlock['why'],
    setAt: row.set_at,
    liftedAt: row.lifted_at,
  }))
}

export async function liftBlock(tx: Tx, id: string): Promise<void> {
  const lifted = await tx
    .updateTable('access_block')
    .set({ lifted_at: sql`now()` })
    .where('id', '=', id)
    .where('lifted_at', 'is', null)
    .returning('participant_id')
    .executeTakeFirst()
  if (!lifted) throw NOTHING_HERE
  onRecord(tx, { people: [lifted.participant_id], objects: [id], verb: 'write' })
}
