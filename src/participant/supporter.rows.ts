import { sql } from 'kysely'
import type { Actor } from '../kernel/claims.ts'
import type { Tx } from '../kernel/database.ts'
import { Refusal } from '../kernel/refusal.ts'
import { onRecord } from '../kernel/trail.ts'
import type { Supported, Supporters } from './supporter.ts'

/** One person, as whoever may record their consents asks. */
export interface SupportersOf {
  readonly actor: Actor
  readonly participant: string
}

/** The supporters who may tell the team about this person, oldest first; none where the person is not the asker's. */
export async function readSupporters(tx: Tx, asked: SupportersOf): Promise<Supporters> {
  const supporters = await tx
    .selectFrom('supporter')
    .select(['account_id as account', 'called', 'linked_at as linkedAt'])
    .where('center_id', '=', asked.actor.center)
    .where('participant_id', '=', asked.participant)
    .where('ended_at', 'is', null)
    .orderBy('linked_at')
    .execute()
  return { supporters }
}

/** Links, or links again. Refusal `not-available`: no such person for the asker, or the account is no supporter's. */
export async function linkSupporter(
  tx: Tx,
  asked: SupportersOf,
  link: { account: string; called: string },
): Promise<void> {
  onRecord(tx, { people: [asked.participant], objects: [link.account], verb: 'write' })
  await tx
    .insertInto('supporter')
    .values({
      center_id: asked.actor.center,
      participant_id: asked.participant,
      account_id: link.account,
      called: link.called,
      linked_by: asked.actor.uid ?? '',
    })
    .onConflict((row) =>
      row.columns(['center_id', 'participant_id', 'account_id']).doUpdateSet({ called: link.called, ended_at: null }),
    )
    .execute()
}

/** From the next statement on this account tells nothing more. Refusal `not-available`. */
export async function endLink(tx: Tx, asked: SupportersOf, link: { account: string; now: number }): Promise<void> {
  onRecord(tx, { people: [asked.participant], objects: [link.account], verb: 'write' })
  const ended = await tx
    .updateTable('supporter')
    .set({ ended_at: new Date(link.now).toISOString() })
    .where('center_id', '=', asked.actor.center)
    .where('participant_id', '=', asked.participant)
    .where('account_id', '=', link.account)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  if (ended.numUpdatedRows === 0n) throw new Refusal('not-available', 'There is nothing here for you.', 404)
}

/** The people this supporter may tell the team about. */
export async function supportedByMe(tx: Tx): Promise<Supported> {
  const { rows } = await sql<{
    participant_id: string
    called: string
  }>`SELECT * FROM evenkeel.supported_by_me()`.execute(tx)
  return { people: rows.map((row) => ({ participant: row.participant_id, called: row.called })) }
}
