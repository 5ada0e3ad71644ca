import { createHash, timingSafeEqual } from 'node:crypto'
import { sql } from 'kysely'
import { canonicalJson } from '../kernel/canonical-json.ts'
import type { Actor } from '../kernel/claims.ts'
import type { Tx } from '../kernel/database.ts'
import { newId } from '../kernel/ids.ts'
import { Refusal } from '../kernel/refusal.ts'
import { needsCoSignature } from './co-signature-rule.rows.ts'
import { signedContent } from './progress-note.ts'
import { licenseTrouble } from './single-note.ts'

/** A note about to be signed. */
export interface Signing {
  readonly participant: string
  readonly note: string
  readonly version: number
  readonly kind: string
  readonly session: string | null
  readonly addendumTo: string | null
  readonly template: string
  readonly parts: Readonly<Record<string, string>>
  readonly chips: readonly string[]
}

/** Hashes of today cover what a note belongs to as well (migration 0025). */
const COVERS = 2

/** Locks notes by a signature over their content: SHA-256 of the canonical JSON (RFC 8785). */
export async function signNotes(
  tx: Tx,
  actor: Actor,
  notes: readonly Signing[],
  signsAs: 'author' | 'co-signer' = 'author',
): Promise<void> {
  const signedBy = actor.uid ?? ''
  const waits = signsAs === 'author' && (await needsCoSignature(tx))
  const rows = notes.map((one) => ({
    center_id: actor.center,
    participant_id: one.participant,
    id: newId(),
    note_id: one.note,
    version: one.version,
    session_id: one.session,
    signs_as: signsAs,
    signed_by: signedBy,
    signed_by_name: actor.name,
    hash: hashOf(one, { signedBy, signsAs, covers: COVERS }),
    needs_co_signature: waits,
    covers: COVERS,
  }))
  await tx.insertInto('note_signature').values(rows).execute()
}

/** Whether a note is still what was signed. */
export function matchesSignature(
  note: Signing,
  signature: { signed_by: string; signs_as: string; covers: number; hash: Buffer; version: number },
): boolean {
  const { signed_by: signedBy, covers, hash, version } = signature
  const signsAs = signature.signs_as === 'co-signer' ? 'co-signer' : 'author'
  return version === note.version && timingSafeEqual(hash, hashOf(note, { signedBy, signsAs, covers }))
}

function hashOf(
  one: Signing,
  { covers, ...signature }: { signedBy: string; signsAs: 'author' | 'co-signer'; covers: number },
): Buffer {
  const { participant, note, version, template, parts, chips, kind, session, addendumTo } = one
  const belongsTo = covers === 1 ? null : { kind, session, addendumTo }
  const content = signedContent({ participant, note, version, template, parts, chips, ...signature }, belongsTo)
  return createHash('sha256').update(canonicalJson(content)).digest()
}

/**
 * Why the asker cannot sign for this session's service, in words; null when nothing is in the way. Refusal
 * `not-available` when the session is not the asker's to see.
 */
export async function licenseTroubleIn(
  tx: Tx,
  session: string,
  asked: { today: string; day?: string },
): Promise<string | null> {
  const held = await tx
    .selectFrom('session')
    .innerJoin('service', (join) =>
      join.onRef('service.center_id', '=', 'session.center_id').onRef('service.id', '=', 'session.service_id'),
    )
    .select(['session.service_id', 'session.starts_wall', 'service.name as service'])
    .where('session.id', '=', session)
    .executeTakeFirst()
  if (!held) throw new Refusal('not-available', 'There is nothing here for you.', 404)
  const licenses = await tx
    .selectFrom('staff_license')
    .select(['valid_from', 'valid_until'])
    .where(sql<boolean>`staff_id = sec.my_staff()`)
    .where('service_id', '=', held.service_id)
    .execute()
  return licenseTrouble(licenses, { service: held.service, day: held.starts_wall.slice(0, 10), ...asked })
}

/** Refusal `license-ended`, with the day. */
export async function refuseUnlicensed(tx: Tx, session: string, today: string): Promise<void> {
  const trouble = await licenseTroubleIn(tx, session, { today })
  if (trouble !== null) throw new Refusal('license-ended', trouble)
}
