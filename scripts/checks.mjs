// The checks themselves: each gives `failure` (its output), `tests` where it counts them, `note` for the end, and `absent`
// when this machine has nothing to run it on.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findBrowser, NO_BROWSER } from './browser.mjs'
import { licenseFaults } from './licenses.mjs'
import { build, ROOT } from './set-up.mjs'
import { run } from './steps.mjs'

const TYPE_CONFIGS = ['tsconfig.json', 'tsconfig.pure.json', 'tsconfig.web.json', 'e2e/tsconfig.json']
const OLDEST_STOCK = 15

/** In the order they run. Each gets `{ scratch, counts }`: a directory to write in, and the test counts of steps before it. */
export const CHECKS = {
  format: () => tool('oxfmt', '--check', '.'),
  lint: () => tool('oxlint', '--type-aware', '--deny-warnings'),
  types,
  unused: () => tool('knip'),
  'schema drift': () => tool('tsx', 'src/kernel/table-types.command.ts', '--check'),
  rules: (context) => vitest(context, 'rules'),
  http: (context) => vitest(context, 'http'),
  build: buildStep,
  e2e,
  'http on stock PostgreSQL': httpOnStock,
  licenses,
}

async function command(program, args, env = {}) {
  const { code, output } = await run(program, args, {
    cwd: ROOT,
    env: { FORCE_COLOR: undefined, NO_COLOR: '1', ...env },
  })
  return code === 0 ? { output } : { output, failure: output.trim() || `exit code ${code}` }
}

const tool = (name, ...args) => command(join(ROOT, 'node_modules', '.bin', name), args)

/** A configuration that includes no file is green too, so the files are counted first. */
async function types() {
  const outcomes = []
  for (const config of TYPE_CONFIGS) outcomes.push(await typesOf(config))
  const failures = outcomes.map(({ failure }) => failure).filter(Boolean)
  return { output: outcomes.map(({ output }) => output).join('\n'), failure: failures.join('\n') || undefined }
}

async function typesOf(config) {
  const listed = await tool('tsc', '-p', config, '--listFilesOnly')
  const files = listed.output.split('\n').filter((line) => /\.tsx?$/.test(line) && !line.includes('node_modules'))
  if (files.length === 0) return { failure: `${config} compiles no file.\n${listed.failure ?? ''}` }
  const { failure } = await tool('tsc', '-p', config)
  return { output: `${config}: ${files.length} files`, failure: failure && `${config}:\n${failure}` }
}

async function vitest({ scratch }, project, env = {}) {
  const file = join(scratch, `vitest-${project}-${Object.keys(env).length}.json`)
  const args = ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const ran = await command(join(ROOT, 'node_modules', '.bin', 'vitest'), args, env)
  const { numPassedTests = 0, numFailedTests = 0, numPendingTests = 0, numTodoTests = 0 } = readJson(file)
  return { ...ran, tests: { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests } }
}

async function buildStep() {
  await build({ say: () => {}, step: (name, work) => work() })
  return { output: 'dist is up to date' }
}

async function e2e({ scratch }) {
  const browser = await findBrowser()
  if (!browser) return { failure: NO_BROWSER }
  await buildStep()
  const file = join(scratch, 'playwright.json')
  const env = { EVENKEEL_CHROMIUM: browser, PLAYWRIGHT_JSON_OUTPUT_FILE: file }
  const ran = await command(join(ROOT, 'node_modules', '.bin', 'playwright'), ['test', '--reporter=list,json'], env)
  const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = readJson(file).stats ?? {}
  const note = flaky ? `flaky: ${flaky} browser tests passed only when run again` : undefined
  return { ...ran, note, tests: { passed: expected + flaky, failed: unexpected, skipped } }
}

/** The same suite on the operating system's own PostgreSQL, where there is one. */
async function httpOnStock(context) {
  if (stockPrograms().length) {
    const ran = await vitest(context, 'http', { EVENKEEL_TEST_STOCK: '1', EVENKEEL_PG: 'system' })
    return {
      ...ran,
      note: 'stock PostgreSQL: without the proof of access, hostile input and query plans (vitest.config.ts)',
    }
  }
  const { passed = 0, failed = 0, skipped = 0 } = context.counts.http ?? {}
  return { absent: true, note: `stock PostgreSQL: not present, 0 of ${passed + failed + skipped} tests run` }
}

function stockPrograms() {
  const root = '/usr/lib/postgresql'
  if (!existsSync(root)) return []
  return readdirSync(root).filter(
    (major) => Number(major) >= OLDEST_STOCK && existsSync(join(root, major, 'bin', 'initdb')),
  )
}

async function licenses() {
  const faults = licenseFaults(join(ROOT, 'node_modules'))
  return faults.length ? { failure: faults.join('\n') } : { output: 'every license is allowed' }
}

const readJson = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {})
