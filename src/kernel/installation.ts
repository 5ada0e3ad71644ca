import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ConnectionSettings, type Database, openDatabase } from './database.ts'
import { migrate } from './migrate.ts'
import { startEngine } from './postgres/engine.ts'
import { holdFolder } from './postgres/folder-lock.ts'
import { keptSecret } from './postgres/secrets.ts'
import { Refusal } from './refusal.ts'

/** A data folder at work: its migrated database, open as the app role. */
export interface Installation {
  readonly database: Database
  /** One line about the engine for the person who started it. */
  readonly engine: string
  readonly warnings: readonly string[]
  /** Migrations applied by this start. */
  readonly migrated: readonly string[]
  /** Tells a second start where this one answers. */
  announce(url: string): void
  close(): Promise<void>
}

export interface OpenOptions {
  readonly folder: string
  readonly migrations: string
  readonly log: (line: string) => void
  /** Command line tools use the database of a running Evenkeel instead of ending with its address. */
  readonly attach?: boolean
}

/** Where the running server's database answers, for the command line. */
export const SERVING = 'serving.json'

/** Opens the installation in a data folder: DATABASE_URL when given, else PostgreSQL under our own supervisor. */
export async function openInstallation(options: OpenOptions): Promise<Installation> {
  const url = process.env['DATABASE_URL']
  try {
    return url ? await onServer(options, url) : await embedded(options)
  } catch (error) {
    if (options.attach && error instanceof Refusal && error.code === 'folder-in-use') return attached(options.folder)
    throw error
  }
}

async function onServer(options: OpenOptions, url: string): Promise<Installation> {
  const hold = options.attach ? undefined : holdFolder(options.folder)
  const appUrl = process.env['EVENKEEL_APP_URL']
  const secrets = secretsOf(options.folder)
  const migrated = await migrate({
    connection: url,
    folder: options.migrations,
    ...secrets,
    ...(appUrl ? { appRoleExists: true } : {}),
  })
  const database = await openDatabase(appUrl ?? asAppRole(url, secrets.appPassword), secrets.claimKey)
  return {
    database,
    engine: 'PostgreSQL at DATABASE_URL',
    warnings: [],
    migrated,
    announce: (address) => hold?.announce(address),
    close: async () => {
      await database.close()
      hold?.release()
    },
  }
}

async function embedded(options: OpenOptions): Promise<Installation> {
  const hold = holdFolder(options.folder)
  const engine = await startEngine({ folder: options.folder, durable: true, log: options.log }).catch((error) => {
    hold.release()
    throw error
  })
  try {
    const secrets = secretsOf(options.folder)
    const migrated = await migrate({ connection: engine.connection, folder: options.migrations, ...secrets })
    const serving = { ...engine.connection, user: 'evenkeel_app', password: secrets.appPassword }
    writeFileSync(join(options.folder, 'secrets', SERVING), JSON.stringify(serving), { mode: 0o600 })
    const database = await openDatabase(serving, secrets.claimKey)
    return {
      database,
      engine: `PostgreSQL ${engine.version} (${engine.origin})`,
      warnings: engine.warnings,
      migrated,
      announce: (address) => hold.announce(address),
      close: async () => {
        await database.close()
        await engine.stop()
        hold.release()
      },
    }
  } catch (error) {
    await engine.stop()
    hold.release()
    throw error
  }
}

/** The database of the Evenkeel that runs in this folder now. */
async function attached(folder: string): Promise<Installation> {
  const serving = JSON.parse(readFileSync(join(folder, 'secrets', SERVING), 'utf8')) as ConnectionSettings
  const database = await openDatabase(serving, secretsOf(folder).claimKey)
  return {
    database,
    engine: 'the PostgreSQL of the running Evenkeel',
    warnings: [],
    migrated: [],
    announce: () => {},
    close: () => database.close(),
  }
}

function secretsOf(folder: string): { appPassword: string; claimKey: Buffer } {
  return {
    appPassword: keptSecret(folder, 'app-password'),
    claimKey: Buffer.from(keptSecret(folder, 'claim-key'), 'base64url'),
  }
}

/** The same address with the app role's name and password; node-postgres takes one host only. */
function asAppRole(url: string, password: string): string {
  const address = new URL(url)
  address.username = 'evenkeel_app'
  address.password = password
  return address.href
}
