import { sql } from 'kysely'
import { refuseUnlessReached } from '../access/reach.rows.ts'
import { openerOf } from '../kernel/data-key.rows.ts'
import type { Tx } from '../kernel/database.ts'
import type { KeyStore } from '../kernel/key-store.ts'

/** What one table holds of a person, in the order of `keys`: its primary key after center and person. */
export interface ExportedTable {
  readonly table: string
  readonly keys: readonly string[]
  /** Names that say more than ids: columns of `joined`. */
  readonly shown?: string
  readonly joined?: string
  /** The class of the sealed words in column `sealed`, which are exported opened, as `words`. */
  readonly sealed?: string
}

const NAMED = (table: string) => `JOIN ${table} n ON n.center_id = t.center_id AND n.id = t.${table}_id`

/** @public the test compares this list, and `WITHHELD`, with every table of a person */
export const EXPORTED: readonly ExportedTable[] = [
  { table: 'participant', keys: [] },
  { table: 'episode', keys: ['id'] },
  { table: 'participant_site', keys: ['site_id'], shown: 'n.name AS site', joined: NAMED('site') },
  { table: 'caseload', keys: ['id'], shown: 'n.name AS counselor', joined: NAMED('staff') },
  { table: 'prescription', keys: ['id'] },
  {
    table: 'prescribed_service',
    keys: ['prescription_id', 'service_id'],
    shown: 'n.name AS service',
    joined: NAMED('service'),
  },
  { table: 'family_time', keys: ['block_id'], shown: 'n.code AS block', joined: NAMED('block') },
  { table: 'obligation', keys: ['id'] },
  { table: 'obligation_day_off', keys: ['id'] },
  { table: 'obligation_reason', keys: ['obligation_id'] },
  { table: 'calendar_coverage', keys: [] },
  { table: 'import_warning', keys: ['id'] },
  {
    table: 'seat',
    keys: ['session_id'],
    shown: 's.starts_wall, s.ends_wall, s.time_zone, s.telehealth, v.name AS service, w.name AS "with", p.name AS site',
    joined: `JOIN session s ON s.center_id = t.center_id AND s.id = t.session_id
      JOIN service v ON v.center_id = s.center_id AND v.id = s.service_id
      JOIN staff w ON w.center_id = s.center_id AND w.id = s.staff_id
      JOIN site p ON p.center_id = s.center_id AND p.id = s.site_id`,
  },
  { table: 'shortfall', keys: ['publication_id', 'service_id'], shown: 'n.name AS service', joined: NAMED('service') },
  { table: 'attendance_mark', keys: ['id'] },
  { table: 'arrival_code', keys: ['id'] },
  { table: 'contact', keys: ['version'] },
  { table: 'message', keys: ['id'] },
  { table: 'outreach_task', keys: ['id'] },
  { table: 'outreach_attempt', keys: ['id'] },
  { table: 'make_up', keys: ['id'] },
  { table: 'make_up_answer', keys: ['make_up_id'] },
  { table: 'ledger_entry', keys: ['id'] },
  { table: 'coverage', keys: ['id'] },
  { table: 'payer_paper', keys: ['id'] },
  { table: 'progress_note', keys: ['id', 'version'] },
  { table: 'note_signature', keys: ['id'] },
  { table: 'note_return', keys: ['id'] },
  { table: 'waiting_list_entry', keys: ['id'] },
  { table: 'lab_place', keys: ['run_id', 'answer'] },
  { table: 'week_offer', keys: ['id'] },
  { table: 'week_request', keys: ['id'] },
  { table: 'pin', keys: ['id'], shown: 'n.name AS service', joined: NAMED('service') },
  { table: 'series_member', keys: ['id'] },
  { table: 'week_notice', keys: ['publication_id'] },
  { table: 'week_notice_answer', keys: ['id'] },
  { table: 'week_notice_reply', keys: ['answer_id'] },
  { table: 'supporter', keys: ['account_id'] },
  { table: 'consent', keys: ['id'] },
  { table: 'consent_revocation', keys: ['consent_id'] },
  { table: 'disclosure', keys: ['id'] },
  { table: 'break_glass', keys: ['id'] },
  { table: 'check_in_words', keys: ['id'], sealed: 'C5' },
]

