import type { Actor } from '../kernel/claims.ts'
import type { Tx } from '../kernel/database.ts'
import { newId } from '../kernel/ids.ts'
import { Refusal } from '../kernel/refusal.ts'
import { onRecord } from '../kernel/trail.ts'
import { dateOf, dayNumber } from '../planner/model/time.ts'
import type { RecordTime, TakeDayOff, WeekChanges } from './change.ts'
import { addObligation } from './person-week.rows.ts'

const NOTHING_HERE = new Refusal('not-available', 'There is nothing here for you.', 404)

/** Everybody on the staff and every room, with the times away or closed that touch the week. */
export async function readChanges(tx: Tx, weekStart: string): Promise<WeekChanges> {
  onRecord(tx, { people: [], objects: [weekStart] })
  const week = { from: `${weekStart}T00:00`, until: `${dateOf(dayNumber(weekStart) + 7)}T00:00` }
  const staff = await tx.selectFrom('staff').select(['id', 'name']).orderBy('name').execute()
  const rooms = await tx
    .selectFrom('room')
    .innerJoin('site', (join) =>
      join.onRef('site.center_id', '=', 'room.center_id').onRef('site.id', '=', 'room.site_id'),
    )
    .select(['room.id', 'room.name', 'site.name as site'])
    .orderBy('site.name')
    .orderBy('room.name')
    .execute()
  const away = await tx
    .selectFrom('staff_absence')
    .select(['id', 'staff_id as of', 'starts_wall as start', 'ends_wall as end'])
    .where('withdrawn_at', 'is', null)
    .where('starts_wall', '<', week.until)
    .where('ends_wall', '>', week.from)
    .orderBy('starts_wall')
    .execute()
  const closed = await tx
    .selectFrom('room_closure')
    .select(['id', 'room_id as of', 'starts_wall as start', 'ends_wall as end'])
    .where('withdrawn_at', 'is', null)
    .where('starts_wall', '<', week.until)
    .where('ends_wall', '>', week.from)
    .orderBy('starts_wall')
    .execute()
  const own = (rows: typeof away, id: string) =>
    rows.filter((row) => row.of === id).map(({ of: _of, ...recorded }) => recorded)
  return {
    weekStart,
    staff: staff.map((one) => ({ ...one, away: own(away, one.id) })),
    rooms: rooms.map(({ id, name, site }) => ({ id, name: `${site}, ${name}`, closed: own(closed, id) })),
  }
}

/** A staff member is away between two wall times. Refusals: `not-available`, `end-before-start`. */
export async function recordAbsence(tx: Tx, actor: Actor, staff: string, time: RecordTime): Promise<{ id: string }> {
  refuseBackward(time)
  const known = await tx.selectFrom('staff').select('id').where('id', '=', staff).executeTakeFirst()
  if (!known) throw NOTHING_HERE
  const id = newId()
  onRecord(tx, { people: [], objects: [id, staff], verb: 'write' })
  await tx
    .insertInto('staff_absence')
    .values({
      center_id: actor.center,
      id,
      staff_id: staff,
      starts_wall: time.start,
      ends_wall: time.end,
      recorded_by: actor.name,
    })
    .execute()
  return { id }
}

/** A room cannot be used between two wall times. Refusals: `not-available`, `end-before-start`. */
export async function closeRoom(tx: Tx, actor: Actor, room: string, time: RecordTime): Promise<{ id: string }> {
  refuseBackward(time)
  const known = await tx.selectFrom('room').select('id').where('id', '=', room).executeTakeFirst()
  if (!known) throw NOTHING_HERE
  const id = newId()
  onRecord(tx, { people: [], objects: [id, room], verb: 'write' })
  await tx
    .insertInto('room_closure')
    .values({
      center_id: actor.center,
      id,
      room_id: room,
      starts_wall: time.start,
      ends_wall: time.end,
      recorded_by: actor.name,
    })
    .execute()
  return { id }
}

