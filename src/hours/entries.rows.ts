import { type Selectable, sql } from 'kysely'
import type { Tx } from '../kernel/database.ts'
import { newId } from '../kernel/ids.ts'
import type { LedgerEntry as LedgerRow } from '../kernel/tables.generated.ts'
import type { LedgerEntry, Stage } from './entry.ts'
import type { KeptEntry } from './hours.ts'
import { ledgerOf } from './ledger.ts'
import { weekEventsOf } from './hours.rows.ts'

/** An entry as it stands in the database. */
export type StoredEntry = KeptEntry

/** The entries in force of one person's week: those no other replaces. */
async function entriesInForce(tx: Tx, participant: string, weekStart: string): Promise<StoredEntry[]> {
  const all = await allEntries(tx, participant, weekStart)
  const replaced = new Set(all.map(({ replaces }) => replaces))
  return all.filter(({ id }) => !replaced.has(id))
}

/** Every entry of one person's week, corrected ones too, in the order they were made. */
export async function allEntries(tx: Tx, participant: string, weekStart: string): Promise<StoredEntry[]> {
  const { rows } = await sql<Selectable<LedgerRow>>`
    SELECT * FROM evenkeel.entries_of_week(${participant}, ${weekStart}::date)`.execute(tx)
  return rows.map((row) => ({
    id: row.id,
    stage: row.stage as Stage,
    subject: row.subject,
    day: row.day,
    minutes: row.minutes,
    rule: row.rule,
    ruleVersion: row.rule_version,
    events: row.events,
    replaces: row.replaces,
    enteredAt: row.entered_at,
  }))
}

/**
 * Counts one week anew from its events and appends what differs from the entries in force. A subject that is no longer
 * there (a withdrawn session) is entered with 0 minutes. Counting twice appends nothing. The caller holds the week's lock.
 */
export async function settleWeek(
  tx: Tx,
  week: { center: string; participant: string; weekStart: string },
): Promise<number> {
  const counted = ledgerOf(await weekEventsOf(tx, week.participant, week.weekStart))
  const standing = new Map((await entriesInForce(tx, week.participant, week.weekStart)).map((one) => [keyOf(one), one]))
  const wanted = new Map(counted.map((one) => [keyOf(one), one]))
  const gone = [...standing.values()]
    .filter((one) => !wanted.has(keyOf(one)) && one.rule !== 'withdrawn')
    .map((one) => ({ ...one, minutes: 0, rule: 'withdrawn', ruleVersion: 0 }))
  const changed = [...counted.filter((one) => !sameEntry(standing.get(keyOf(one)), one)), ...gone]
  if (changed.length === 0) return 0
  await tx
    .insertInto('ledger_entry')
    .values(
      changed.map((one) => ({
        center_id: week.center,
        participant_id: week.participant,
        id: newId(),
        week_start: week.weekStart,
        stage: one.stage,
        subject: one.subject,
        day: one.day,
        minutes: one.minutes,
        rule: one.rule,
        rule_version: one.ruleVersion,
        events: sql<string[]>`${sql.val([...one.events])}::text[]`,
        replaces: standing.get(keyOf(one))?.id ?? null,
      })),
    )
    .execute()
  return changed.length
}

function keyOf({ stage, subject }: Pick<LedgerEntry, 'stage' | 'subject'>): string {
  return `${stage} ${subject}`
}

function sameEntry(standing: LedgerEntry | undefined, counted: LedgerEntry): boolean {
  if (!standing) return false
  return (
    standing.minutes === counted.minutes &&
    standing.rule === counted.rule &&
    standing.ruleVersion === counted.ruleVersion &&
    standing.events.join(' ') === counted.events.join(' ')
  )
}
