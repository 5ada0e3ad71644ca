import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { findBinaries } from './binaries.ts'
import { type Engine, startEngine } from './engine.ts'
import { holdFolder } from './folder-lock.ts'
import { restoreSymlinks } from './packaged-tree.ts'
import { isRunning, processesIn } from './process-life.ts'

let folder: string
let engine: Engine | undefined
let log: string[]

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'evenkeel-engine-')))
  log = []
})

afterEach(async () => {
  await engine?.stop()
  engine = undefined
  rmSync(folder, { recursive: true, force: true })
})

const start = (durable = false) => startEngine({ folder, durable, log: (line) => log.push(line) })
const cluster = () => join(folder, 'server', 'cluster')
const postmasterPid = () => Number(readFileSync(join(cluster(), 'postmaster.pid'), 'utf8').split('\n')[0])

async function ask(sql: string, as: Partial<Engine['connection']> = {}): Promise<Record<string, unknown>[]> {
  if (!engine) throw new Error('no server runs')
  const client = new pg.Client({ ...engine.connection, ...as })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows
  } finally {
    await client.end()
  }
}

/** Starts the folder's server in another process; resolves when that has printed its last line. */
async function startElsewhere(work: string): Promise<{ child: ChildProcess; ended: Promise<unknown> }> {
  const at = (file: string) => JSON.stringify(pathToFileURL(join(import.meta.dirname, file)).href)
  const script = `
    import { startEngine } from ${at('engine.ts')}
    import { holdFolder } from ${at('folder-lock.ts')}
    import pg from ${JSON.stringify(import.meta.resolve('pg'))}
    const folder = ${JSON.stringify(folder)}
    ${work}
    console.log('ready')
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (data) => (said += String(data)))
  const ended = once(child, 'exit')
  await Promise.race([once(child.stdout, 'data'), ended.then(() => Promise.reject(new Error(said)))])
  return { child, ended }
}

describe('a first start', () => {
  it('makes a database for a login role that is no superuser, kept by passwords that only we can read', async () => {
    engine = await start(true)
    const role = await ask(
      'SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = current_user',
    )
    expect(role).toEqual([{ rolsuper: false, rolbypassrls: false, rolcreaterole: true, rolcreatedb: false }])
    const settings = await ask(
      `SELECT current_setting('fsync') f, current_setting('data_checksums') c, current_setting('listen_addresses') a`,
    )
    expect(settings).toEqual([{ f: 'on', c: 'on', a: '' }])
    expect(await ask('SELECT pg_get_userbyid(datdba) o FROM pg_database WHERE datname = current_database()')).toEqual([
      { o: 'evenkeel_migrate' },
    ])
    await expect(ask('SELECT 1', { password: 'guess' })).rejects.toMatchObject({ code: '28P01' })
    expect(statSync(join(folder, 'secrets', 'migrate-password')).mode & 0o777).toBe(0o600)
    expect(statSync(engine.connection.host).mode & 0o777).toBe(0o700)
  })

  it('is repaired when the one before was killed during set-up', async () => {
    const unfinished = () => readdirSync(join(folder, 'server')).filter((name) => name.startsWith('unfinished-'))
    const { child, ended } = await startElsewhere(`startEngine({ folder, durable: false, log: () => {} })`)
    await vi.waitUntil(() => existsSync(join(folder, 'server')) && unfinished().length > 0, { interval: 5 })
    child.kill('SIGKILL')
    await ended
    expect(existsSync(cluster())).toBe(false)
    engine = await start()
    expect(await ask('SELECT 1 AS one')).toEqual([{ one: 1 }])
    expect(unfinished()).toEqual([])
  })
})

describe('stop', () => {
  it('leaves no process, keeps the rows and frees the folder', async () => {
    engine = await start()
    await ask('CREATE TABLE mark AS SELECT 7 AS n')
    const pid = postmasterPid()
    expect(processesIn(cluster())).toContain(pid)
    await engine.stop()
    expect(isRunning(pid)).toBe(false)
    expect(processesIn(cluster())).toEqual([])
    engine = await start()
    expect(await ask('SELECT n FROM mark')).toEqual([{ n: 7 }])
    expect(log).toHaveLength(1) // "made a database", once
  })
})

describe('a killed Evenkeel', () => {
  it('leaves a server that the next start stops; committed rows survive', async () => {
    const { child, ended } = await startElsewhere(`
      const engine = await startEngine({ folder, durable: true, log: () => {} })
      const client = new pg.Client(engine.connection)
      await client.connect()
      await client.query('CREATE TABLE mark AS SELECT generate_series(1, 1000) AS n')`)
    const orphan = postmasterPid()
    child.kill('SIGKILL')
    await ended
    expect(isRunning(orphan)).toBe(true) // the fault is there
    engine = await start(true)
    expect(isRunning(orphan)).toBe(false)
    expect(log).toEqual(['stopped a database left running by an Evenkeel that was killed'])
    expect(await ask('SELECT count(*)::int AS n FROM mark')).toEqual([{ n: 1000 }])
  })

  it('may leave a pid file whose number a stranger bears now', async () => {
    engine = await start()
    await engine.stop()
    const { uid, gid } = statSync(cluster()) // of the server's user, or the server would see that it is none of its own
    const stranger = spawn('sleep', ['30'], process.getuid?.() === 0 ? { uid, gid } : {})
    const text = `${stranger.pid}\n${cluster()}\n1\n5432\n\n\n\nready\n`
    writeFileSync(join(cluster(), 'postmaster.pid'), text)
    engine = await start()
    expect(isRunning(stranger.pid ?? 0)).toBe(true)
    expect(postmasterPid()).not.toBe(stranger.pid)
    stranger.kill()
  })
})

describe('a folder in use', () => {
  it('refuses a second start with the address of the first', async () => {
    const { child, ended } = await startElsewhere(`
      holdFolder(folder).announce('http://localhost:4180')`)
    await expect(start()).rejects.toMatchObject({
      code: 'folder-in-use',
      message: expect.stringContaining('http://localhost:4180'),
    })
    child.kill('SIGKILL')
    await ended
    const hold = holdFolder(folder) // a dead owner's claim is taken over
    expect(() => holdFolder(folder)).toThrow(/is starting/)
    hold.release()
    expect(existsSync(join(folder, 'lock'))).toBe(false)
  })

  it('is not taken over by a process that got the dead owner’s id', () => {
    writeFileSync(
      join(folder, 'lock'),
      JSON.stringify({ pid: process.pid, born: 'an earlier life', url: 'http://localhost:1' }),
    )
    holdFolder(folder).release()
    expect(existsSync(join(folder, 'lock'))).toBe(false)
  })
})

describe('the packaged libraries', () => {
  it('get their symlinks back where install scripts did not run', async () => {
    const native = findBinaries(undefined).packaged?.native
    if (!native) return expect(findBinaries('system').bin).toContain('postgres')
    const copy = join(folder, 'native')
    cpSync(native, copy, { recursive: true, filter: (path) => !lstatSync(path).isSymbolicLink() })
    const version = () =>
      execFileSync(join(copy, 'bin', 'postgres'), ['--version'], { encoding: 'utf8', stdio: 'pipe' })
    expect(version).toThrow(/cannot open shared object file|Library not loaded/)
    expect(restoreSymlinks(copy)).toBe(true)
    expect(version()).toContain('PostgreSQL')
  })
})

describe('data of another major version', () => {
  it('is left alone, with the versions named', async () => {
    engine = await start()
    await engine.stop()
    engine = undefined
    writeFileSync(join(cluster(), 'PG_VERSION'), '14\n')
    await expect(start()).rejects.toMatchObject({
      code: 'other-major',
      message: expect.stringContaining('PostgreSQL 14'),
    })
  })
})
