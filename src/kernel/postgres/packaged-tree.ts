import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { Refusal } from '../refusal.ts'
import type { Binaries } from './binaries.ts'
import { closedDirectory, type OsUser } from './os-user.ts'

/** Where a copy goes that another user can reach: outside every home directory. */
export const SHARED_PLACE = '/var/lib/evenkeel'

/**
 * Makes the programs runnable for `user` (undefined: Node's own): puts back the library symlinks that npm packages cannot
 * carry and that install scripts may not have made, and copies the tree to a directory open to that user when the
 * checkout lies in a closed one (a 0700 home). `folder` takes the copy when the package itself cannot be written.
 */
export function runnable(binaries: Binaries, user: OsUser | undefined, folder: string): Binaries {
  const closed = user && closedDirectory(binaries.bin, user)
  const { packaged } = binaries
  if (!packaged) {
    if (!closed) return binaries
    throw new Refusal(
      'postgres-closed',
      `The user ${user?.name} may not enter ${closed}. Maybe open it, or unset EVENKEEL_PG.`,
    )
  }
  if (!closed && restoreSymlinks(packaged.native)) return binaries
  const copy = copyOf(packaged, user ? SHARED_PLACE : folder)
  restoreSymlinks(copy)
  return { ...binaries, bin: join(copy, 'bin'), packaged: { ...packaged, native: copy } }
}

/** Whether all symlinks of `native/pg-symlinks.json` are there afterward; false where they may not be written. */
export function restoreSymlinks(native: string): boolean {
  const list = readFileSync(join(native, 'pg-symlinks.json'), 'utf8')
  const links = JSON.parse(list) as { source: string; target: string }[]
  const root = dirname(native)
  for (const { source, target } of links) {
    // the list names paths from the package's root; a copy of `native` may bear another name
    const link = join(root, target.replace(/^native\//, `${basename(native)}/`))
    if (existsSync(link)) continue
    try {
      rmSync(link, { force: true })
      symlinkSync(relative(dirname(target), source), link)
    } catch (error) {
      if (['EACCES', 'EPERM', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '')) return false
      throw error
    }
  }
  return true
}

function copyOf(packaged: { native: string; release: string }, place: string): string {
  const copy = join(place, `postgres-${packaged.release}`)
  if (existsSync(copy)) return copy
  const draft = `${copy}.${process.pid}`
  mkdirSync(place, { recursive: true, mode: 0o755 })
  cpSync(packaged.native, draft, { recursive: true, verbatimSymlinks: true })
  openToAll(draft)
  try {
    renameSync(draft, copy) // complete or not there at all
  } catch (error) {
    rmSync(draft, { recursive: true })
    if (!existsSync(copy)) throw error
  }
  return copy
}

/** A strict umask must not close the copy again: readable for all, writable for the owner alone. */
function openToAll(directory: string): void {
  chmodSync(directory, 0o755)
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name)
    if (entry.isDirectory()) openToAll(path)
    else if (entry.isFile()) chmodSync(path, basename(directory) === 'bin' ? 0o755 : 0o644)
  }
}
