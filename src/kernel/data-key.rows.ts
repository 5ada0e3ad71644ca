import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Database, Tx } from './database.ts'
import { newId } from './ids.ts'
import type { KeyName, KeyStore } from './key-store.ts'
import { Refusal } from './refusal.ts'
import { seal, unreadable, unseal, type Place } from './seal.ts'

export interface Person {
  readonly center: string
  readonly participant: string
}

/** A place among one person's records: the person is added by whoever holds the key. */
export interface PersonPlace extends Omit<Place, 'row' | 'version'> {
  readonly id: string
  /** 1 unless records of this table are amended. */
  readonly version?: number
}

/** Nothing is added to the words of somebody whose words were erased. */
export const ERASED = new Refusal(
  'erased',
  'The words of this person were erased for good; nothing can be added. Maybe admit the person anew.',
)

/** Seals words with the person's data key, made at the first words. Refusal `erased`: the person's key was destroyed. */
export async function sealerOf(
  tx: Tx,
  keys: KeyStore,
  person: Person,
): Promise<(place: PersonPlace, words: string) => Buffer> {
  const dataKey = (await keyOf(tx, keys, person)) ?? (await newKeyOf(tx, keys, person))
  if (dataKey === 'erased') throw ERASED
  return (place, words) => seal(dataKey, inFull(person, place), Buffer.from(words))
}

/**
 * Opens the person's sealed words; null for each of them once the key was destroyed, in this database or since this copy
 * of it was taken. Refusal `sealed-unreadable`: see `unseal`, or the key is missing without an erasure.
 */
export async function openerOf(
  tx: Tx,
  keys: KeyStore,
  person: Person,
): Promise<(place: PersonPlace, sealed: Buffer) => string | null> {
  const dataKey = await keyOf(tx, keys, person)
  return (place, sealed) => {
    if (dataKey === 'erased') return null
    if (!dataKey) throw unreadable(place)
    return unseal(dataKey, inFull(person, place), sealed).toString()
  }
}

/**
 * Destroys the person's data key in this transaction (trust.md 4.5, crypto-shredding); their sealed words read as erased
 * from here on, and what they told of their obligations is deleted. The caller gives the result to `KeyStore.destroy` after the commit, which ends it in every copy of the
 * database too; a crash in between is made good by the next start (`keysAtStart`).
 */
export async function shred(tx: Tx, participant: string, why: string): Promise<KeyName[]> {
  const { rows } = await sql<{
    year_key: string
    key_id: string
  }>`SELECT * FROM sec.shred(${participant}, ${why})`.execute(tx)
  return rows.map((row) => ({ yearKey: row.year_key, id: row.key_id }))
}

/** Of these people, those whose words were erased. */
export async function erasedOf(tx: Tx, people: readonly string[]): Promise<ReadonlySet<string>> {
  if (people.length === 0) return new Set()
  const { rows } = await sql<{ person: string }>`
    SELECT person FROM unnest(${sql.val([...people])}::uuid[]) person WHERE sec.is_erased(person)`.execute(tx)
  return new Set(rows.map(({ person }) => person))
}

/** The year keys that data keys of this database need, and the data keys that must be forgotten. */
export async function keysAtStart(database: Database): Promise<{ inUse: string[]; shredded: KeyName[] }> {
  const inUse = await database.asNobody((tx) => sql<{ id: string }>`SELECT sec.year_keys_in_use() AS id`.execute(tx))
  const shredded = await database.asNobody((tx) =>
    sql<{ year_key: string; key_id: string }>`SELECT * FROM sec.shredded_keys()`.execute(tx),
  )
  return {
    inUse: inUse.rows.map((row) => row.id),
    shredded: shredded.rows.map((row) => ({ yearKey: row.year_key, id: row.key_id })),
  }
}

async function keyOf(tx: Tx, keys: KeyStore, person: Person): Promise<Buffer | 'erased' | undefined> {
  const { rows } = await sql<{ id: string; year_key: string; wrapped: Buffer }>`
    SELECT * FROM sec.sealed_key_of(${person.participant})`.execute(tx)
  const stored = rows[0]
  if (stored) {
    const wrapping = keys.wrapping({ yearKey: stored.year_key, id: stored.id })
    return wrapping ? unseal(wrapping, wrappedPlace(person, stored.id), stored.wrapped) : 'erased'
  }
  return (await erasedOf(tx, [person.participant])).size > 0 ? 'erased' : undefined
}

/** Two first words at once make one key: the later one waits for the earlier and takes hers. */
async function newKeyOf(tx: Tx, keys: KeyStore, person: Person): Promise<Buffer | 'erased'> {
  const name = { yearKey: keys.current(), id: newId() }
  const wrapping = keys.wrapping(name)
  if (!wrapping) throw new Error('a new year key has forgotten a name it never knew')
  const wrapped = seal(wrapping, wrappedPlace(person, name.id), randomBytes(32))
  await sql`SELECT sec.keep_sealed_key(${person.participant}, ${name.id}, ${name.yearKey}, ${wrapped})`.execute(tx)
  const made = await keyOf(tx, keys, person)
  if (!made) throw new Error('a data key was made and is not there')
  return made
}

function inFull(person: Person, place: PersonPlace): Place {
  const { id, version = 1, ...rest } = place
  return { ...rest, row: `${person.center}/${person.participant}/${id}`, version }
}

function wrappedPlace(person: Person, id: string): Place {
  return {
    table: 'sealed_key',
    column: 'wrapped',
    row: `${person.center}/${person.participant}/${id}`,
    dataClass: 'C12',
    version: 1,
  }
}
