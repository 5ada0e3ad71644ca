import { sql } from 'kysely'
import type { Actor } from '../kernel/claims.ts'
import type { Tx } from '../kernel/database.ts'
import { newId } from '../kernel/ids.ts'
import { onRecord } from '../kernel/trail.ts'

/** A member of staff whose notes are read in supervision, or not. */
export interface Supervised {
  readonly staff: string
  readonly name: string
  readonly needed: boolean
}

/** Whether the asker's notes need a second signature at this moment. */
export async function needsCoSignature(tx: Tx): Promise<boolean> {
  const latest = await tx
    .selectFrom('co_signature_rule')
    .select('needed')
    .where(sql<boolean>`staff_id = sec.my_staff()`)
    .orderBy('entered_at', 'desc')
    .orderBy('id', 'desc')
    .executeTakeFirst()
  return latest?.needed === true
}

/** Everybody at the supervisor's site who writes notes, with what was said last of their second signature. */
export async function supervisedTeam(tx: Tx): Promise<Supervised[]> {
  const { rows } = await sql<Supervised>`
    SELECT mate.id AS staff, mate.name, coalesce((SELECT r.needed FROM co_signature_rule r
        WHERE r.center_id = mate.center_id AND r.staff_id = mate.id ORDER BY r.entered_at DESC, r.id DESC LIMIT 1), false) AS needed
    FROM staff me JOIN staff mate ON mate.center_id = me.center_id AND mate.site_id = me.site_id
    WHERE me.id = sec.my_staff() AND mate.id <> me.id AND mate.role IN ('counselor', 'prescriber', 'nurse')
    ORDER BY mate.name`.execute(tx)
  return rows
}

/** Says from now on whether somebody's notes need a second signature; what is signed stays as it is. */
export async function enterCoSignatureRule(
  tx: Tx,
  actor: Actor,
  rule: { staff: string; needed: boolean },
): Promise<void> {
  const id = newId()
  onRecord(tx, { objects: [id], verb: 'write' })
  await tx
    .insertInto('co_signature_rule')
    .values({
      center_id: actor.center,
      staff_id: rule.staff,
      id,
      needed: rule.needed,
      entered_by: actor.uid ?? '',
      entered_by_name: actor.name,
    })
    .execute()
}
