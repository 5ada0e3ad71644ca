// Everything a fresh copy of the repository needs before it can run. Node built-ins only: nothing is installed yet.
// Each step is skipped without a word when it has nothing to do, and may be interrupted anywhere and run again.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { withLock } from './set-up-lock.mjs'
import { run, stopWith } from './steps.mjs'

export const ROOT = join(import.meta.dirname, '..')
export const PROGRAM = join(ROOT, 'dist', 'main.js')

const MODULES = join(ROOT, 'node_modules')
const INSTALL_STAMP = join(MODULES, '.evenkeel-stamp')
const BUILD = join(ROOT, 'dist')
const BUILD_STAMP = join(BUILD, '.evenkeel-stamp')
const LOCK = join(ROOT, '.evenkeel', 'set-up.lock')
const BUILT_FROM = ['src', 'web', 'migrations', 'package.json', 'package-lock.json']
const NO_NETWORK =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|ERR_SOCKET_TIMEOUT|ENOTCACHED/

/** Node's (and npm's, when package.json asks for one) version against `engines`. */
export function checkVersions() {
  const { engines } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  const npm = /npm\/(\S+)/.exec(process.env.npm_config_user_agent ?? '')?.[1]
  requireVersion(
    'Node',
    process.versions.node,
    engines.node,
    'Get one at https://nodejs.org (20.20.2 or any newer line).',
  )
  if (engines.npm && npm) requireVersion('npm', npm, engines.npm, 'Update it with: npm install --global npm')
}

/** Installs the dependencies when they are missing or belong to another lockfile. */
export async function install(report) {
  if (isInstalled()) return
  await withLock(LOCK, report.say, async () => {
    if (isInstalled()) return // whoever held the lock has done it
    await report.step('install', () => installNow(report.say))
    writeFileSync(INSTALL_STAMP, lockfileHash())
  })
}

/** Compiles server and web when what they are built from has changed. */
export async function build(report) {
  if (isBuilt()) return
  await withLock(LOCK, report.say, async () => {
    if (!isBuilt()) await report.step('build', buildNow)
  })
}

function requireVersion(name, found, wanted, advice) {
  const least = wanted.replace('>=', '').split('.').map(Number)
  const have = found.split('.').map((part) => Number.parseInt(part, 10))
  const first = [0, 1, 2].find((index) => (have[index] ?? 0) !== (least[index] ?? 0))
  if (first === undefined || (have[first] ?? 0) > (least[first] ?? 0)) return
  throw stopWith(`Evenkeel needs ${name} ${wanted}; this is ${name} ${found}. ${advice}`)
}

const lockfileHash = () =>
  createHash('sha256')
    .update(readFileSync(join(ROOT, 'package-lock.json')))
    .digest('hex')

function isInstalled() {
  if (!existsSync(MODULES)) return false
  if (readIfThere(INSTALL_STAMP) === lockfileHash()) return true
  if (!isInstalledByHand()) return false
  writeFileSync(INSTALL_STAMP, lockfileHash())
  return true
}

/**
 * A node_modules copied here or made by a plain `npm ci` has no stamp of ours. npm writes its own list as the last thing
 * of a complete install; where that agrees with the lockfile, installing again would only risk it (offline, `npm ci`
 * would delete it first and then fail).
 */
function isInstalledByHand() {
  const list = readIfThere(join(MODULES, '.package-lock.json'))
  if (!list) return false
  const have = JSON.parse(list).packages
  const wanted = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')).packages
  return Object.entries(wanted).every(([path, { version, optional, devOptional, link }]) => {
    if (path === '' || link) return true
    return have[path] ? have[path].version === version : Boolean(optional || devOptional)
  })
}

async function installNow(say) {
  const { code, output } = await npm(['ci', '--no-audit', '--no-fund', '--include=dev'])
  if (code === 0) return
  if (/EUSAGE/.test(output) && process.env.CI !== 'true') {
    say('… the lockfile is incomplete for this platform; installing once by "npm install --no-save"')
    const second = await npm(['install', '--no-save', '--no-audit', '--no-fund', '--include=dev'])
    if (second.code === 0) return
    throw installFailed(second.output)
  }
  throw installFailed(output)
}

function installFailed(output) {
  if (NO_NETWORK.test(output)) return stopWith('Dependencies missing and no network; copy node_modules or connect.')
  return stopWith('The dependencies could not be installed (npm says above why). Then start again.', output)
}

/** The npm that runs us, if it is one; else the one on the path. */
export function npm(args, options = {}) {
  const path = process.env.npm_execpath ?? ''
  const [command, ...first] = basename(path) === 'npm-cli.js' ? [process.execPath, path] : ['npm']
  return run(command, [...first, ...args], { cwd: ROOT, ...options })
}

function isBuilt() {
  return readIfThere(BUILD_STAMP) === sourceHash()
}

/** Hash of every file the build reads, by content: a checkout or a copy may change times without changing a word. */
function sourceHash() {
  const configs = readdirSync(ROOT).filter((name) => /^tsconfig.*\.json$|\.config\.ts$/.test(name))
  const hash = createHash('sha256')
  for (const path of [...BUILT_FROM, ...configs].toSorted().flatMap(filesUnder)) {
    if (/\.test\.tsx?$/.test(path)) continue
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(ROOT, path)))
      .update('\0')
  }
  return hash.digest('hex')
}

function filesUnder(path) {
  const full = join(ROOT, path)
  if (!existsSync(full)) return []
  const entries = /\.\w+$/.test(path) ? undefined : readdirSync(full, { withFileTypes: true, recursive: true })
  if (!entries) return [path]
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1))
    .toSorted()
}

/** Builds beside `dist` and swaps at the end: an interrupted build leaves the old program, and no stamp for a half one. */
async function buildNow() {
  const hash = sourceHash()
  const draft = `${BUILD}.building`
  rmSync(draft, { recursive: true, force: true })
  await tool('typescript/bin/tsc', ['-p', 'tsconfig.build.json', '--outDir', draft])
  await tool('vite/bin/vite.js', ['build', '--outDir', join(draft, 'web'), '--emptyOutDir'])
  writeFileSync(join(draft, '.evenkeel-stamp'), hash)
  const old = `${BUILD}.old`
  rmSync(old, { recursive: true, force: true })
  if (existsSync(BUILD)) renameSync(BUILD, old)
  renameSync(draft, BUILD)
  rmSync(old, { recursive: true, force: true })
}

async function tool(path, args) {
  const { code, output } = await run(process.execPath, [join(MODULES, path), ...args], { cwd: ROOT })
  if (code !== 0) throw stopWith(`The build failed at: ${basename(path)} ${args.join(' ')}`, output)
}

const readIfThere = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined)
