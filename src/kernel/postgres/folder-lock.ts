import { linkSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Refusal } from '../refusal.ts'
import { birthMark } from './process-life.ts'

/** This process's claim on a data folder. */
export interface FolderHold {
  /** Says at which address this Evenkeel answers, so that a second start can name it. */
  announce(url: string): void
  release(): void
}

interface Owner {
  pid: number
  born: string
  url?: string
}

const heldHere = new Map<string, Owner>()

/**
 * Claims the data folder for this process (creates it when missing). The claim of a process that has ended is taken over.
 * Refusals: `folder-in-use` names the living owner and its address; `folder-unusable`.
 */
export function holdFolder(folder: string): FolderHold {
  makeFolder(folder)
  const path = join(realpathSync(folder), 'lock')
  const me: Owner = { pid: process.pid, born: birthMark(process.pid) ?? '' }
  claim(path, me)
  heldHere.set(path, me)
  return {
    announce: (url) => replace(path, { ...me, url }),
    release: () => {
      heldHere.delete(path)
      if (isSame(read(path), me)) rmSync(path)
    },
  }
}

/** Where the Evenkeel that runs in this folder answers; undefined when none does. */
export function addressOf(folder: string): string | undefined {
  const owner = read(join(folder, 'lock'))
  return owner && isAlive(owner) ? owner.url : undefined
}

/** Whether this very process holds the folder already. */
export function holdsFolder(folder: string): boolean {
  return heldHere.has(join(realpathSync(folder), 'lock'))
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const why = code === 'EEXIST' || code === 'ENOTDIR' ? 'a file stands in its way' : `it cannot be made (${code})`
    const advice = 'Maybe set EVENKEEL_DATA to a folder of yours.'
    throw new Refusal('folder-unusable', `${folder} cannot hold the data: ${why}. ${advice}`)
  }
}

function claim(path: string, me: Owner): void {
  const draft = `${path}.${me.pid}`
  writeMine(draft, me)
  try {
    while (!created(draft, path)) {
      const owner = read(path)
      if (owner && isAlive(owner)) throw inUse(owner)
      if (owner) clearAway(path, owner)
    }
  } finally {
    rmSync(draft, { force: true })
  }
}

function writeMine(path: string, me: Owner): void {
  try {
    writeFileSync(path, JSON.stringify(me))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EACCES') throw error
    const advice = 'Maybe start as the user it belongs to, or set EVENKEEL_DATA to a folder of yours.'
    throw new Refusal('folder-of-another-user', `${dirname(path)} may not be written by this user. ${advice}`)
  }
}

/** A hard link appears with its content at once: no reader ever sees an empty lock. */
function created(draft: string, path: string): boolean {
  try {
    linkSync(draft, path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** Renaming first shows whether a faster process took the dead lock over in the meantime; its lock is then put back. */
function clearAway(path: string, dead: Owner): void {
  const aside = `${path}.${process.pid}.old`
  try {
    renameSync(path, aside)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  if (!isSame(read(aside), dead)) created(aside, path)
  rmSync(aside)
}

function replace(path: string, owner: Owner): void {
  const draft = `${path}.${owner.pid}`
  writeFileSync(draft, JSON.stringify(owner))
  renameSync(draft, path)
}

/** The owner written in a lock; undefined when there is no lock. An unreadable one belongs to nobody alive. */
function read(path: string): Owner | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Owner
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? undefined : { pid: 0, born: '' }
  }
}

function isSame(owner: Owner | undefined, other: Owner): boolean {
  return owner !== undefined && owner.pid === other.pid && owner.born === other.born
}

function isAlive(owner: Owner): boolean {
  return owner.pid > 0 && birthMark(owner.pid) === owner.born
}

function inUse(owner: Owner): Refusal {
  const where = owner.url ? `runs at ${owner.url}` : 'is starting'
  return new Refusal(
    'folder-in-use',
    `Another Evenkeel with this data folder ${where} (process ${owner.pid}). Maybe open that one, or stop it first.`,
  )
}
