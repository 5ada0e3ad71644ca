import type { Actor } from '../kernel/claims.ts'
import { shred } from '../kernel/data-key.rows.ts'
import type { Tx } from '../kernel/database.ts'
import { newId } from '../kernel/ids.ts'
import type { KeyName } from '../kernel/key-store.ts'
import { Refusal } from '../kernel/refusal.ts'
import { onRecord } from '../kernel/trail.ts'
import type { ErasureState } from './erasure.ts'

/** One person, as the privacy officer asks. */
export interface ErasureOf {
  readonly actor: Actor
  readonly participant: string
}

const NOTHING_HERE = new Refusal('not-available', 'There is nothing here for you.', 404)

/** Whether the person's words were erased, and every hold, the newest first. Refusal `not-available`. */
export async function readErasure(tx: Tx, asked: ErasureOf): Promise<ErasureState> {
  await refuseUnknown(tx, asked)
  const erasure = await tx
    .selectFrom('erasure')
    .select(['ordered_at as orderedAt', 'ordered_by as orderedBy', 'why'])
    .where('center_id', '=', asked.actor.center)
    .where('participant_id', '=', asked.participant)
    .executeTakeFirst()
  const holds = await tx
    .selectFrom('legal_hold')
    .select(['id', 'why', 'put_at as putAt', 'lifted_at as liftedAt'])
    .where('center_id', '=', asked.actor.center)
    .where('participant_id', '=', asked.participant)
    .orderBy('put_at', 'desc')
    .execute()
  return { erasure: erasure ?? null, holds }
}

/**
 * Makes everything sealed of this person unreadable for good and deletes why they are busy; times, seats and other plain records stay. Give the result
 * to `KeyStore.destroy` once this is committed. Refusals: `legal-hold`, `already-erased`, `not-available`.
 */
export async function orderErasure(tx: Tx, asked: ErasureOf, why: string): Promise<KeyName[]> {
  const { erasure, holds } = await readErasure(tx, asked)
  if (erasure)
    throw new Refusal('already-erased', `This person's words were erased on ${erasure.orderedAt.slice(0, 10)}.`)
  const hold = holds.find((one) => one.liftedAt === null)
  if (hold) {
    throw new Refusal(
      'legal-hold',
      `A legal hold of ${hold.putAt.slice(0, 10)} keeps these records. Maybe lift it first, if the proceeding has ended.`,
    )
  }
  onRecord(tx, { people: [asked.participant], verb: 'write' })
  return shred(tx, asked.participant, why)
}

export async function putHold(tx: Tx, asked: ErasureOf, why: string): Promise<{ id: string }> {
  await refuseUnknown(tx, asked)
  const id = newId()
  onRecord(tx, { people: [asked.participant], objects: [id], verb: 'write' })
  await tx
    .insertInto('legal_hold')
    .values({
      center_id: asked.actor.center,
      participant_id: asked.participant,
      id,
      why,
      put_by: asked.actor.uid ?? '',
    })
    .execute()
  return { id }
}

/** Refusal `not-available`: there is no such hold in force. */
export async function liftHold(tx: Tx, asked: ErasureOf, hold: { id: string; now: number }): Promise<void> {
  onRecord(tx, { people: [asked.participant], objects: [hold.id], verb: 'write' })
  const lifted = await tx
    .updateTable('legal_hold')
    .set({ lifted_by: asked.actor.uid, lifted_at: new Date(hold.now).toISOString() })
    .where('center_id', '=', asked.actor.center)
    .where('participant_id', '=', asked.participant)
    .where('id', '=', hold.id)
    .where('lifted_at', 'is', null)
    .executeTakeFirst()
  if (lifted.numUpdatedRows === 0n) throw NOTHING_HERE
}

async function refuseUnknown(tx: Tx, asked: ErasureOf): Promise<void> {
  const person = await tx
    .selectFrom('participant')
    .select('participant_id')
    .where('center_id', '=', asked.actor.center)
    .where('participant_id', '=', asked.participant)
    .executeTakeFirst()
  if (!person) throw NOTHING_HERE
}
