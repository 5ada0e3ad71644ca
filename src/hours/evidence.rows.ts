import { sql } from 'kysely'
import type { Tx } from '../kernel/database.ts'
import { groupBy } from '../schedule/week.rows.ts'
import type { StoredEntry } from './entries.rows.ts'
import { countedBy, type Evidence, type HoursEvent, type HoursSession } from './hours.ts'
import { PayerPack } from './payer-pack.ts'
import { packOfRule } from './rule-words.ts'

/** Who made an event and why, as far as the asker may read the event. */
export type ToldBy = ReadonlyMap<string, { by: string; why: string | null }>

/** What the asker may know of the people behind the events of these entries; in the asker's own transaction. */
export async function toldBy(tx: Tx, participant: string, entries: readonly StoredEntry[]): Promise<ToldBy> {
  const ids = idsIn(entries)
  const marks = await tx
    .selectFrom('attendance_mark')
    .select(['id', 'marked_by_name as by', 'why'])
    .where('participant_id', '=', participant)
    .where(isOneOf(ids))
    .execute()
  const signatures = await tx
    .selectFrom('note_signature')
    .select(['id', 'signed_by_name as by'])
    .where('participant_id', '=', participant)
    .where(isOneOf(ids))
    .execute()
  return new Map([...marks, ...signatures.map((one) => ({ ...one, why: null }))].map((one) => [one.id, one]))
}

/** The events, sessions and packs that entries name. The ledger reads them: the asker's right to the numbers was decided. */
export async function evidenceOf(
  tx: Tx,
  participant: string,
  entries: readonly StoredEntry[],
  told: ToldBy,
): Promise<Evidence> {
  const ids = idsIn(entries)
  const events = [
    ...(await prescriptionsAmong(tx, participant, ids)),
    ...(await seatsAmong(tx, participant, ids)),
    ...(await marksAmong(tx, participant, ids)),
    ...(await signaturesAmong(tx, participant, ids)),
  ]
  const sessions = [...new Set(events.flatMap(({ session }) => session ?? []))]
  return {
    events: events.map((event) => ({ ...event, by: null, why: null, ...told.get(event.id) })),
    sessions: await sessionsAmong(tx, sessions),
    packs: await packsAmong(tx, entries),
  }
}

type Fact = Omit<HoursEvent, 'by' | 'why'>
const NOTHING = { session: null, status: null, minutes: null, inAt: null, outAt: null, withdrawn: false }

async function prescriptionsAmong(tx: Tx, participant: string, ids: readonly string[]): Promise<Fact[]> {
  const rows = await tx
    .selectFrom('prescription')
    .select(['id', 'weekly_minutes_target as minutes', 'recorded_at as at'])
    .where('participant_id', '=', participant)
    .where(isOneOf(ids))
    .execute()
  return rows.map((row) => ({ ...NOTHING, ...row, kind: 'prescription' }))
}

async function seatsAmong(tx: Tx, participant: string, ids: readonly string[]): Promise<Fact[]> {
  const rows = await tx
    .selectFrom('seat')
    .select(['session_id', 'seated_at', 'withdrawn_at'])
    .where('participant_id', '=', participant)
    .where(isOneOf(ids, 'session_id'))
    .execute()
  return rows.map((row) => ({
    ...NOTHING,
    id: row.session_id,
    kind: 'seat',
    session: row.session_id,
    withdrawn: row.withdrawn_at !== null,
    at: row.withdrawn_at ?? row.seated_at,
  }))
}

async function marksAmong(tx: Tx, participant: string, ids: readonly string[]): Promise<Fact[]> {
  const rows = await tx
    .selectFrom('attendance_mark')
    .select(['id', 'session_id as session', 'status', 'in_at as inAt', 'out_at as outAt', 'marked_at as at'])
    .where('participant_id', '=', participant)
    .where(isOneOf(ids))
    .execute()
  return rows.map((row) => ({ ...NOTHING, ...row, kind: 'mark' }))
}

async function signaturesAmong(tx: Tx, participant: string, ids: readonly string[]): Promise<Fact[]> {
  const rows = await tx
    .selectFrom('note_signature')
    .select(['id', 'session_id as session', 'signed_at as at'])
    .where('participant_id', '=', participant)
    .where(isOneOf(ids))
    .execute()
  return rows.map((row) => ({ ...NOTHING, ...row, kind: 'signature' }))
}

async function sessionsAmong(tx: Tx, ids: readonly string[]): Promise<HoursSession[]> {
  return tx
    .selectFrom('session')
    .innerJoin('service', (join) =>
      join.onRef('service.center_id', '=', 'session.center_id').onRef('service.id', '=', 'session.service_id'),
    )
    .select(['session.id', 'service.name as service', 'service.kind'])
    .select(['session.starts_wall as start', 'session.ends_wall as end'])
    .where(sql<boolean>`session.id = ANY (${sql.val([...ids])}::uuid[])`)
    .orderBy('session.starts_at')
    .execute()
}

async function packsAmong(tx: Tx, entries: readonly StoredEntry[]): Promise<Evidence['packs']> {
  const named = new Set(entries.flatMap(({ rule, ruleVersion }) => nameOfVersion(packOfRule(rule), ruleVersion)))
  if (named.size === 0) return []
  const rows = await tx.selectFrom('payer_pack').select(['id', 'version', 'document']).execute()
  const read = groupBy(rows, ({ id, version }) => `${id} ${version}`)
  return [...named].flatMap((name) => read.get(name)?.map(({ document }) => countedBy(PayerPack.parse(document))) ?? [])
}

function nameOfVersion(pack: string | null, version: number): string[] {
  return pack === null ? [] : [`${pack} ${version}`]
}

function idsIn(entries: readonly StoredEntry[]): string[] {
  return [...new Set(entries.flatMap(({ events }) => events))]
}

function isOneOf(ids: readonly string[], column: 'id' | 'session_id' = 'id') {
  return sql<boolean>`${sql.ref(column)} = ANY (${sql.val([...ids])}::uuid[])`
}
