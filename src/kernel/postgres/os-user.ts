import { execFileSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { Refusal } from '../refusal.ts'

/** The operating system's user that PostgreSQL runs as when Node is root. */
export interface OsUser {
  name: string
  uid: number
  gid: number
}

const OWN_USER = 'evenkeel-db'

/**
 * PostgreSQL refuses to run as root. Undefined when Node is not root: the server then runs as Node's own user. As root:
 * the owner of an existing data directory, else `postgres`, else a system user made for the purpose, else `nobody`.
 */
export function databaseUser(owner?: { uid: number; gid: number }): OsUser | undefined {
  if (process.getuid?.() !== 0) return undefined
  if (owner && owner.uid !== 0) return userById(owner.uid) ?? { name: `uid ${owner.uid}`, ...owner }
  const user = userByName('postgres') ?? userByName(OWN_USER) ?? makeUser() ?? userByName('nobody')
  if (user) return user
  throw new Refusal(
    'no-database-user',
    'PostgreSQL cannot run as root, and no other user exists or could be made. Maybe start Evenkeel as an ordinary user.',
  )
}

/** The first directory on the way to `path` (itself included) that `user` may not enter; undefined when all are open. */
export function closedDirectory(path: string, user: OsUser): string | undefined {
  const way = [path]
  for (let parent = dirname(path); parent !== way[0]; parent = dirname(parent)) way.unshift(parent)
  return way.find((directory) => !mayEnter(directory, user))
}

function mayEnter(directory: string, user: OsUser): boolean {
  const { mode, uid, gid } = statSync(directory)
  if (uid === user.uid) return (mode & 0o100) !== 0
  if (gid === user.gid) return (mode & 0o010) !== 0
  return (mode & 0o001) !== 0
}

function makeUser(): OsUser | undefined {
  const commands: [string, string[]][] = [
    ['useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', OWN_USER]],
    ['adduser', ['-S', '-D', '-H', OWN_USER]], // BusyBox
  ]
  for (const [command, args] of commands) {
    try {
      execFileSync(command, args, { stdio: 'ignore' })
      return userByName(OWN_USER)
    } catch {
      // not present here, or not allowed: the next way
    }
  }
  return undefined
}

function userByName(name: string): OsUser | undefined {
  return users().find((user) => user.name === name && user.uid !== 0)
}

function userById(uid: number): OsUser | undefined {
  return users().find((user) => user.uid === uid)
}

function users(): OsUser[] {
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n')
  return lines.flatMap((line) => {
    const [name, , uid, gid] = line.split(':')
    return name && uid && gid ? [{ name, uid: Number(uid), gid: Number(gid) }] : []
  })
}
