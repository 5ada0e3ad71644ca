import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Refusal } from '../refusal.ts'
import type { Binaries } from './binaries.ts'
import { SERVER_ENVIRONMENT } from './cluster.ts'
import type { Home } from './home.ts'
import { isRunning, processesIn } from './process-life.ts'

export interface Postmaster {
  pid: number
  /** Fast shutdown: open transactions roll back, sessions end, a checkpoint is written. */
  stop: () => Promise<void>
}

const POLL_MS = 20
const RETRY_MS = 200
const RETRY_FOR_MS = 10_000
const STOP_FOR_MS = 60_000
const LARGEST_LOG_BYTES = 20_000_000

/**
 * Stops a server of this data directory that a killed Evenkeel left behind; the caller holds the folder, so it has no
 * living owner. Never SIGKILL: a postmaster killed so leaves sessions that go on writing. Returns whether there was one.
 */
export async function stopOrphan(home: Home): Promise<boolean> {
  const noted = notedPid(home.cluster)
  const left = processesIn(home.cluster)
  const isOurs = noted !== undefined && isRunning(noted) && (left.includes(noted) || isPostgres(noted))
  if (isOurs) await stopByPid(noted)
  await untilGone(left, RETRY_FOR_MS) // sessions of a postmaster that died notice it and end by themselves
  // An id that now belongs to a stranger would make the new server refuse its own stale file.
  if (noted !== undefined && !isOurs && isRunning(noted)) rmSync(join(home.cluster, 'postmaster.pid'))
  return isOurs || left.length > 0
}

/**
 * Starts the server and waits until it takes connections (after a power cut it first replays its log, as long as that
 * takes). It runs in a session of its own, so that Ctrl-C reaches Evenkeel alone, which stops it last.
 * Refusal `database-did-not-start` names the log.
 */
export async function startPostmaster(binaries: Binaries, home: Home, logFile: string): Promise<Postmaster> {
  for (const giveUp = performance.now() + RETRY_FOR_MS; ; await pause(RETRY_MS)) {
    const from = prepareLog(logFile)
    const child = launch(binaries, home, logFile)
    const { pid } = child
    if (pid && (await isReady(child, home.cluster))) return { pid, stop: () => stopByPid(pid) }
    const said = readFileSync(logFile).subarray(from).toString()
    if (LEFT_BY_ANOTHER.test(said) && performance.now() < giveUp) continue
    throw new Refusal('database-did-not-start', `The database did not start: ${lastWords(said)} (log: ${logFile})`, 500)
  }
}

/** What the server says while remains of an earlier one are still going away. */
const LEFT_BY_ANOTHER = /shared memory block is still in use|lock file .* already exists|Address already in use/

function launch(binaries: Binaries, home: Home, logFile: string): ChildProcess {
  const log = openSync(logFile, 'a', 0o600)
  const as = home.user ? { uid: home.user.uid, gid: home.user.gid } : {}
  const child = spawn(join(binaries.bin, 'postgres'), ['-D', home.cluster], {
    ...as,
    cwd: '/',
    env: SERVER_ENVIRONMENT,
    detached: true,
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  child.unref()
  return child
}

/** True once the server takes connections, false when it ended instead. */
async function isReady(child: ChildProcess, cluster: string): Promise<boolean> {
  let ended = false
  child.once('error', () => (ended = true))
  child.once('exit', () => (ended = true))
  while (!ended) {
    const [pid, , , , , , , status] = pidFile(cluster)
    if (Number(pid) === child.pid && status?.trim() === 'ready') return true
    await pause(POLL_MS)
  }
  return false
}

async function stopByPid(pid: number): Promise<void> {
  if (!isRunning(pid)) return
  process.kill(pid, 'SIGINT')
  await untilGone([pid], STOP_FOR_MS)
}

async function untilGone(pids: number[], limitMs: number): Promise<void> {
  const giveUp = performance.now() + limitMs
  while (pids.some(isRunning)) {
    if (performance.now() > giveUp) {
      const still = pids.filter(isRunning).join(', ')
      throw new Refusal(
        'database-still-runs',
        `PostgreSQL does not end (process ${still}). Maybe wait a minute and start again.`,
        500,
      )
    }
    await pause(POLL_MS)
  }
}

function notedPid(cluster: string): number | undefined {
  const pid = Math.abs(Number(pidFile(cluster)[0]))
  return pid > 0 ? pid : undefined
}

/** Lines of postmaster.pid: process, data directory, start, port, socket directory, address, shared memory, status. */
function pidFile(cluster: string): string[] {
  const path = join(cluster, 'postmaster.pid')
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n') : []
}

/** Where there is no /proc to see the working directory, the program's name decides. */
function isPostgres(pid: number): boolean {
  if (process.platform === 'linux') return false
  return /postgres/.test(execFileSync('ps', ['-o', 'comm=', '-p', String(pid)], { encoding: 'utf8' }))
}

/** Keeps one older log; returns where in the log this start begins. */
function prepareLog(logFile: string): number {
  mkdirSync(dirname(logFile), { recursive: true, mode: 0o700 })
  if (!existsSync(logFile)) return 0
  const { size } = statSync(logFile)
  if (size < LARGEST_LOG_BYTES) return size
  renameSync(logFile, `${logFile}.1`)
  return 0
}

function lastWords(said: string): string {
  const lines = said.trim().split('\n')
  return lines.findLast((line) => /FATAL|PANIC|error/.test(line)) ?? lines.at(-1) ?? ''
}
