import { inject } from 'vitest'
import { openDatabase, type ConnectionSettings, type Database } from './database.ts'
import { cloneDatabase, keptDatabase } from './test-database.ts'

export interface TestCenter {
  readonly database: Database
  /** The login role that migrates; for looking behind the rules, never for passing by them. */
  readonly owner: ConnectionSettings
  readonly app: ConnectionSettings
  readonly claimKey: Buffer
}

/** A database of one's own for a test file, as the app role, with nothing in it. Close it when done. */
export async function openTestDatabase(): Promise<TestCenter> {
  return opened(await cloneDatabase(inject('postgres').owner))
}

/** The same with what `fill` puts in; the first file of a run fills it, each gets a copy. `name` says what is in it. */
export async function openFilledDatabase(
  name: string,
  fill: (center: TestCenter) => Promise<void>,
): Promise<TestCenter> {
  const { owner } = inject('postgres')
  const kept = await keptDatabase(owner, name, async (copy) => {
    const center = await opened(copy)
    try {
      await fill(center)
    } finally {
      await center.database.close()
    }
  })
  return opened(await cloneDatabase(owner, kept))
}

async function opened(copy: ConnectionSettings): Promise<TestCenter> {
  const { appPassword, claimKey } = inject('postgres')
  const app = { ...copy, user: 'evenkeel_app', password: appPassword }
  const key = Buffer.from(claimKey, 'base64')
  return { database: await openDatabase(app, key), owner: copy, app, claimKey: key }
}
