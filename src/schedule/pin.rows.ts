import { sql } from 'kysely'
import type { Tx } from '../kernel/database.ts'
import { newId } from '../kernel/ids.ts'
import { Refusal } from '../kernel/refusal.ts'
import { onRecord } from '../kernel/trail.ts'
import { changeNames } from './changed-week.rows.ts'
import { moveNames } from './move.rows.ts'
import type { Pin } from '../planner/move/pins.ts'
import type { KeptPin, MakePin, PinNames } from './pin.ts'

/** The pins of a week that nobody removed, as far as the actor of `tx` may see the people. */
export async function pinsOf(tx: Tx, weekStart: string): Promise<KeptPin[]> {
  const rows = await tx
    .selectFrom('pin')
    .selectAll()
    .where('week_start', '=', weekStart)
    .where('removed_at', 'is', null)
    .orderBy('starts_wall')
    .orderBy('id')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    participant: row.participant_id,
    service: row.service_id,
    start: row.starts_wall,
    staff: row.staff_id,
    site: row.site_id,
    telehealth: row.telehealth,
  }))
}

/** Pinning what is pinned already changes nothing. Refusal: `not-available`. */
export async function savePin(
  tx: Tx,
  { pin, ...asked }: { center: string; by: string; weekStart: string; pin: MakePin },
): Promise<void> {
  const seen = await tx
    .selectFrom('participant')
    .select('participant_id')
    .where('participant_id', '=', pin.participant)
    .executeTakeFirst()
  if (!seen) throw nothingHere()
  onRecord(tx, { people: [pin.participant], objects: [asked.weekStart] })
  await tx
    .insertInto('pin')
    .values({
      center_id: asked.center,
      participant_id: pin.participant,
      id: newId(),
      week_start: asked.weekStart,
      service_id: pin.service,
      starts_wall: pin.start,
      staff_id: pin.staff,
      site_id: pin.site,
      telehealth: pin.telehealth,
      pinned_by: asked.by,
    })
    .onConflict((row) => row.doNothing())
    .execute()
}

/** Refusal: `not-available`. */
export async function removePin(tx: Tx, asked: { weekStart: string; pin: string; by: string }): Promise<void> {
  const removed = await tx
    .updateTable('pin')
    .set({ removed_at: sql`now()`, removed_by: asked.by })
    .where('id', '=', asked.pin)
    .where('week_start', '=', asked.weekStart)
    .where('removed_at', 'is', null)
    .returning('participant_id')
    .executeTakeFirst()
  if (!removed) throw nothingHere()
}

/** Names of everything pins speak of, as far as the reader may see them. */
export async function pinNames(tx: Tx, pins: readonly Pin[]): Promise<PinNames> {
  const { people } = await moveNames(
    tx,
    pins.map(({ participant }) => participant),
  )
  return { ...(await changeNames(tx)), people }
}

function nothingHere(): Refusal {
  return new Refusal('not-available', 'There is nothing here for you.', 404)
}
