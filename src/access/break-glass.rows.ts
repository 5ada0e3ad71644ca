import { sql } from 'kysely'
import type { Actor } from '../kernel/claims.ts'
import type { Tx } from '../kernel/database.ts'
import { newId } from '../kernel/ids.ts'
import { Refusal } from '../kernel/refusal.ts'
import { onRecord } from '../kernel/trail.ts'
import { type BreakGlass, REVIEW_HOURS, type ReviewBreakGlass } from './break-glass.ts'

const NOTHING_HERE = new Refusal('not-available', 'There is nothing here for you.', 404)

/**
 * Opens one participant's record for 30 minutes. Refusals: `review-outstanding` when an earlier one waits longer than 72
 * hours for its review, `not-available`. The database decides about all of it again.
 */
export async function openBreakGlass(
  tx: Tx,
  asked: { actor: Actor; participant: string; reason: string },
): Promise<BreakGlass> {
  const { actor, participant, reason } = asked
  if (!actor.uid) throw NOTHING_HERE
  if ((await listBreakGlass(tx, actor.uid)).some((one) => (one.unreviewedHours ?? 0) > REVIEW_HOURS)) {
    throw new Refusal(
      'review-outstanding',
      'An emergency access of yours has waited more than 72 hours for its review. Maybe ask the privacy officer.',
    )
  }
  const id = newId()
  onRecord(tx, { people: [participant], objects: [id], verb: 'write' })
  await tx
    .insertInto('break_glass')
    .values({
      center_id: actor.center,
      participant_id: participant,
      id,
      account_id: actor.uid,
      opened_by: actor.name,
      reason,
    })
    .execute()
  const opened = (await listBreakGlass(tx, actor.uid)).find((one) => one.id === id)
  if (!opened) throw NOTHING_HERE
  return opened
}

/** Those of one account, or all that these claims may see; newest first, at most 500. */
export async function listBreakGlass(tx: Tx, account?: string): Promise<BreakGlass[]> {
  const rows = await tx
    .selectFrom('break_glass as opened')
    .leftJoin('break_glass_review as review', (join) =>
      join
        .onRef('review.center_id', '=', 'opened.center_id')
        .onRef('review.participant_id', '=', 'opened.participant_id')
        .onRef('review.break_glass_id', '=', 'opened.id'),
    )
    .selectAll('opened')
    .select(['review.outcome', 'review.words', 'review.reviewed_at', 'review.reviewed_by_name'])
    .select(sql<number>`(extract(epoch FROM now() - opened.opened_at) / 3600)::int`.as('hours'))
    .$if(account !== undefined, (query) => query.where('opened.account_id', '=', account ?? ''))
    .orderBy('opened.opened_at', 'desc')
    .orderBy('opened.id')
    .limit(500)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    participant: row.participant_id,
    openedBy: row.opened_by,
    reason: row.reason,
    openedAt: row.opened_at,
    expiresAt: row.expires_at,
    closedAt: row.closed_at,
    unreviewedHours: row.outcome === null ? row.hours : null,
    review:
      row.outcome === null
        ? null
        : {
            outcome: row.outcome as ReviewBreakGlass['outcome'],
            words: row.words ?? '',
            at: row.reviewed_at ?? '',
            by: row.reviewed_by_name ?? '',
          },
  }))
}

/** Ends one's own before its time. */
export async function closeBreakGlass(tx: Tx, actor: Actor, id: string): Promise<void> {
  const closed = await tx
    .updateTable('break_glass')
    .set({ closed_at: sql`now()` })
    .where('id', '=', id)
    .where('account_id', '=', actor.uid)
    .where('closed_at', 'is', null)
    .returning(['id', 'participant_id'])
    .executeTakeFirst()
  if (!closed) throw NOTHING_HERE
  onRecord(tx, { people: [closed.participant_id], objects: [id], verb: 'write' })
}

/** What the privacy officer found; once, and never about one's own. */
export async function reviewBreakGlass(
  tx: Tx,
  asked: { actor: Actor; id: string; found: ReviewBreakGlass },
): Promise<void> {
  const opened = await tx
    .selectFrom('break_glass')
    .select(['participant_id', 'account_id'])
    .where('id', '=', asked.id)
    .executeTakeFirst()
  if (!opened || !asked.actor.uid) throw NOTHING_HERE
  if (opened.account_id === asked.actor.uid) {
    throw new Refusal('own-review', 'Nobody reviews what they opened themselves. Maybe ask another privacy officer.')
  }
  onRecord(tx, { people: [opened.participant_id], objects: [asked.id], verb: 'write' })
  await tx
    .insertInto('break_glass_review')
    .values({
      center_id: asked.actor.center,
      participant_id: opened.participant_id,
      break_glass_id: asked.id,
      outcome: asked.found.outcome,
      words: asked.found.words,
      reviewed_by: asked.actor.uid,
      reviewed_by_name: asked.actor.name,
    })
    .execute()
}
