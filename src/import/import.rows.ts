import { sql } from 'kysely'
import { addRows } from '../center/add.rows.ts'
import { idsOf, putBlocks, putCenter, putRooms, putSites, storedBlocks, storedRooms } from '../center/center.rows.ts'
import type { Tally } from '../center/differences.ts'
import { warningAt, type Finding } from '../center/finding.ts'
import { zoneNamed } from '../center/zones.ts'
import { putFamilyTimes, putPrescriptions } from '../care-plan/prescription.rows.ts'
import type { Tx } from '../kernel/database.ts'
import { newId } from '../kernel/ids.ts'
import { Refusal } from '../kernel/refusal.ts'
import { putContacts } from '../message/contact.rows.ts'
import { putCalendars, putObligations } from '../obligation/obligation.rows.ts'
import { participantIds, putCaseload, putEpisodes, putParticipants, putReach } from '../participant/participant.rows.ts'
import { putServices, putTemplates, putTopics, storedServices, storedTemplateCodes } from '../program/program.rows.ts'
import { leaveAdmitted, putWaiting, waitingCodes } from '../waiting-list/waiting.rows.ts'
import { putLicenses, putRoster, putStaff, storedLicenses } from '../team/team.rows.ts'
import type { Facts, Stored } from './facts.ts'

/** What is stored besides the facts, and how. */
export interface Run {
  readonly center: string
  readonly actor: 'import' | 'setup'
  readonly person: string
  readonly demo: boolean
  readonly hash: string
  /** `YYYY-MM-DD` at the center. */
  readonly today: string
  /** Epoch milliseconds. */
  readonly now: number
  /** The calendar window; `until` excluded. */
  readonly from: string
  readonly until: string
}

export type Counts = Readonly<Record<string, Tally>>

/** Codes and offers already stored, for what a folder leaves out. */
export async function loadStored(tx: Tx): Promise<Stored> {
  const people = await participantIds(tx)
  return {
    sites: [...(await idsOf(tx, 'site')).keys()],
    rooms: await storedRooms(tx),
    blocks: await storedBlocks(tx),
    services: await storedServices(tx),
    staff: [...(await idsOf(tx, 'staff')).keys()],
    licenses: await storedLicenses(tx),
    people: [...people.keys()],
    waiting: await waitingCodes(tx),
    templates: await storedTemplateCodes(tx),
  }
}

export interface KnownCenter {
  readonly center_id: string
  readonly code: string
  readonly name: string
}

/** The centers this installation holds; answers without claims. */
export async function knownCenters(tx: Tx): Promise<KnownCenter[]> {
  return (await sql<KnownCenter>`SELECT center_id, code, name FROM auth.centers()`.execute(tx)).rows
}

