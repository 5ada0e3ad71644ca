import type { Actor } from '../kernel/claims.ts'
import { openerOf, sealerOf, type PersonPlace } from '../kernel/data-key.rows.ts'
import type { Tx } from '../kernel/database.ts'
import { newId } from '../kernel/ids.ts'
import type { KeyStore } from '../kernel/key-store.ts'
import { onRecord } from '../kernel/trail.ts'
import { refuseUnlessReached } from '../access/reach.rows.ts'
import type { AllCollateral } from './collateral.ts'

/** What family told about one person, as a counselor asks or a supporter tells. */
export interface CollateralOf {
  readonly actor: Actor
  readonly keys: KeyStore
  readonly participant: string
}

const MOST = 200

/** The latest 200 messages of the family, newest first, for the person's counselors. Refusal `not-available`. */
export async function readCollateral(tx: Tx, asked: CollateralOf): Promise<AllCollateral> {
  const { actor, keys, participant } = asked
  await refuseUnlessReached(tx, { dataClass: 'C7', verb: 'r', participant })
  const rows = await tx
    .selectFrom('collateral')
    .select(['id', 'sealed', 'told_at', 'told_by'])
    .where('center_id', '=', actor.center)
    .where('participant_id', '=', participant)
    .orderBy('told_at', 'desc')
    .orderBy('id', 'desc')
    .limit(MOST)
    .execute()
  const open = await openerOf(tx, keys, { center: actor.center, participant })
  const collateral = rows.map((row) => {
    const words = open(placeOf(row.id), row.sealed)
    return { id: row.id, toldAt: row.told_at, toldBy: row.told_by, words, erased: words === null }
  })
  return { collateral }
}

/** Tells the team; nothing comes back. Refusals: `not-available` for people who never named this supporter, `erased`. */
export async function tellTeam(tx: Tx, asked: CollateralOf, words: string): Promise<void> {
  const { actor, keys, participant } = asked
  const id = newId()
  onRecord(tx, { people: [participant], objects: [id], verb: 'write' })
  const seal = await sealerOf(tx, keys, { center: actor.center, participant })
  await tx
    .insertInto('collateral')
    .values({
      center_id: actor.center,
      participant_id: participant,
      id,
      told_by: actor.uid ?? '',
      sealed: seal(placeOf(id), words),
    })
    .execute()
}

function placeOf(id: string): PersonPlace {
  return { table: 'collateral', column: 'sealed', dataClass: 'C7', id }
}
