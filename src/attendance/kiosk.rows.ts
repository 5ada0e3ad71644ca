import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { instantOfIso, isoOf, wallOf, zoneNamed } from '../center/zones.ts'
import { type Actor, tokenHash } from '../kernel/claims.ts'
import type { Database, Tx } from '../kernel/database.ts'
import { newId, newToken } from '../kernel/ids.ts'
import { Refusal } from '../kernel/refusal.ts'
import { onRecord } from '../kernel/trail.ts'
import { type AtDoor, arrivedFor } from './arrival.ts'
import { statusOfArrival } from './attendance.ts'
import { type Kiosks, type MadeKiosk, type MakeKiosk, openingCode, plainCode } from './kiosk.ts'
import { ruleOn } from './today.rows.ts'

/** Unknown, withdrawn, not expected now: all look alike. */
const CODE_UNKNOWN = new Refusal('code-unknown', 'This code is not expected here now. Please ask at the desk.', 404)
const TOO_MANY = new Refusal('too-many', 'Please wait a minute, or ask at the desk.', 429)

/** A device at the door; its secret found it. */
export interface FoundKiosk {
  readonly actor: Actor
  readonly timeZone: string
}

/** Makes a kiosk and the one-time code that opens it on a device. Refusal: `not-available` for a site there is not. */
export async function makeKiosk(tx: Tx, actor: Actor, { name, site }: MakeKiosk): Promise<MadeKiosk> {
  const id = newId()
  const code = openingCode(randomBytes(10))
  onRecord(tx, { people: [], objects: [id] })
  const known = await tx.selectFrom('site').select('id').where('id', '=', site).executeTakeFirst()
  if (!known) throw new Refusal('not-available', 'There is nothing here for you.', 404)
  await tx
    .insertInto('kiosk')
    .values({
      center_id: actor.center,
      id,
      name,
      site_id: site,
      opening_hash: tokenHash(plainCode(code)),
      made_by_name: actor.name,
    })
    .execute()
  return { id, code }
}

/** The kiosks that were not ended. */
export async function listKiosks(tx: Tx): Promise<Kiosks> {
  onRecord(tx, { people: [] })
  const rows = await tx
    .selectFrom('kiosk')
    .innerJoin('site', (join) =>
      join.onRef('site.center_id', '=', 'kiosk.center_id').onRef('site.id', '=', 'kiosk.site_id'),
    )
    .select(['kiosk.id', 'kiosk.name', 'site.name as site', 'made_at as madeAt', 'made_by_name as madeBy', 'opened_at'])
    .where('revoked_at', 'is', null)
    .orderBy('made_at')
    .execute()
  const sites = await tx.selectFrom('site').select(['id', 'name']).orderBy('name').execute()
  return { kiosks: rows.map(({ opened_at, ...row }) => ({ ...row, open: opened_at !== null })), sites }
}

/** False when there is no such kiosk any more. */
export async function endKiosk(tx: Tx, id: string): Promise<boolean> {
  onRecord(tx, { people: [], objects: [id] })
  const ended = await tx
    .updateTable('kiosk')
    .set({ revoked_at: sql`now()` })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return ended.numUpdatedRows === 1n
}

/** Spends a one-time code; the device's secret from now on, undefined for a code that opens nothing. */
export async function openKiosk(database: Database, code: string): Promise<string | undefined> {
  const token = newToken()
  const { rows } = await database.asNobody((tx) =>
    sql<{ opened: boolean }>`
      SELECT auth.open_kiosk(${tokenHash(plainCode(code))}, ${tokenHash(token)}) AS opened`.execute(tx),
  )
  return rows[0]?.opened ? token : undefined
}

export async function findKiosk(database: Database, token: string): Promise<FoundKiosk | undefined> {
  const { rows } = await database.asNobody((tx) =>
    sql<{ center_id: string; kiosk_id: string; name: string; time_zone: string }>`
      SELECT * FROM auth.find_kiosk(${tokenHash(token)})`.execute(tx),
  )
  const [found] = rows
  if (!found) return undefined
  const who = { center: found.center_id, uid: found.kiosk_id, name: found.name }
  return { actor: { ...who, role: 'kiosk', session: null, purpose: 'TREAT' }, timeZone: found.time_zone }
}

/**
 * Notes that whoever shows this code has come, by the center's rule for lateness. Says when, on the center's clock, and
 * nothing about whom. Refusals: `code-unknown`, and `too-many` after five such in a minute.
 */
export async function arrive(database: Database, kiosk: FoundKiosk, code: string, now: number): Promise<string> {
  const zone = zoneNamed(kiosk.timeZone)
  if (!zone) throw new Error(`zone ${kiosk.timeZone} is unknown`)
  const attempt = await beginArrival(database, kiosk.actor)
  const asked = { what: 'kiosk.arrive', person: undefined, verb: 'write' } as const
  const day = wallOf(zone, now).slice(0, 10)
  const known = await database.inTransaction({ ...kiosk.actor, asked }, async (tx) => {
    const expected = await expectedAtDoor(tx, code, now)
    const [first] = expected
    onRecord(tx, { people: first ? [first.participant] : [], outcome: first ? 'done' : 'denied' })
    if (!first) return false
    await sql`SELECT auth.arrival_known(${attempt})`.execute(tx)
    const seat = arrivedFor(expected)
    if (seat) await markArrival(tx, { code, seat, day, now })
    return true
  })
  if (!known) throw CODE_UNKNOWN
  return wallOf(zone, now)
}

/** In a transaction of its own, so that parallel guesses count. */
async function beginArrival(database: Database, actor: Actor): Promise<string> {
  const { rows } = await database.inTransaction(actor, (tx) =>
    sql<{ attempt: string | null }>`SELECT auth.begin_arrival() AS attempt`.execute(tx),
  )
  const attempt = rows[0]?.attempt
  if (!attempt) throw TOO_MANY
  return attempt
}

async function expectedAtDoor(tx: Tx, code: string, now: number): Promise<AtDoor[]> {
  const { rows } = await sql<{
    participant_id: string
    session_id: string
    starts_at: string
    ends_at: string
    marked: boolean
  }>`SELECT * FROM evenkeel.expected_at_door(${code}, ${wholeSecond(now)})`.execute(tx)
  return rows.map((row) => ({
    participant: row.participant_id,
    session: row.session_id,
    startsAt: instantOfIso(row.starts_at),
    endsAt: instantOfIso(row.ends_at),
    marked: row.marked,
  }))
}

async function markArrival(
  tx: Tx,
  { code, seat, day, now }: { code: string; seat: AtDoor; day: string; now: number },
): Promise<void> {
  const mark = newId()
  const session = { ...seat, withdrawn: false, telehealth: false }
  const { status, inAt } = statusOfArrival(session, now, await ruleOn(tx, day))
  onRecord(tx, { objects: [seat.session, mark] })
  await sql`SELECT evenkeel.mark_arrival(${code}, ${mark}, ${seat.session}, ${status}, ${wholeSecond(inAt)},
    ${wholeSecond(now)})`.execute(tx)
}

function wholeSecond(instant: number): string {
  return isoOf(Math.floor(instant / 1000) * 1000)
}
