import { createHash } from 'node:crypto'
import { canonicalJson } from '../kernel/canonical-json.ts'
import type { Actor } from '../kernel/claims.ts'
import type { Tx } from '../kernel/database.ts'
import { newId } from '../kernel/ids.ts'
import { Refusal } from '../kernel/refusal.ts'
import { signedContent } from './progress-note.ts'

/** A note about to be signed. */
export interface Signing {
  readonly participant: string
  readonly note: string
  readonly version: number
  readonly session: string | null
  readonly template: string
  readonly parts: Readonly<Record<string, string>>
  readonly chips: readonly string[]
}

/** Locks notes by a signature over their content: SHA-256 of the canonical JSON (RFC 8785). */
export async function signNotes(
  tx: Tx,
  actor: Actor,
  notes: readonly Signing[],
  signsAs: 'author' | 'co-signer' = 'author',
): Promise<void> {
  const signedBy = actor.uid ?? ''
  const rows = notes.map((one) => {
    const { session, ...content } = one
    const bytes = canonicalJson(signedContent({ ...content, signedBy, signsAs }))
    return {
      center_id: actor.center,
      participant_id: one.participant,
      id: newId(),
      note_id: one.note,
      version: one.version,
      session_id: session,
      signs_as: signsAs,
      signed_by: signedBy,
      signed_by_name: actor.name,
      hash: createHash('sha256').update(bytes).digest(),
    }
  })
  await tx.insertInto('note_signature').values(rows).execute()
}

/**
 * Nobody signs for a service they were not licensed for on its day, or are no longer licensed for. Refusal
 * `license-ended`, with the day.
 */
export async function refuseUnlicensed(tx: Tx, session: string, today: string): Promise<void> {
  const held = await tx
    .selectFrom('session')
    .innerJoin('service', (join) =>
      join.onRef('service.center_id', '=', 'session.center_id').onRef('service.id', '=', 'session.service_id'),
    )
    .innerJoin('staff', (join) =>
      join.onRef('staff.center_id', '=', 'session.center_id').onRef('staff.id', '=', 'session.staff_id'),
    )
    .select(['session.staff_id', 'session.service_id', 'session.starts_wall', 'service.name as service', 'staff.name'])
    .where('session.id', '=', session)
    .executeTakeFirst()
  if (!held) throw new Refusal('not-available', 'There is nothing here for you.', 404)
  const licenses = await tx
    .selectFrom('staff_license')
    .select(['valid_from', 'valid_until'])
    .where('staff_id', '=', held.staff_id)
    .where('service_id', '=', held.service_id)
    .execute()
  const validOn = (day: string) =>
    licenses.some((one) => one.valid_from <= day && (one.valid_until === null || one.valid_until >= day))
  const day = held.starts_wall.slice(0, 10)
  if (validOn(day) && validOn(today)) return
  const ended = licenses
    .flatMap((one) => one.valid_until ?? [])
    .toSorted()
    .at(-1)
  const since = ended === undefined ? 'No license is recorded' : `The license ended on ${ended}`
  throw new Refusal(
    'license-ended',
    `${since} for ${held.service}. Maybe record the renewed license, or ask a supervisor what to do with this note.`,
  )
}
