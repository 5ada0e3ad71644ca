import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

/** A copy of the scripts beside a package with one local dependency, so that npm needs no network. */
let copy: string

beforeEach(() => {
  copy = realpathSync(mkdtempSync(join(tmpdir(), 'evenkeel-set-up-')))
  cpSync(import.meta.dirname, join(copy, 'scripts'), { recursive: true })
  mkdirSync(join(copy, 'oar'))
  writeJson('oar/package.json', { name: 'oar', version: '1.0.0' })
  writeJson('package.json', {
    name: 'boat',
    version: '1.0.0',
    engines: { node: '>=20.20.2' },
    dependencies: { oar: 'file:./oar' },
  })
  npm('install', '--package-lock-only')
})

afterEach(() => rmSync(copy, { recursive: true, force: true }))

const writeJson = (path: string, value: unknown) => writeFileSync(join(copy, path), JSON.stringify(value))
const npm = (...args: string[]) => execFileSync('npm', args, { cwd: copy, stdio: 'pipe' })
const stamp = () => join(copy, 'node_modules', '.evenkeel-stamp')

const INSTALL = `
  import { checkVersions, install } from './scripts/set-up.mjs'
  import { main, reporter } from './scripts/steps.mjs'
  await main(async () => { checkVersions(); await install(reporter(process.stdout)) })`

function setUp(env: NodeJS.ProcessEnv = {}): { status: number | null; stdout: string; stderr: string } {
  const args = ['--input-type=module', '-e', INSTALL]
  return spawnSync(process.execPath, args, { cwd: copy, encoding: 'utf8', env: { ...process.env, CI: '', ...env } })
}

describe('install', () => {
  it('runs when node_modules is missing, then has nothing to do until the lockfile changes', () => {
    expect(setUp().stdout).toMatch(/^✔ install [\d.]+ s\n$/)
    expect(setUp().stdout).toBe('')
    writeFileSync(stamp(), 'the hash of another lockfile')
    rmSync(join(copy, 'node_modules', '.package-lock.json'))
    expect(setUp().stdout).toMatch(/^✔ install/)
  })

  it('takes over a complete node_modules that npm made, but not one of another lockfile', () => {
    npm('ci')
    expect(setUp().stdout).toBe('')
    expect(existsSync(stamp())).toBe(true)
    rmSync(stamp())
    const list = join(copy, 'node_modules', '.package-lock.json')
    writeFileSync(list, readFileSync(list, 'utf8').replaceAll('"1.0.0"', '"0.9.0"'))
    expect(setUp().stdout).toMatch(/^✔ install/)
  })

  it('repairs an incomplete lockfile once, and refuses to where CI is set', () => {
    writeJson('package-lock.json', {
      name: 'boat',
      version: '1.0.0',
      lockfileVersion: 3,
      packages: { '': { name: 'boat' } },
    })
    const onCi = setUp({ CI: 'true' })
    expect(onCi.status).toBe(1)
    expect(onCi.stderr).toContain('could not be installed')
    expect(existsSync(stamp())).toBe(false)
    expect(setUp().stdout).toMatch(/lockfile is incomplete[^]*✔ install/)
  })

  it('names the version it needs when Node is older', () => {
    writeJson('package.json', { name: 'boat', version: '1.0.0', engines: { node: '>=99.1' } })
    const { status, stderr } = setUp()
    expect(status).toBe(1)
    expect(stderr).toContain(`needs Node >=99.1; this is Node ${process.versions.node}`)
  })
})

describe('the set-up lock', () => {
  it('makes a second set-up wait and find the work done', async () => {
    const started = [1, 2].map(() => spawn(process.execPath, ['--input-type=module', '-e', INSTALL], { cwd: copy }))
    const said = ['', '']
    started.forEach((child, index) => child.stdout.on('data', (data) => (said[index] += String(data))))
    await Promise.all(started.map((child) => once(child, 'close')))
    expect(said.join('').match(/✔ install/g)).toHaveLength(1)
    expect(said.join('')).toContain('waiting for another set-up (process ')
  })

  it('is taken over from an owner that died', async () => {
    const dead = spawn(process.execPath, ['--version'])
    await once(dead, 'exit')
    mkdirSync(join(copy, '.evenkeel'))
    writeJson('.evenkeel/set-up.lock', { pid: dead.pid, born: 'an earlier boot 1', since: 'long ago' })
    expect(setUp().stdout).toMatch(/^✔ install/)
    expect(readdirSync(join(copy, '.evenkeel'))).toEqual([])
  })
})