/** Tables of a person that are not handed out at the press of a button, and why. @public */
export const WITHHELD: Readonly<Record<string, string>> = {
  access_block: 'C12: says that a member of the team is kept from the record, and why',
  break_glass_review: 'C12: what the privacy officer found about a member of the team',
  collateral: 'C7: told by family in confidence',
  counseling_note: 'C4: on request, from the author',
  erasure: 'C12: after an erasure there is nothing left to hand out',
  legal_hold: 'C12: a proceeding may be sealed',
}

/** Rows of one piece: far less than a second of work. */
const PIECE = 1000

/** Where the next piece begins: in which table, after which key. */
export interface ExportPlace {
  readonly table: number
  readonly after: readonly string[] | undefined
}

export const EXPORT_START: ExportPlace = { table: 0, after: undefined }

export interface ExportAsked {
  readonly keys: KeyStore
  readonly center: string
  readonly participant: string
}

type Row = Readonly<Record<string, unknown>>

/**
 * At most 1,000 rows of the person's record from a place on, and the place after them; `next` is undefined at the end.
 * Refusal `not-available` when the reader's right is gone: no rows alone would look like an empty record.
 */
export async function exportPiece(
  tx: Tx,
  asked: ExportAsked,
  place: ExportPlace,
): Promise<{ rows: { table: string; row: Row }[]; next: ExportPlace | undefined }> {
  await refuseUnlessReached(tx, { dataClass: 'C0', verb: 'r', participant: asked.participant })
  const rows: { table: string; row: Row }[] = []
  for (let { table, after } = place; table < EXPORTED.length; table += 1, after = undefined) {
    const part = EXPORTED[table]!
    const wanted = PIECE - rows.length
    if (wanted === 0) return { rows, next: { table, after } }
    const found = await rowsAfter(tx, part, { participant: asked.participant, after, wanted })
    const shown = part.sealed ? await opened(tx, asked, part, found) : found
    rows.push(...shown.map((row) => ({ table: part.table, row })))
    const last = found.at(-1)
    if (last && found.length === wanted)
      return { rows, next: { table, after: part.keys.map((key) => String(last[key])) } }
  }
  return { rows, next: undefined }
}

/** Tables, columns and joins are constants of this file; only values come from outside. */
async function rowsAfter(
  tx: Tx,
  part: ExportedTable,
  asked: { participant: string; after: readonly string[] | undefined; wanted: number },
): Promise<Row[]> {
  const keys = part.keys.map((key) => sql.ref(`t.${key}`))
  const isLater =
    asked.after && keys.length > 0 ? sql`(${sql.join(keys)}) > (${sql.join(asked.after)})` : sql`${!asked.after}`
  const { rows } = await sql<Row>`
    SELECT t.*${sql.raw(part.shown ? `, ${part.shown}` : '')}
    FROM ${sql.table(part.table)} t ${sql.raw(part.joined ?? '')}
    WHERE t.participant_id = ${asked.participant} AND ${isLater}
    ORDER BY ${sql.join([sql.ref('t.participant_id'), ...keys])} LIMIT ${asked.wanted}`.execute(tx)
  return rows
}

async function opened(tx: Tx, asked: ExportAsked, part: ExportedTable, rows: readonly Row[]): Promise<Row[]> {
  if (rows.length === 0) return []
  const open = await openerOf(tx, asked.keys, asked)
  return rows.map(({ sealed, ...row }) => ({
    ...row,
    words: open(
      { table: part.table, column: 'sealed', dataClass: part.sealed ?? '', id: String(row['id']) },
      sealed as Buffer,
    ),
  }))
}
