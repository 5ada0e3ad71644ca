import { addRows } from './add.rows.ts'
import type { Tx } from '../kernel/database.ts'
import { newId } from '../kernel/ids.ts'
import type { BlockRow, CenterRow, RoomRow, SiteRow } from './center.ts'
import { differences, tallyOf, type Tally } from './differences.ts'

/** Ids of rows by the center's own codes. */
export type Ids = ReadonlyMap<string, string>

/** Makes the center or brings its name and zone up to date. `demo` is set once, when the center is made. */
export async function putCenter(tx: Tx, center: string, row: CenterRow, demo: boolean): Promise<Tally> {
  const present = await tx.selectFrom('center').select(['code', 'name', 'time_zone']).where('id', '=', center).execute()
  const { code, name, time_zone } = row
  const found = differences([{ code, name, time_zone }], present, (one) => one.code)
  if (found.added.length > 0)
    await tx.insertInto('center').values({ id: center, code, name, time_zone, demo }).execute()
  if (found.changed.length > 0)
    await tx.updateTable('center').set({ name, time_zone }).where('id', '=', center).execute()
  return tallyOf(found)
}

export async function putSites(tx: Tx, center: string, rows: readonly SiteRow[]): Promise<Tally> {
  const present = await tx.selectFrom('site').select(['id', 'code', 'name', 'telehealth_pool']).execute()
  const wanted = rows.map(({ code, name, telehealth_pool }) => ({ code, name, telehealth_pool }))
  const found = differences(wanted, present, (site) => site.code)
  await addRows(
    tx,
    'site',
    found.added.map((site) => ({ ...site, center_id: center, id: newId() })),
  )
  for (const { from, to } of found.changed) {
    await tx.updateTable('site').set(to).where('center_id', '=', center).where('id', '=', from.id).execute()
  }
  return tallyOf(found)
}

export async function putRooms(tx: Tx, center: string, rows: readonly RoomRow[], sites: Ids): Promise<Tally> {
  const present = await tx.selectFrom('room').select(['id', 'site_id', 'code', 'name', 'seats', 'kinds']).execute()
  const wanted = rows.map(({ site, code, name, seats, kinds }) => ({
    site_id: sites.get(site) ?? '',
    code,
    name: name ?? code,
    seats,
    kinds: kinds as string[],
  }))
  const found = differences(wanted, present, (room) => `${room.site_id} ${room.code}`)
  await addRows(
    tx,
    'room',
    found.added.map((room) => ({ ...room, center_id: center, id: newId() })),
  )
  for (const { from, to } of found.changed) {
    await tx.updateTable('room').set(to).where('center_id', '=', center).where('id', '=', from.id).execute()
  }
  return tallyOf(found)
}

export async function putBlocks(tx: Tx, center: string, rows: readonly BlockRow[]): Promise<Tally> {
  const present = await tx
    .selectFrom('block')
    .select(['id', 'code', 'weekday', 'starts_minute', 'ends_minute', 'part'])
    .execute()
  const wanted = rows.map((row) => ({
    code: row.code,
    weekday: row.day,
    starts_minute: row.starts,
    ends_minute: row.ends,
    part: row.part as string,
  }))
  const found = differences(wanted, present, (block) => block.code)
  await addRows(
    tx,
    'block',
    found.added.map((block) => ({ ...block, center_id: center, id: newId() })),
  )
  for (const { from, to } of found.changed) {
    await tx.updateTable('block').set(to).where('center_id', '=', center).where('id', '=', from.id).execute()
  }
  return tallyOf(found)
}

/** Ids of the center's sites or blocks by code. */
export async function idsOf(tx: Tx, table: 'site' | 'block' | 'service' | 'staff'): Promise<Ids> {
  const rows = await tx.selectFrom(table).select(['id', 'code']).execute()
  return new Map(rows.map((row) => [row.code, row.id]))
}

/** The center's blocks as `blocks.csv` would say them. */
export async function storedBlocks(tx: Tx): Promise<BlockRow[]> {
  const rows = await tx
    .selectFrom('block')
    .select(['code', 'weekday', 'starts_minute', 'ends_minute', 'part'])
    .execute()
  return rows.map((row) => ({
    code: row.code,
    day: row.weekday,
    starts: row.starts_minute,
    ends: row.ends_minute,
    part: row.part as BlockRow['part'],
    line: 0,
  }))
}

/** The center's rooms as `site/room`, by the codes of both. */
export async function storedRooms(tx: Tx): Promise<string[]> {
  const rows = await tx
    .selectFrom('room')
    .innerJoin('site', 'site.id', 'room.site_id')
    .select(['site.code as site', 'room.code'])
    .execute()
  return rows.map((row) => `${row.site}/${row.code}`)
}
