import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { keysAtStart } from './data-key.rows.ts'
import type { Database } from './database.ts'
import { keyStoreOf, type KeyStore, type YearKey } from './key-store.ts'
import { writeDurably } from './postgres/secrets.ts'
import type { PuncturableKey } from './puncturable-key.ts'
import { Refusal } from './refusal.ts'
import { seal, unseal, type Place } from './seal.ts'

/** Where the keys lie and what the database expects of them. */
export interface KeyFileOptions {
  /** The key-encryption key (EVENKEEL_KEK_FILE); the year keys it seals lie beside it, with `.years` at the end. */
  readonly file: string
  /** No key may lie in here: whoever copies the data folder must not copy its keys. */
  readonly dataFolder: string
  /** Ids of the year keys that data keys in the database are wrapped by. */
  readonly inUse: readonly string[]
  readonly clock: () => number
  /** Takes one line per thing done. */
  readonly log: (line: string) => void
}

/** One sealed year key in the file, its parts inside `sealed`. */
interface StoredYear {
  readonly id: string
  readonly year: number
  readonly sealed: string
}

/**
 * The key store of an installation: opened against what its database holds, and every erasure that a crash cut short
 * completed. Refusals as `openKeyFiles`.
 */
export async function openKeys(database: Database, options: Omit<KeyFileOptions, 'inUse'>): Promise<KeyStore> {
  const { inUse, shredded } = await keysAtStart(database)
  const keys = openKeyFiles({ ...options, inUse })
  keys.destroy(shredded)
  // Made now, so that both files can be copied from the first start on and no request has to write them.
  keys.current()
  return keys
}

/**
 * Opens the key store, made on first use. Refusals: `key-inside-data`, `key-readable-by-others`, `key-missing`,
 * `key-wrong`, `key-not-writable`; each says what to do, none holds a key.
 */
export function openKeyFiles(options: KeyFileOptions): KeyStore {
  const { file, inUse } = options
  refuseInside(file, options.dataFolder)
  const isNew = !existsSync(file) && !existsSync(yearsFile(file))
  if (isNew && inUse.length > 0) throw missing(file)
  if (isNew) {
    writeKeks(file, [randomBytes(32)])
    options.log(
      `made the key that opens sealed words: ${file}. Keep a copy of it and of ${basename(yearsFile(file))} apart from the data`,
    )
  }
  const keks = readKeks(file)
  const years = existsSync(yearsFile(file)) ? readYears(file, keks) : []
  const lacking = inUse.find((id) => !years.some((year) => year.id === id))
  if (lacking !== undefined) throw missing(yearsFile(file))
  const save = (next: readonly YearKey[]) => writeYears(file, keks[0]!, next)
  // A rotation that was cut short is completed here.
  if (keks.length > 1) finishRotation(file, keks[0]!, years)
  return keyStoreOf(years, options.clock, save)
}

/**
 * A new key-encryption key; the year keys are sealed again, no record is touched. For a stopped server. Interrupted at any
 * moment, the next start or rotation completes it: until the end the key file holds both keys. Refusals as above.
 */
export function rotateKek(file: string): { years: number } {
  const keks = readKeks(file)
  const years = existsSync(yearsFile(file)) ? readYears(file, keks) : []
  const next = randomBytes(32)
  writeKeks(file, [next, ...keks])
  finishRotation(file, next, years)
  return { years: years.length }
}

function finishRotation(file: string, kek: Buffer, years: readonly YearKey[]): void {
  if (years.length > 0) writeYears(file, kek, years)
  writeKeks(file, [kek])
}

function yearsFile(file: string): string {
  return `${file}.years`
}

function refuseInside(file: string, dataFolder: string): void {
  kept(file, () => mkdirSync(dirname(file), { recursive: true }))
  const way = relative(realpathSync(dataFolder), join(realpathSync(dirname(file)), basename(file)))
  if (way.startsWith('..')) return
  throw new Refusal(
    'key-inside-data',
    `The key ${file} lies inside the data folder it protects. Maybe set EVENKEEL_KEK_FILE to a place outside ${dataFolder}.`,
  )
}

/** The keys of the file, the present one first; a second one is there only while a rotation is under way. */
function readKeks(file: string): Buffer[] {
  if (!existsSync(file)) throw missing(file)
  if (process.platform !== 'win32' && (statSync(file).mode & 0o007) !== 0) {
    throw new Refusal(
      'key-readable-by-others',
      `Everybody on this machine may use the key ${file}. Maybe chmod 600 ${file}.`,
    )
  }
  const keks = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => Buffer.from(line.trim(), 'base64url'))
  if (keks.length === 0 || keks.some((kek) => kek.length !== 32)) throw wrong(file)
  return keks
}

function writeKeks(file: string, keks: readonly Buffer[]): void {
  const text = keks.map((kek) => `${kek.toString('base64url')}\n`).join('')
  kept(file, () => writeDurably(file, text))
}

function readYears(file: string, keks: readonly Buffer[]): YearKey[] {
  let stored: StoredYear[]
  try {
    stored = JSON.parse(readFileSync(yearsFile(file), 'utf8')) as StoredYear[]
  } catch {
    throw wrong(yearsFile(file))
  }
  return stored.map((one) => ({ id: one.id, year: one.year, key: partsOf(openedYear(file, one, keks)) }))
}

function openedYear(file: string, one: StoredYear, keks: readonly Buffer[]): Buffer {
  for (const kek of keks) {
    try {
      return unseal(kek, placeOf(one), Buffer.from(one.sealed, 'base64url'))
    } catch {
      // Sealed by the other key of a rotation that was cut short.
    }
  }
  throw wrong(file)
}

function writeYears(file: string, kek: Buffer, years: readonly YearKey[]): void {
  const stored: StoredYear[] = years.map(({ id, year, key }) => ({
    id,
    year,
    sealed: seal(kek, placeOf({ id, year }), bytesOf(key)).toString('base64url'),
  }))
  kept(file, () => writeDurably(yearsFile(file), `${JSON.stringify(stored, null, 1)}\n`))
}

/** Writing, with advice where this user may not. */
function kept(file: string, write: () => void): void {
  try {
    write()
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
    throw new Refusal(
      'key-not-writable',
      `The keys of sealed words cannot be written in ${dirname(file)}. Maybe set EVENKEEL_KEK_FILE to a directory of this user, outside the data folder.`,
    )
  }
}

function placeOf(one: { id: string; year: number }): Place {
  return { table: 'years', column: 'sealed', row: one.id, dataClass: 'C12', version: one.year }
}

function bytesOf(key: PuncturableKey): Buffer {
  return Buffer.from(JSON.stringify([...key].map(([prefix, secret]) => [prefix, secret.toString('base64url')])))
}

function partsOf(bytes: Buffer): PuncturableKey {
  const parts = JSON.parse(bytes.toString()) as [string, string][]
  return new Map(parts.map(([prefix, secret]) => [prefix, Buffer.from(secret, 'base64url')]))
}

function missing(file: string): Refusal {
  return new Refusal(
    'key-missing',
    `${file} is missing, and without it sealed words cannot be opened. Nothing was changed. Maybe put your copy back, or set EVENKEEL_KEK_FILE.`,
  )
}

function wrong(file: string): Refusal {
  return new Refusal(
    'key-wrong',
    `${file} is not the key that belongs to this data. Nothing was changed. Maybe put the right copy back, or set EVENKEEL_KEK_FILE.`,
  )
}