/** Imports wait for each other until the transaction ends, so that two of them never make one center twice. */
export async function lockImports(tx: Tx): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended('evenkeel import', 0))`.execute(tx)
}

export async function timeZoneOf(tx: Tx, center: string): Promise<string> {
  const row = await tx.selectFrom('center').select('time_zone').where('id', '=', center).executeTakeFirst()
  if (row === undefined)
    throw new Refusal('import/no-center', 'This center is not stored yet. Add center.csv to the folder.')
  return row.time_zone
}

/** Stores the facts of a folder that was checked; the caller's transaction keeps all of it or nothing. */
export async function storeFacts(tx: Tx, facts: Facts, run: Run): Promise<Counts> {
  const counts: Record<string, Tally> = {}
  const put: Put = async (rows, name, store) => {
    if (rows !== undefined) counts[name] = await store(rows)
  }
  await storeCenter({ tx, facts, run, put })
  await storePeople({ tx, facts, run, put })
  await storeLives({ tx, facts, run, put })
  return counts
}

/** Stores the rows of a file, when the folder has it, and counts them under a name. */
type Put = <T>(rows: T | undefined, name: string, store: (given: T) => Promise<Tally>) => Promise<void>

interface Storing {
  readonly tx: Tx
  readonly facts: Facts
  readonly run: Run
  readonly put: Put
}

async function storeCenter({ tx, facts, run: { center, demo }, put }: Storing): Promise<void> {
  const programs = facts.programs.length === 0 ? undefined : facts.programs.map((one) => one.program)
  await put(facts['center.csv']?.[0], 'center', (row) => putCenter(tx, center, row, demo))
  await put(facts['sites.csv'], 'sites', (rows) => putSites(tx, center, rows))
  const sites = await idsOf(tx, 'site')
  await put(facts['rooms.csv'], 'rooms', (rows) => putRooms(tx, center, rows, sites))
  await put(facts['blocks.csv'], 'blocks', (rows) => putBlocks(tx, center, rows))
  await put(facts['services.csv'], 'services', (rows) => putServices(tx, center, rows))
  const services = await idsOf(tx, 'service')
  await put(programs, 'templates', (given) => putTemplates(tx, center, given))
  await put(programs, 'topics', (given) => putTopics(tx, center, given, services))
  await put(facts['staff.csv'], 'staff', (rows) => putStaff(tx, center, rows, sites))
  const staff = await idsOf(tx, 'staff')
  await put(facts['licenses.csv'], 'licenses', (rows) => putLicenses(tx, center, rows, { staff, services }))
  await put(facts['roster.csv'], 'duty times', (rows) => putRoster(tx, center, rows, staff))
}

async function storePeople({ tx, facts, run: { center, today, person }, put }: Storing): Promise<void> {
  const rows = facts['people.csv']
  await put(rows, 'people', (given) => putParticipants(tx, center, given))
  const people = await participantIds(tx)
  const [sites, staff] = [await idsOf(tx, 'site'), await idsOf(tx, 'staff')]
  const [services, blocks] = [await idsOf(tx, 'service'), await idsOf(tx, 'block')]
  await put(rows, 'episodes', (given) => putEpisodes(tx, center, given, people))
  await put(rows, 'sites within reach', (given) => putReach(tx, center, given, { people, sites }))
  await put(rows, 'caseloads', (given) => putCaseload(tx, center, given, { people, staff, today }))
  await put(rows, 'prescriptions', (given) => putPrescriptions(tx, center, given, { people, services }))
  await put(rows, 'family times', (given) => putFamilyTimes(tx, center, given, { people, blocks }))
  if (rows !== undefined) await leaveAdmitted(tx, person)
  await put(facts['waiting.csv'], 'waiting list', (given) => putWaiting(tx, center, given, { sites, services, blocks }))
}

async function storeLives({ tx, facts, run, put }: Storing): Promise<void> {
  const { center, from, until, person, now } = run
  const zone = zoneNamed(await timeZoneOf(tx, center))
  if (zone === undefined) throw new Error('the stored time zone is not in the zone table')
  const people = await participantIds(tx)
  await put(facts['obligations.csv'], 'obligations', (rows) => {
    const named = [...(facts['people.csv'] ?? []), ...(facts['waiting.csv'] ?? [])]
    const of = new Set(named.map((person) => person.code))
    for (const row of rows) of.add(row.person)
    return putObligations(tx, center, rows, { people, of, zone })
  })
  await put(facts['contacts.csv'], 'contacts', (rows) => putContacts(tx, center, rows, { people, person, now }))
  const calendars = facts.calendars.filter((calendar) => people.has(calendar.person))
  await put(calendars.length === 0 ? undefined : calendars, 'calendar times', (given) =>
    putCalendars(tx, center, given, { people, zone, from, until }),
  )
}

/** What is stored but no longer in the folder: kept, and said. */
export function keptRows(facts: Facts, stored: Stored): Finding[] {
  const kept = (
    file: string,
    noun: string,
    inFile: readonly { code: string }[] | undefined,
    codes: readonly string[],
  ) => {
    if (inFile === undefined) return []
    const present = new Set(inFile.map((row) => row.code))
    return codes
      .filter((code) => !present.has(code))
      .map((code) => {
        const place = { file, line: 0, column: 'code', ...(noun === 'participant' ? { person: code } : {}) }
        return warningAt(
          place,
          `${noun} "${code}" is stored, but no longer in the file`,
          'Kept as it was. Nothing is deleted.',
        )
      })
  }
  const rooms = facts['rooms.csv']?.map((room) => ({ code: `${room.site}/${room.code}` }))
  return [
    ...kept('sites.csv', 'site', facts['sites.csv'], stored.sites),
    ...kept('rooms.csv', 'room', rooms, stored.rooms),
    ...kept(
      'blocks.csv',
      'block',
      facts['blocks.csv'],
      stored.blocks.map((block) => block.code),
    ),
    ...kept(
      'services.csv',
      'service',
      facts['services.csv'],
      stored.services.map((service) => service.code),
    ),
    ...kept('staff.csv', 'member of staff', facts['staff.csv'], stored.staff),
    ...kept(
      'people.csv',
      'participant',
      facts['people.csv'],
      stored.people.filter((code) => !stored.waiting.includes(code)),
    ),
    ...kept('waiting.csv', 'participant', facts['waiting.csv'], stored.waiting),
  ]
}

/**
 * Records the run with its warnings, unless it is the last run over again; they take the place of what an earlier run said
 * of the same files. Returns whether anything was new.
 */
export async function recordRun(
  tx: Tx,
  run: Run,
  { counts, facts }: { readonly counts: Counts; readonly facts: Facts },
  warnings: readonly Finding[],
): Promise<boolean> {
  const { center } = run
  const last = await tx
    .selectFrom('import_run')
    .select('folder_hash')
    .orderBy('imported_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  const changes = Object.values(counts).some((tally) => tally.added + tally.changed > 0)
  if (!changes && last?.folder_hash === run.hash) return false
  const id = newId()
  const { actor, person: for_person, hash: folder_hash } = run
  await tx
    .insertInto('import_run')
    .values({ center_id: center, id, actor, for_person, folder_hash, counts: JSON.stringify(counts) })
    .execute()
  await tx
    .updateTable('import_warning')
    .set({ superseded_at: sql`now()` })
    .where('superseded_at', 'is', null)
    .where('file', 'in', filesRead(facts))
    .execute()
  const people = await participantIds(tx)
  const rows = warnings.map((warning) => ({
    center_id: center,
    id: newId(),
    run_id: id,
    participant_id: people.get(warning.person ?? '') ?? null,
    file: warning.file,
    line: warning.line === 0 ? null : warning.line,
    column_name: warning.column === '' ? null : warning.column,
    what: warning.what,
    fix: warning.fix,
  }))
  await addRows(tx, 'import_warning', rows)
  return true
}

function filesRead({ programs, calendars, ...tables }: Facts): string[] {
  return [...Object.keys(tables), ...[...programs, ...calendars].map(({ file }) => file)]
}
