import type { Actor } from '../kernel/claims.ts'
import { openerOf, sealerOf, type PersonPlace } from '../kernel/data-key.rows.ts'
import type { Tx } from '../kernel/database.ts'
import type { KeyStore } from '../kernel/key-store.ts'
import { Refusal } from '../kernel/refusal.ts'
import { onRecord } from '../kernel/trail.ts'
import { refuseUnlessReached } from '../access/reach.rows.ts'
import type { AllCheckInWords } from './check-in-words.ts'

/** One person's check-ins, as the person or a counselor asks. */
export interface CheckInsOf {
  readonly actor: Actor
  readonly keys: KeyStore
  readonly participant: string
}

const MOST = 200

/** The latest 200 check-ins that carry words, newest first. Refusal `not-available`. */
export async function readCheckInWords(tx: Tx, asked: CheckInsOf): Promise<AllCheckInWords> {
  const { actor, keys, participant } = asked
  await refuseUnlessReached(tx, { dataClass: 'C5', verb: 'r', participant })
  const rows = await tx
    .selectFrom('check_in_words')
    .select(['id', 'sealed', 'said_at'])
    .where('center_id', '=', actor.center)
    .where('participant_id', '=', participant)
    .orderBy('said_at', 'desc')
    .orderBy('id', 'desc')
    .limit(MOST)
    .execute()
  const open = await openerOf(tx, keys, { center: actor.center, participant })
  const checkIns = rows.map((row) => {
    const words = open(placeOf(row.id), row.sealed)
    return { id: row.id, saidAt: row.said_at, words, erased: words === null }
  })
  return { checkIns }
}

/**
 * Keeps what was said under the id the phone gave it. Sent again, the same words change nothing (`added: false`).
 * Refusals: `not-available`, `erased`, `other-words`: this id already holds other words.
 */
export async function sayWords(
  tx: Tx,
  asked: CheckInsOf,
  said: { id: string; words: string },
): Promise<{ added: boolean }> {
  const { actor, keys, participant } = asked
  const person = { center: actor.center, participant }
  onRecord(tx, { people: [participant], objects: [said.id], verb: 'write' })
  const seal = await sealerOf(tx, keys, person)
  const added = await tx
    .insertInto('check_in_words')
    .values({
      center_id: actor.center,
      participant_id: participant,
      id: said.id,
      recorded_by: actor.uid ?? '',
      sealed: seal(placeOf(said.id), said.words),
    })
    .onConflict((already) => already.doNothing())
    .executeTakeFirst()
  if (added.numInsertedOrUpdatedRows === 1n) return { added: true }
  const kept = await tx
    .selectFrom('check_in_words')
    .select('sealed')
    .where('center_id', '=', actor.center)
    .where('participant_id', '=', participant)
    .where('id', '=', said.id)
    .executeTakeFirstOrThrow()
  const open = await openerOf(tx, keys, person)
  if (open(placeOf(said.id), kept.sealed) === said.words) return { added: false }
  throw new Refusal('other-words', 'Other words were kept under this id. Maybe send them as a new check-in.')
}

function placeOf(id: string): PersonPlace {
  return { table: 'check_in_words', column: 'sealed', dataClass: 'C5', id }
}