/** Takes an absence or a closure back; the row stays, with who did it and when. Refusal: `not-available`. */
export async function takeBackTime(
  tx: Tx,
  actor: Actor,
  table: 'staff_absence' | 'room_closure',
  id: string,
): Promise<void> {
  onRecord(tx, { people: [], objects: [id], verb: 'write' })
  const { numUpdatedRows } = await tx
    .updateTable(table)
    .set((change) => ({ withdrawn_by: actor.name, withdrawn_at: change.fn<string>('now') }))
    .where('id', '=', id)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw NOTHING_HERE
}

/** An obligation of somebody, as an address names it. */
export interface ObligationOf {
  readonly participant: string
  readonly obligation: string
}

/**
 * A busy time does not take place on one day and, where it moved, takes place at another time. Files that are read again
 * change neither. Refusals: `not-available`, `already-off`, `not-that-day`, `end-before-start`.
 */
export async function takeDayOff(
  tx: Tx,
  actor: Actor,
  of: ObligationOf,
  asked: TakeDayOff,
): Promise<{ dayOff: string; obligation: string | null }> {
  const dayOff = newId()
  onRecord(tx, { people: [of.participant], objects: [dayOff] })
  const obligation = await tx
    .selectFrom('obligation')
    .select(['weekday', 'starts_wall', 'valid_from', 'valid_until'])
    .where('participant_id', '=', of.participant)
    .where('id', '=', of.obligation)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst()
  if (!obligation) throw NOTHING_HERE
  if (!takesPlaceOn(obligation, asked.onDate))
    throw new Refusal('not-that-day', `Nothing takes place on ${asked.onDate}. Maybe choose another day.`, 400)
  const standing = await tx
    .selectFrom('obligation_day_off')
    .select('id')
    .where('participant_id', '=', of.participant)
    .where('obligation_id', '=', of.obligation)
    .where('on_date', '=', asked.onDate)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst()
  if (standing) throw new Refusal('already-off', 'This day is off already. Maybe look at the week again.')
  await tx
    .insertInto('obligation_day_off')
    .values({
      center_id: actor.center,
      participant_id: of.participant,
      id: dayOff,
      obligation_id: of.obligation,
      on_date: asked.onDate,
      recorded_by: actor.name,
    })
    .execute()
  if (!asked.movedTo) return { dayOff, obligation: null }
  const moved = { center: actor.center, participant: of.participant, ...asked.movedTo, why: undefined }
  const added = await addObligation(tx, moved)
  return { dayOff, obligation: added.id }
}

/** The busy time takes place on that day after all. Refusal: `not-available`. */
export async function takeDayOffBack(tx: Tx, participant: string, dayOff: string): Promise<void> {
  onRecord(tx, { people: [participant], objects: [dayOff], verb: 'write' })
  const { numUpdatedRows } = await tx
    .updateTable('obligation_day_off')
    .set((change) => ({ withdrawn_at: change.fn<string>('now') }))
    .where('participant_id', '=', participant)
    .where('id', '=', dayOff)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw NOTHING_HERE
}

/** Takes back a busy time that was added on the screen; what files and calendars say stays theirs. Refusal: `not-available`. */
export async function takeObligationBack(tx: Tx, of: ObligationOf): Promise<void> {
  onRecord(tx, { people: [of.participant], objects: [of.obligation], verb: 'write' })
  const { numUpdatedRows } = await tx
    .updateTable('obligation')
    .set((change) => ({ withdrawn_at: change.fn<string>('now') }))
    .where('participant_id', '=', of.participant)
    .where('id', '=', of.obligation)
    .where('source', '=', 'screen')
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw NOTHING_HERE
}

function takesPlaceOn(
  row: { weekday: number | null; starts_wall: string | null; valid_from: string | null; valid_until: string | null },
  date: string,
): boolean {
  if (row.weekday === null) return row.starts_wall?.slice(0, 10) === date
  if ((row.valid_from ?? date) > date || (row.valid_until ?? date) < date) return false
  return ((((dayNumber(date) + 3) % 7) + 7) % 7) + 1 === row.weekday
}

function refuseBackward({ start, end }: RecordTime): void {
  if (end <= start) throw new Refusal('end-before-start', 'The end lies before the start. Maybe swap them.', 400)
}
