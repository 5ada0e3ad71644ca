import { execFile, spawn } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { findBinaries } from '../src/kernel/postgres/binaries.ts'
import { SERVER_ENVIRONMENT } from '../src/kernel/postgres/cluster.ts'
import { databaseUser } from '../src/kernel/postgres/os-user.ts'
import { runnable } from '../src/kernel/postgres/packaged-tree.ts'

export interface BarePostgres {
  /** initdb and the first start until it takes connections. */
  readonly coldSeconds: number
  /** One more start of the same cluster, in seconds; it is stopped again. */
  startOnce(): Promise<number>
}

/** The same PostgreSQL programs with nothing of ours around them; stopped when this returns. */
export async function openBarePostgres(folder: string): Promise<BarePostgres> {
  const user = databaseUser()
  const { bin } = runnable(findBinaries(process.env['EVENKEEL_PG']), user, folder)
  const as = user ? { uid: user.uid, gid: user.gid } : {}
  const cluster = join(folder, 'cluster')
  chmodSync(folder, 0o755)
  mkdirSync(cluster, { mode: 0o700 })
  if (user) chownSync(cluster, user.uid, user.gid)
  const began = performance.now()
  const options = ['--username=postgres', '--auth=trust', '--no-instructions', '--data-checksums', '--encoding=UTF8']
  await promisify(execFile)(join(bin, 'initdb'), ['-D', cluster, ...options, '--locale=C'], {
    ...as,
    cwd: '/',
    env: SERVER_ENVIRONMENT,
  })
  const made = (performance.now() - began) / 1000
  const startOnce = () => startAndStop(join(bin, 'postgres'), cluster, as)
  return { coldSeconds: made + (await startOnce()), startOnce }
}

async function startAndStop(program: string, cluster: string, as: { uid?: number; gid?: number }): Promise<number> {
  const began = performance.now()
  const where = ['-c', 'listen_addresses=', '-c', `unix_socket_directories=${cluster}`]
  const child = spawn(program, ['-D', cluster, ...where], { ...as, cwd: '/', env: SERVER_ENVIRONMENT, stdio: 'ignore' })
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()))
  while (!isReady(cluster)) {
    if (child.exitCode !== null) throw new Error(`${program} ended with ${child.exitCode}`)
    await pause(5)
  }
  const seconds = (performance.now() - began) / 1000
  child.kill('SIGINT')
  await gone
  return seconds
}

function isReady(cluster: string): boolean {
  const path = join(cluster, 'postmaster.pid')
  return existsSync(path) && /^ready/m.test(readFileSync(path, 'utf8'))
}
