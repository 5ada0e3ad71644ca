import type { Actor } from '../kernel/claims.ts'
import type { Tx } from '../kernel/database.ts'
import { newId } from '../kernel/ids.ts'
import { Refusal } from '../kernel/refusal.ts'
import { onRecord } from '../kernel/trail.ts'
import { railsOf } from './choice.rows.ts'
import { type ChoiceRailsHistory, type EnterRails, sameRails } from './choice-rails.ts'

/** Of the changes, what a screen shows. */
const MOST_CHANGES = 20

export async function readRails(tx: Tx): Promise<ChoiceRailsHistory> {
  const { noticeHours, changesAWeek, cover } = await railsOf(tx)
  const rows = await tx
    .selectFrom('choice_rails')
    .selectAll()
    .orderBy('entered_at', 'desc')
    .orderBy('id', 'desc')
    .limit(MOST_CHANGES)
    .execute()
  return {
    inForce: { noticeHours, changesAWeek, cover },
    changes: rows.map((row) => ({
      id: row.id,
      noticeHours: row.notice_hours,
      changesAWeek: row.changes_a_week,
      cover: row.cover,
      enteredBy: row.entered_by,
      enteredAt: row.entered_at,
    })),
  }
}

/** Sets the rails from now on; wishes that wait already keep waiting for a person. Refusal: `rails-unchanged`. */
export async function enterRails(tx: Tx, actor: Actor, rails: EnterRails): Promise<void> {
  if (sameRails(await railsOf(tx), rails))
    throw new Refusal('rails-unchanged', 'These are the limits already. Maybe change one of them first.')
  const id = newId()
  onRecord(tx, { people: [], objects: [id], verb: 'write' })
  await tx
    .insertInto('choice_rails')
    .values({
      center_id: actor.center,
      id,
      notice_hours: rails.noticeHours,
      changes_a_week: rails.changesAWeek,
      cover: rails.cover,
      entered_by: actor.name,
    })
    .execute()
}
