import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import type { ConnectionSettings } from './database.ts'
import { migrate } from './migrate.ts'
import { BOOTSTRAP_ROLE } from './postgres/cluster.ts'
import { startEngine } from './postgres/engine.ts'
import { keptSecret } from './postgres/secrets.ts'

declare module 'vitest' {
  interface ProvidedContext {
    postgres: { owner: ConnectionSettings; superuser: ConnectionSettings; appPassword: string; claimKey: string }
  }
}

const APP_PASSWORD = 'only-for-tests'
const CLAIM_KEY = Buffer.alloc(32, 7)

/**
 * One throw-away cluster for a run, migrated once; each test file clones it (test-center.ts).
 * `EVENKEEL_TEST_STOCK=1` takes the operating system's PostgreSQL instead of the embedded one.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-test-'))
  if (process.env['EVENKEEL_TEST_STOCK'] === '1') process.env['EVENKEEL_PG'] = 'system'
  const engine = await startEngine({ folder, durable: false, log: () => {} })
  await migrate({
    connection: engine.connection,
    folder: new URL('../../migrations', import.meta.url).pathname,
    appPassword: APP_PASSWORD,
    claimKey: CLAIM_KEY,
  })
  project.provide('postgres', {
    owner: engine.connection,
    superuser: { ...engine.connection, user: BOOTSTRAP_ROLE, password: keptSecret(folder, 'postgres-password') },
    appPassword: APP_PASSWORD,
    claimKey: CLAIM_KEY.toString('base64'),
  })
  return async () => {
    await engine.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A fresh copy of the migrated database, or of another one nobody is connected to; its settings for the owner. */
export async function cloneDatabase(owner: ConnectionSettings, from = owner.database): Promise<ConnectionSettings> {
  const name = `copy_${process.pid}_${Math.random().toString(36).slice(2, 10)}`
  // Two workers may copy at once; the template then is "being accessed by other users" for a moment.
  await underLock(owner, COPYING, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${from}`))
  return { ...owner, database: name }
}

/**
 * A copy of the migrated database that `fill` has filled, kept under `name` for the whole run: the first test file that
 * wants it fills it, the others wait. `fill` leaves no connection behind.
 */
export async function keptDatabase(
  owner: ConnectionSettings,
  name: string,
  fill: (copy: ConnectionSettings) => Promise<void>,
): Promise<string> {
  await underLock(owner, FILLING, async (client) => {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name])
    if (rowCount) return
    const copy = await cloneDatabase(owner)
    await fill(copy)
    await client.query(`ALTER DATABASE ${copy.database} RENAME TO ${name}`)
  })
  return name
}

const COPYING = 42
const FILLING = 43

async function underLock(
  owner: ConnectionSettings,
  lock: number,
  work: (client: pg.Client) => Promise<unknown>,
): Promise<void> {
  const client = new pg.Client({ ...owner, database: 'postgres' })
  await client.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [lock])
    await work(client)
  } finally {
    await client.end()
  }
}
