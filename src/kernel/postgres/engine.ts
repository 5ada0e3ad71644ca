import { mkdirSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal } from '../refusal.ts'
import { findBinaries, minorWarning } from './binaries.ts'
import { ensureCluster } from './cluster.ts'
import { holdFolder, holdsFolder } from './folder-lock.ts'
import { serverHome } from './home.ts'
import { chooseListening } from './listening.ts'
import { runnable } from './packaged-tree.ts'
import { startPostmaster, stopOrphan } from './postmaster.ts'
import { DATABASE, ensureLogin, LOGIN_ROLE } from './roles.ts'
import { keptSecret } from './secrets.ts'
import { writeSettings } from './settings.ts'

/** A running PostgreSQL of ours. */
export interface Engine {
  /** The login role that owns the database and migrates it. `host` is a socket directory or 127.0.0.1. */
  connection: { host: string; port: number; user: string; password: string; database: string }
  version: string
  origin: 'embedded' | 'system'
  /** Sentences for the person who started it. */
  warnings: string[]
  /** Fast shutdown; returns when no process of the server is left. Close the pools first. */
  stop(): Promise<void>
}

export interface EngineOptions {
  /** The data folder; it gets `server/` (the data), `secrets/`, `log/postgres.log` and `lock`. */
  folder: string
  /** False only for tests: a power cut may then lose or break data. */
  durable: boolean
  /** Takes one line per thing done. */
  log: (line: string) => void
}

const startedHere = new Set<string>()

/**
 * Starts the folder's PostgreSQL, made on first use, and stops first whatever a killed Evenkeel left running. Holds the
 * folder unless this process does so already (`holdFolder`). Refusals: `folder-in-use`, and those of the steps below.
 */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  mkdirSync(options.folder, { recursive: true })
  const folder = realpathSync(options.folder)
  if (startedHere.has(folder))
    throw new Refusal('folder-in-use', `This process already runs the database in ${folder}.`)
  const hold = holdsFolder(folder) ? undefined : holdFolder(folder)
  startedHere.add(folder)
  const letGo = () => {
    startedHere.delete(folder)
    hold?.release()
  }
  try {
    const engine = await openServer({ ...options, folder })
    return { ...engine, stop: () => engine.stop().finally(letGo) }
  } catch (error) {
    letGo()
    throw error
  }
}

async function openServer({ folder, durable, log }: EngineOptions): Promise<Engine> {
  const passwords = {
    bootstrap: keptSecret(folder, 'postgres-password'),
    login: keptSecret(folder, 'migrate-password'),
  }
  const home = serverHome(folder)
  const binaries = runnable(findBinaries(process.env['EVENKEEL_PG']), home.user, folder)
  if (await stopOrphan(home)) log('stopped a database left running by an Evenkeel that was killed')
  if (await ensureCluster(binaries, home, { password: passwords.bootstrap, durable }))
    log(`made a database in ${home.path}`)
  const listening = await chooseListening(home)
  writeSettings(home, listening, durable)
  const postmaster = await startPostmaster(binaries, home, join(folder, 'log', 'postgres.log'))
  try {
    const version = await ensureLogin(listening, passwords, !durable)
    const connection = { ...listening, user: LOGIN_ROLE, password: passwords.login, database: DATABASE }
    const origin = binaries.packaged ? 'embedded' : 'system'
    const elsewhere = home.path.startsWith(folder)
      ? []
      : [`The data is in ${home.path}: ${folder} is closed to the database.`]
    return { connection, version, origin, warnings: [...elsewhere, ...warningsAbout(binaries)], stop: postmaster.stop }
  } catch (error) {
    await postmaster.stop()
    throw error
  }
}

function warningsAbout(binaries: Parameters<typeof minorWarning>[0]): string[] {
  const root = process.getuid?.() === 0 ? 'Evenkeel runs as root; an ordinary user is safer.' : undefined
  return [minorWarning(binaries), root].filter((warning) => warning !== undefined)
}
