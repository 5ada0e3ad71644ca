import { sql } from 'kysely'
import { instantOf, instantOfIso, isoOf, wallOf, type Zone, zoneNamed } from '../center/zones.ts'
import type { Database, Tx } from '../kernel/database.ts'
import { onRecord } from '../kernel/trail.ts'
import { dateOf, dayNumber } from '../planner/model/time.ts'
import { type AccessLog, type AccessReport, type TrailAsked, type TrailPage, wordsOf } from './audit.ts'
import type { Said } from './chain.ts'
import type { Checkpoint } from './checkpoint.ts'

/** Entries on one page of the screens. */
const PAGE = 200
/** A report without dates is of the last seven days. */
const DAYS = 7

/**
 * Who touched a person's record, newest first: for the person, and for the privacy officer. Nobody else's data: an entry
 * about many people shows its actor only. Others are refused by the database (42501).
 */
export async function readAccessLog(tx: Tx, participant: string, before: string | undefined): Promise<AccessLog> {
  onRecord(tx, { people: [participant] })
  const zone = await zoneOf(tx)
  const { rows } = await sql<{
    at: string
    name: string | null
    role: string
    own: boolean
    verb: Said['verb']
    what: string
  }>`
    SELECT at, name, role, own, verb, what
    FROM audit.access_log(${participant}, ${before ?? 'infinity'}::timestamptz, ${PAGE})`.execute(tx)
  return {
    entries: rows.map((row) => ({ ...row, at: clockOf(zone, row.at), words: wordsOf(row.what, row.verb) })),
    next: nextOf(rows, PAGE),
  }
}

/** The trail of the center, by person, account and days, newest first; the privacy officer only. */
export async function searchTrail(tx: Tx, asked: TrailAsked & { most?: number; now: number }): Promise<TrailPage> {
  const zone = await zoneOf(tx)
  const most = asked.most ?? PAGE
  const { since, before } = spanOf(zone, asked, asked.now)
  const { rows } = await sql<{
    chain: number
    number: number
    at: string
    actor: string | null
    name: string | null
    people: string[]
    said: Said
  }>`SELECT chain, number, at, actor, name, people, said FROM audit.search(
      ${asked.person ?? null}, ${asked.account ?? null}, ${since}, ${asked.before ?? before}, ${most})`.execute(tx)
  const alone = rows.flatMap((row) => (row.people.length === 1 ? row.people : []))
  const names = await namesOf(tx, alone)
  onRecord(tx, { people: [...alone, ...(asked.person ? [asked.person] : [])] })
  return {
    entries: rows.map(({ said, people, actor, at, ...row }) => ({
      ...row,
      at: clockOf(zone, at),
      account: actor,
      role: said.role,
      verb: said.verb,
      what: said.what,
      outcome: said.outcome,
      purpose: said.purpose,
      people: people.length,
      person: people.length === 1 ? { id: people[0]!, name: names.get(people[0]!) ?? null } : null,
      objects: said.objects,
    })),
    next: nextOf(rows, most),
  }
}

/** Accesses to one person's record with no caseload and no appointment within seven days; the privacy officer only. */
export async function reportAccesses(
  tx: Tx,
  asked: { from?: string | undefined; until?: string | undefined; now: number },
): Promise<AccessReport> {
  const zone = await zoneOf(tx)
  const { since, before, from, until } = spanOf(zone, asked, asked.now)
  const { rows } = await sql<{
    account: string
    name: string
    role: string
    person: string
    times: number
    first_at: string
    last_at: string
  }>`SELECT * FROM audit.without_reason(${since}, ${before})`.execute(tx)
  const people = rows.map((row) => row.person)
  const names = await namesOf(tx, people)
  onRecord(tx, { people })
  return {
    from,
    until,
    accesses: rows.map(({ first_at, last_at, person, ...row }) => ({
      ...row,
      person: { id: person, name: names.get(person) ?? null },
      first: clockOf(zone, first_at),
      last: clockOf(zone, last_at),
    })),
  }
}

/** Where each chain stands, for a checkpoint: numbers and hashes only, so anybody may ask. */
export async function readHeads(database: Database): Promise<Checkpoint['heads']> {
  const { rows } = await database.asNobody((tx) =>
    sql<{ chain: number; number: number; hash: Buffer }>`SELECT chain, number, hash FROM audit.heads()`.execute(tx),
  )
  return rows.map(({ chain, number, hash }) => ({ chain, number, hash: hash.toString('hex') }))
}

/** A sign-in that did not succeed; nobody is known, so nobody is named. */
export async function recordRefusedSignIn(database: Database): Promise<void> {
  await database.asNobody((tx) => sql`SELECT audit.append_refused_sign_in()`.execute(tx))
}

async function zoneOf(tx: Tx): Promise<Zone> {
  const center = await tx.selectFrom('center').select('time_zone').executeTakeFirstOrThrow()
  const zone = zoneNamed(center.time_zone)
  if (!zone) throw new Error(`zone ${center.time_zone} is unknown`)
  return zone
}

/** The instants of a span of the center's days, both included; without days the last seven. */
function spanOf(zone: Zone, asked: { from?: string | undefined; until?: string | undefined }, now: number) {
  const until = asked.until ?? wallOf(zone, now).slice(0, 10)
  const from = asked.from ?? dateOf(dayNumber(until) - DAYS + 1)
  const midnight = (day: string) => isoOf(instantOf(zone, `${day}T00:00`).at)
  return { from, until, since: midnight(from), before: midnight(dateOf(dayNumber(until) + 1)) }
}

async function namesOf(tx: Tx, people: readonly string[]): Promise<Map<string, string>> {
  if (people.length === 0) return new Map()
  const rows = await tx
    .selectFrom('participant')
    .select(['participant_id', 'chosen_name'])
    .where('participant_id', 'in', [...new Set(people)])
    .execute()
  return new Map(rows.map((row) => [row.participant_id, row.chosen_name]))
}

/** An instant of the database as wall time of the center, to the second. */
function clockOf(zone: Zone, at: string): string {
  return wallOf(zone, instantOfIso(`${at.slice(0, 19)}Z`))
}

/** Where the next page begins; a full page may have one. */
function nextOf(rows: readonly { at: string }[], most: number): string | null {
  return rows.length === most ? (rows.at(-1)?.at ?? null) : null
}
