import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  appendFileSync,
  chownSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Refusal } from '../refusal.ts'
import type { Binaries } from './binaries.ts'
import type { Home } from './home.ts'
import type { OsUser } from './os-user.ts'

/** The superuser that initdb makes; used only to make the login role and its database. */
export const BOOTSTRAP_ROLE = 'postgres'

/** Name of our settings file in the data directory: written anew at every start, never edited by hand. */
export const SETTINGS_FILE = 'evenkeel.conf'

const UNFINISHED = 'unfinished-'

/** Environment of the server's programs: none of Node's, so that no PGDATA or LC_ALL from outside takes effect. */
export const SERVER_ENVIRONMENT = { PATH: '/usr/bin:/bin', LC_ALL: 'C' }

/**
 * Makes the data directory unless it exists. initdb works in a sibling directory that is renamed when complete, so an
 * interrupted first start leaves nothing that looks like data; its name is new each time, because the initdb of a killed
 * start may still be at work in the old one. Data checksums are on; text sorts by C.UTF-8, the same on
 * every machine. Returns whether it was made. Refusal `other-major`: the data belongs to another major version.
 */
export async function ensureCluster(
  binaries: Binaries,
  home: Home,
  first: { password: string; durable: boolean },
): Promise<boolean> {
  if (existsSync(home.cluster)) {
    assertMajor(home.cluster, binaries.major)
    return false
  }
  const draft = join(home.path, `${UNFINISHED}${randomBytes(4).toString('hex')}`)
  const passwordFile = join(home.path, 'first-password')
  clearUnfinished(home.path)
  rmSync(passwordFile, { force: true })
  try {
    writeAs(home.user, passwordFile, first.password)
    await initdb(binaries, home.user, [
      ...['-D', draft, '-U', BOOTSTRAP_ROLE, `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--no-instructions'],
      ...['--data-checksums', '--encoding=UTF8', ...locale(binaries.major), ...(first.durable ? [] : ['--no-sync'])],
    ])
  } finally {
    rmSync(passwordFile, { force: true })
  }
  appendFileSync(join(draft, 'postgresql.conf'), `\ninclude = '${SETTINGS_FILE}'\n`)
  renameSync(draft, home.cluster)
  return true
}

/** Writes a file (0600) that belongs to the server's user. */
export function writeAs(user: OsUser | undefined, path: string, text: string): void {
  writeFileSync(path, text, { mode: 0o600 })
  if (user) chownSync(path, user.uid, user.gid)
}

function clearUnfinished(path: string): void {
  for (const entry of readdirSync(path).filter((name) => name.startsWith(UNFINISHED))) {
    rmSync(join(path, entry), { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
  }
}

function assertMajor(cluster: string, major: number): void {
  const written = Number(readFileSync(join(cluster, 'PG_VERSION'), 'utf8'))
  if (written === major) return
  const programs = `/usr/lib/postgresql/${written}/bin`
  const advice = existsSync(programs)
    ? `set EVENKEEL_PG=${programs}`
    : `install PostgreSQL ${written} and set EVENKEEL_PG to its bin directory`
  throw new Refusal(
    'other-major',
    `${cluster} was made by PostgreSQL ${written} and cannot be opened by PostgreSQL ${major}. Nothing was changed. Maybe ${advice}.`,
  )
}

/** From 17 on the server brings C.UTF-8 itself; before, the operating system must have it. */
function locale(major: number): string[] {
  return major >= 17 ? ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'] : ['--locale=C.UTF-8']
}

async function initdb(binaries: Binaries, user: OsUser | undefined, args: string[]): Promise<void> {
  const as = user ? { uid: user.uid, gid: user.gid } : {}
  try {
    await promisify(execFile)(join(binaries.bin, 'initdb'), args, { ...as, cwd: '/', env: SERVER_ENVIRONMENT })
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string }
    throw new Refusal('initdb-failed', `The database could not be set up: ${stderr?.trim() || message}`, 500)
  }
}
