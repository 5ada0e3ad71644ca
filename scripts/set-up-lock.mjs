// Two starts at once never install or build twice: the second waits, and takes over from an owner that died.
import { execFileSync } from 'node:child_process'
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const POLL_MS = 200

/** Runs `work` while holding the lock file at `path`; `say` gets one line when somebody else holds it. */
export async function withLock(path, say, work) {
  const me = { pid: process.pid, born: birthMark(process.pid), since: new Date().toISOString() }
  await acquire(path, me, say)
  try {
    return await work()
  } finally {
    if (isSame(read(path), me)) rmSync(path)
  }
}

async function acquire(path, me, say) {
  mkdirSync(dirname(path), { recursive: true })
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, JSON.stringify(me))
  let told = false
  try {
    while (!created(draft, path)) {
      const owner = read(path)
      if (owner && isAlive(owner)) {
        if (!told) say(`… waiting for another set-up (process ${owner.pid}, since ${owner.since})`)
        told = true
        await pause(POLL_MS)
      } else if (owner) clearAway(path, owner)
    }
  } finally {
    rmSync(draft, { force: true })
  }
}

/** A hard link appears with its content at once: no reader ever sees an empty lock. */
function created(draft, path) {
  try {
    linkSync(draft, path)
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
}

/** Renaming first shows whether a faster process took the dead lock over in the meantime; its lock is then put back. */
function clearAway(path, dead) {
  const aside = `${path}.${process.pid}.old`
  try {
    renameSync(path, aside)
  } catch (error) {
    if (error.code === 'ENOENT') return
    throw error
  }
  if (!isSame(read(aside), dead)) created(aside, path)
  rmSync(aside)
}

/** Undefined when there is no lock; an unreadable one belongs to nobody alive. */
function read(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    return error.code === 'ENOENT' ? undefined : { pid: 0 }
  }
}

const isSame = (owner, other) => owner?.pid === other.pid && owner?.born === other.born

const isAlive = (owner) => owner.pid > 0 && birthMark(owner.pid) === owner.born

/** Differs for two processes that bore the same id one after the other; undefined once ended (a zombie has ended). */
function birthMark(pid) {
  try {
    if (process.platform === 'win32') return process.kill(pid, 0) ? 'alive' : undefined
    if (process.platform !== 'linux') {
      return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', stdio: 'pipe' }).trim()
    }
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ') // proc(5): state is field 3, start time field 22
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return fields[0] === 'Z' ? undefined : `${boot} ${fields[19]}`
  } catch {
    return undefined
  }
}
