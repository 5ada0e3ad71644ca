import { sql } from 'kysely'
import type { Actor } from '../kernel/claims.ts'
import type { Tx } from '../kernel/database.ts'
import { Refusal } from '../kernel/refusal.ts'
import { onRecord } from '../kernel/trail.ts'
import { EMPTY_DRAFT, GroupDraft, mergeDrafts } from './draft.ts'
import type { Conflict } from './merge.ts'
import { isSessionSigned } from './session-of-note.rows.ts'

interface SavedDraft<Draft> {
  readonly version: number
  readonly draft: Draft
  readonly savedAt: string | null
  readonly savedBy: string | null
}

/** After a save; with conflicts nothing was saved, and both ways out are given whole. */
export interface DraftAnswer<Draft> extends SavedDraft<Draft> {
  readonly conflicts: readonly Conflict[]
  readonly withMine: Draft | null
  readonly withTheirs: Draft | null
}

const NOT_HELD = new Refusal('not-available', 'There is nothing here for you.', 404)

/** The latest state of a group note while it is written. Refusal `not-available` for sessions the reader does not hold. */
export async function readDraft(tx: Tx, session: string): Promise<SavedDraft<GroupDraft>> {
  await refuseUnlessHeld(tx, session)
  onRecord(tx, { objects: [session] })
  const row = await tx
    .selectFrom('group_draft')
    .selectAll()
    .where('session_id', '=', session)
    .orderBy('version', 'desc')
    .executeTakeFirst()
  if (!row) return { version: 0, draft: EMPTY_DRAFT, savedAt: null, savedBy: null }
  return {
    version: row.version,
    draft: GroupDraft.parse(row.document),
    savedAt: row.saved_at,
    savedBy: row.author_name,
  }
}

/**
 * Saves what one writer has. What somebody else saved meanwhile is merged in; where both wrote in the same place nothing
 * is saved and both texts are answered. Refusals: `not-available`, `signed-already`.
 */
export async function saveDraft(
  tx: Tx,
  actor: Actor,
  asked: { session: string; basedOn: number; draft: GroupDraft },
): Promise<DraftAnswer<GroupDraft>> {
  const { session, basedOn, draft } = asked
  const latest = await readDraft(tx, session)
  await refuseSigned(tx, session)
  onRecord(tx, { objects: [session], verb: 'write' })
  const base = basedOn === 0 ? EMPTY_DRAFT : await draftOf(tx, session, basedOn)
  const merged = latest.version === basedOn ? { draft, conflicts: [] } : mergeDrafts(base, draft, latest.draft)
  if (merged.conflicts.length > 0) {
    const withTheirs = mergeDrafts(base, latest.draft, draft).draft
    return { ...latest, conflicts: merged.conflicts, withMine: merged.draft, withTheirs }
  }
  const saved = await tx
    .insertInto('group_draft')
    .values({
      center_id: actor.center,
      session_id: session,
      version: latest.version + 1,
      document: JSON.stringify(merged.draft),
      author_id: actor.uid ?? '',
      author_name: actor.name,
    })
    .onConflict((on) => on.doNothing())
    .returning(['version', 'saved_at'])
    .executeTakeFirst()
  // Somebody saved between the reading and the writing: their version is the one to merge with now.
  if (!saved) return saveDraft(tx, actor, asked)
  return {
    version: saved.version,
    draft: merged.draft,
    savedAt: saved.saved_at,
    savedBy: actor.name,
    conflicts: [],
    withMine: null,
    withTheirs: null,
  }
}

/** Whether the asker holds this session; the policy of `group_draft` says the same about its rows. */
export async function refuseUnlessHeld(tx: Tx, session: string): Promise<void> {
  const held = await tx
    .selectFrom('session')
    .select('id')
    .where('id', '=', session)
    .where(sql<boolean>`id = ANY (sec.led_by_me())`)
    .executeTakeFirst()
  if (!held) throw NOT_HELD
}

async function draftOf(tx: Tx, session: string, version: number): Promise<GroupDraft> {
  const row = await tx
    .selectFrom('group_draft')
    .select('document')
    .where('session_id', '=', session)
    .where('version', '=', version)
    .executeTakeFirst()
  return row ? GroupDraft.parse(row.document) : EMPTY_DRAFT
}

async function refuseSigned(tx: Tx, session: string): Promise<void> {
  if (await isSessionSigned(tx, session))
    throw new Refusal(
      'signed-already',
      'The notes of this group are signed and locked. Add an addendum to a note instead.',
    )
}
