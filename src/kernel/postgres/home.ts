import { randomBytes } from 'node:crypto'
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal } from '../refusal.ts'
import { closedDirectory, databaseUser, type OsUser } from './os-user.ts'
import { SHARED_PLACE } from './packaged-tree.ts'

/** Where the server's files live and as whom it runs. */
export interface Home {
  /** Holds `cluster` (the data directory) and `socket`. */
  path: string
  cluster: string
  /** Undefined: Node's own user. */
  user: OsUser | undefined
}

/**
 * The home of the folder's server: `folder/server`, or, when Node is root and the folder lies in a directory closed to
 * the server's user (a 0700 home), a new directory under /var/lib/evenkeel whose name the folder remembers.
 * Refusals: `folder-of-another-user`, `folder-closed`, `folder-copied`.
 */
export function serverHome(folder: string): Home {
  const path = existingHome(folder)
  if (path) return reopened(path)
  const user = databaseUser()
  if (user) letThrough(folder)
  return user && closedDirectory(folder, user) ? elsewhere(folder, user) : made(join(folder, 'server'), user)
}

function existingHome(folder: string): string | undefined {
  const here = join(folder, 'server')
  if (existsSync(join(here, 'cluster'))) return here
  const note = join(folder, 'server-place.json')
  if (!existsSync(note)) return undefined
  const { of, path } = JSON.parse(readFileSync(note, 'utf8')) as { of: string; path: string }
  if (of === folder || !existsSync(of)) return path
  throw new Refusal(
    'folder-copied',
    `${folder} is a copy of ${of}, whose database is in ${path}. Maybe remove ${note}.`,
  )
}

function reopened(path: string): Home {
  const cluster = join(path, 'cluster')
  if (!existsSync(cluster)) return made(path, databaseUser())
  const owner = statSync(cluster)
  const user = databaseUser(owner)
  if (!user && owner.uid !== process.getuid?.()) {
    throw new Refusal(
      'folder-of-another-user',
      `${cluster} belongs to the user with id ${owner.uid}. Maybe start as that user.`,
    )
  }
  const closed = user && closedDirectory(path, user)
  if (closed)
    throw new Refusal('folder-closed', `The user ${user.name} may not enter ${closed}. Maybe chmod o+x ${closed}.`)
  return { path, cluster, user }
}

/** Opens the data folder itself for passing through; everything in it that is secret has a closed directory of its own. */
function letThrough(folder: string): void {
  chmodSync(folder, (statSync(folder).mode & 0o777) | 0o011)
}

function elsewhere(folder: string, user: OsUser): Home {
  const path = join(SHARED_PLACE, randomBytes(6).toString('hex'))
  mkdirSync(SHARED_PLACE, { recursive: true })
  chmodSync(SHARED_PLACE, 0o755)
  writeFileSync(join(folder, 'server-place.json'), JSON.stringify({ of: folder, path }))
  return made(path, user)
}

function made(path: string, user: OsUser | undefined): Home {
  mkdirSync(path, { recursive: true, mode: 0o700 })
  chmodSync(path, 0o700)
  if (user) chownSync(path, user.uid, user.gid)
  return { path, cluster: join(path, 'cluster'), user }
}
