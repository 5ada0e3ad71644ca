import { sql } from 'kysely'
import type { Finding } from '../center/finding.ts'
import { wallOf, isoOf, zoneNamed, zoneNames } from '../center/zones.ts'
import type { Actor } from '../kernel/claims.ts'
import type { Database, Tx } from '../kernel/database.ts'
import { newId } from '../kernel/ids.ts'
import { Refusal } from '../kernel/refusal.ts'
import { dateOf, dayNumber, weekdayOf } from '../planner/model/time.ts'
import { checkFacts } from './facts.ts'
import {
  keptRows,
  knownCenters,
  loadStored,
  lockImports,
  recordRun,
  storeFacts,
  timeZoneOf,
  type Counts,
  type KnownCenter,
  type Run,
} from './import.rows.ts'
import type { Window } from './read-file.ts'
import { readFolder, type FolderFacts } from './read-folder.worker.ts'

export interface ImportTools extends Pick<Database, 'inTransaction' | 'asNobody'> {
  /** Epoch milliseconds. */
  readonly now: () => number
  readonly log: (line: string) => void
}

export interface ImportOptions {
  /** `setup` may write only while the center has no published week. */
  readonly actor: 'import' | 'setup'
  /** Who answers for the import; stored with it. */
  readonly person: string
  /** Files left out on purpose. */
  readonly without?: readonly string[]
  /** Read, check and compare, but store nothing. */
  readonly preview?: boolean
  /** Length of the calendar window from the Monday of this week on. */
  readonly weeks?: number
  /** Marks a center made by this import as a demo, for good. */
  readonly demo?: boolean
}

export interface ImportResult {
  readonly outcome: 'stored' | 'unchanged' | 'previewed' | 'refused'
  /** The center's id once it is stored. */
  readonly center: string
  readonly counts: Counts
  readonly findings: readonly Finding[]
}

export const DEFAULT_WEEKS = 13

/**
 * Reads a folder (docs/import.md), checks it and stores it in one transaction. Any error: nothing is stored and the
 * outcome is `refused`. The same folder again changes nothing and is `unchanged`. Refuses (throws) only what no file
 * can answer for: a folder that is not there, a center that is not known.
 */
export async function importFolder(folder: string, options: ImportOptions, tools: ImportTools): Promise<ImportResult> {
  const without = options.without ?? []
  const left = without.includes('center.csv') ? await onlyCenter(options, tools) : undefined
  const now = tools.now()
  const windowOf = (zone: string | undefined) => calendarWindow(zone ?? left?.zone, now, options.weeks ?? DEFAULT_WEEKS)
  const { facts, findings, hash } = await readFolder(folder, without, windowOf)
  const row = facts['center.csv']?.[0]
  const known = await tools.asNobody(knownCenters)
  const center = left?.center_id ?? known.find((one) => one.code === row?.code)?.center_id ?? newId(now)
  const { from, until, today } = windowOf(row?.time_zone)
  const { actor, person } = options
  const run: Run = { center, actor, person, demo: options.demo ?? false, hash, today, now, from, until }
  return tools.inTransaction(actorOf(run), async (tx) => {
    await lockImports(tx)
    await refuseTwin(tx, center, row?.code)
    return checkAndStore(tx, { facts, findings, hash }, run, options.preview ?? false)
  })
}

/** The claims an import works under: no person's session, the named person's responsibility. */
export function actorOf({ center, actor, person }: Pick<Run, 'center' | 'actor' | 'person'>): Actor {
  return { center, role: actor, uid: null, session: null, purpose: 'import', name: person }
}

async function checkAndStore(tx: Tx, read: FolderFacts, run: Run, preview: boolean): Promise<ImportResult> {
  const { facts } = read
  const { center } = run
  const stored = await loadStored(tx)
  const findings = [...read.findings, ...checkFacts(facts, stored, zoneNames()), ...keptRows(facts, stored)]
  if (findings.some((finding) => finding.severity === 'error'))
    return { outcome: 'refused', center, counts: {}, findings }
  await sql`SAVEPOINT preview`.execute(tx)
  const counts = await storeFacts(tx, facts, run)
  const isNew = await recordRun(tx, run, { counts, facts }, findings)
  if (preview) await sql`ROLLBACK TO SAVEPOINT preview`.execute(tx)
  return { outcome: preview ? 'previewed' : isNew ? 'stored' : 'unchanged', center, counts, findings }
}

/** Somebody else made the same center since this import looked. */
async function refuseTwin(tx: Tx, center: string, code: string | undefined): Promise<void> {
  const twin = (await knownCenters(tx)).find((one) => one.code === code && one.center_id !== center)
  if (twin === undefined) return
  throw new Refusal(
    'import/at-once',
    `Another import just made "${twin.name}". Nothing stored. Maybe import again now.`,
  )
}

async function onlyCenter(
  options: ImportOptions,
  tools: ImportTools,
): Promise<KnownCenter & { readonly zone: string }> {
  const [center, ...more] = await tools.asNobody(knownCenters)
  if (center === undefined || more.length > 0) {
    const held = center === undefined ? 'no center' : `${more.length + 1} centers`
    throw new Refusal(
      'import/which-center',
      `Without center.csv it is not clear which center is meant: ${held} stored. Maybe add the file.`,
    )
  }
  const actor = actorOf({ center: center.center_id, ...options })
  return { ...center, zone: await tools.inTransaction(actor, (tx) => timeZoneOf(tx, center.center_id)) }
}

/** From the Monday of this week on; an unknown zone reads as UTC, and is an error later. */
function calendarWindow(zoneName: string | undefined, now: number, weeks: number): Window & { readonly today: string } {
  const zone = zoneNamed(zoneName ?? '')
  const today = (zone === undefined ? isoOf(now) : wallOf(zone, now)).slice(0, 10)
  const monday = dayNumber(today) - weekdayOf(today)
  return { today, from: dateOf(monday), until: dateOf(monday + 7 * weeks), zone: zone?.name ?? 'Etc/UTC' }
}
