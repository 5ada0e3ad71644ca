import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { paddedKeys } from './claims.ts'
import type { ConnectionSettings } from './database.ts'

export interface MigrateOptions {
  /** A role with CREATEROLE that owns the database. */
  readonly connection: ConnectionSettings | string
  readonly folder: string
  readonly appPassword: string
  readonly claimKey: Buffer
  /** An administrator made the app role by hand (EVENKEEL_APP_URL): leave its password alone. */
  readonly appRoleExists?: boolean
}

// Any number, the same for every Evenkeel: two starters wait for each other.
const LOCK = 4_180_001
const OLDEST = 15
const NEWEST = 18

/** Brings the database to the newest schema; returns the names of the migrations applied now. Safe to interrupt: each file is one transaction. */
export async function migrate(options: MigrateOptions): Promise<string[]> {
  const client = new pg.Client(
    typeof options.connection === 'string' ? { connectionString: options.connection } : options.connection,
  )
  await client.connect()
  try {
    await checkVersion(client)
    await client.query('SELECT pg_advisory_lock($1)', [LOCK])
    await prepareRoles(client, options)
    const applied = await applyFiles(client, options.folder)
    await storeClaimKey(client, options.claimKey)
    return applied
  } finally {
    await client.end()
  }
}

async function checkVersion(client: pg.Client): Promise<void> {
  const { rows } = await client.query('SHOW server_version')
  const major = Number.parseInt(rows[0].server_version, 10)
  if (major < OLDEST || major > NEWEST) {
    throw new Error(`PostgreSQL ${rows[0].server_version} answers; Evenkeel runs on ${OLDEST} to ${NEWEST}.`)
  }
}

/** Owner and app role, schemas, ledger: everything a migration file takes for granted. */
async function prepareRoles(client: pg.Client, options: MigrateOptions): Promise<void> {
  const has = async (role: string) => (await client.query('SELECT FROM pg_roles WHERE rolname = $1', [role])).rowCount
  if (!(await has('evenkeel_owner'))) await client.query('CREATE ROLE evenkeel_owner NOLOGIN')
  if (!(await has('evenkeel_app'))) await client.query('CREATE ROLE evenkeel_app LOGIN')
  if (!options.appRoleExists) {
    await client.query(`ALTER ROLE evenkeel_app PASSWORD ${client.escapeLiteral(options.appPassword)}`)
  }
  await client.query('GRANT evenkeel_owner TO CURRENT_USER')
  await client.query('CREATE EXTENSION IF NOT EXISTS btree_gist SCHEMA public')
  for (const schema of ['evenkeel', 'auth', 'sec', 'audit']) {
    await client.query(`CREATE SCHEMA IF NOT EXISTS ${schema} AUTHORIZATION evenkeel_owner`)
  }
  await asOwner(client, async () => {
    await client.query(`CREATE TABLE IF NOT EXISTS sec.migration
      (name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`)
  })
}

async function applyFiles(client: pg.Client, folder: string): Promise<string[]> {
  const applied: string[] = []
  const done = await asOwner(client, () => client.query('SELECT name, checksum FROM sec.migration'))
  const known = new Map<string, string>(done.rows.map((row) => [row.name, row.checksum]))
  for (const name of readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()) {
    const text = readFileSync(join(folder, name), 'utf8')
    const checksum = createHash('sha256').update(text).digest('hex')
    if (known.has(name)) {
      if (known.get(name) !== checksum)
        throw new Error(`Migration ${name} was changed after it was applied. Restore the file and write a new one.`)
      continue
    }
    await asOwner(client, async () => {
      await client.query(text).catch((error) => {
        throw new Error(`Migration ${name} failed: ${error.message}${at(text, error.position)}`, { cause: error })
      })
      await client.query('INSERT INTO sec.migration (name, checksum) VALUES ($1, $2)', [name, checksum])
    })
    applied.push(name)
  }
  return applied
}

async function storeClaimKey(client: pg.Client, key: Buffer): Promise<void> {
  const { inner, outer } = paddedKeys(key)
  await asOwner(client, () =>
    client.query(
      `INSERT INTO sec.claim_key VALUES (1, $1, $2)
       ON CONFLICT (id) DO UPDATE SET inner_key = excluded.inner_key, outer_key = excluded.outer_key`,
      [inner, outer],
    ),
  )
}

async function asOwner<T>(client: pg.Client, work: () => Promise<T>): Promise<T> {
  await client.query('BEGIN')
  try {
    await client.query('SET LOCAL ROLE evenkeel_owner')
    await client.query('SET LOCAL search_path = evenkeel, public')
    const result = await work()
    await client.query('COMMIT')
    return result
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {})
    throw error
  }
}

function at(text: string, position?: string): string {
  if (!position) return ''
  return ` (line ${text.slice(0, Number(position)).split('\n').length})`
}
