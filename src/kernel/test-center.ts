import { inject } from 'vitest'
import { openDatabase, type ConnectionSettings, type Database } from './database.ts'
import { cloneDatabase } from './test-database.ts'

export interface TestCenter {
  readonly database: Database
  /** The login role that migrates; for looking behind the rules, never for passing by them. */
  readonly owner: ConnectionSettings
  readonly app: ConnectionSettings
  readonly claimKey: Buffer
}

/** A database of one's own for a test file, as the app role, with nothing in it. Close it when done. */
export async function openTestDatabase(): Promise<TestCenter> {
  const { owner, appPassword, claimKey } = inject('postgres')
  const copy = await cloneDatabase(owner)
  const app = { ...copy, user: 'evenkeel_app', password: appPassword }
  const key = Buffer.from(claimKey, 'base64')
  return { database: await openDatabase(app, key), owner: copy, app, claimKey: key }
}
