import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import type { ConnectionSettings } from './database.ts'
import { SERVING } from './installation.ts'
import { startEngine } from './postgres/engine.ts'
import { LOGIN_ROLE } from './postgres/roles.ts'
import { keptSecret } from './postgres/secrets.ts'
import { Refusal } from './refusal.ts'

/**
 * Reads as the owner, for whoever may run commands on the server: one snapshot, nothing can be written. Uses DATABASE_URL,
 * the database of a running Evenkeel, or starts the folder's own.
 */
export async function readAsOwner<T>(folder: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const { connection, stop } = await ownerConnection(folder)
  try {
    return await readFrom(connection, work)
  } finally {
    await stop()
  }
}

/** The same for a database whose address is known: a role that may become the owner. */
export async function readFrom<T>(
  connection: ConnectionSettings | string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client(typeof connection === 'string' ? { connectionString: connection } : connection)
  await client.connect()
  try {
    await client.query('SET ROLE evenkeel_owner; SET timezone = UTC')
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    return await work(client)
  } finally {
    await client.end()
  }
}

async function ownerConnection(
  folder: string,
): Promise<{ connection: ConnectionSettings | string; stop: () => Promise<void> }> {
  const url = process.env['DATABASE_URL']
  if (url) return { connection: url, stop: async () => {} }
  try {
    const engine = await startEngine({ folder, durable: true, log: () => {} })
    return { connection: engine.connection, stop: () => engine.stop() }
  } catch (error) {
    if (!(error instanceof Refusal && error.code === 'folder-in-use')) throw error
    const serving = JSON.parse(readFileSync(join(folder, 'secrets', SERVING), 'utf8')) as ConnectionSettings
    const password = keptSecret(folder, 'migrate-password')
    return { connection: { ...serving, user: LOGIN_ROLE, password }, stop: async () => {} }
  }
}
