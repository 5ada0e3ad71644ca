// Runs every check of the repository as a named step: one line each, the output only of those that fail. All steps run,
// even after a failure; the very last line counts the tests. `npm run check -- --only rules,types` runs some of them.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CHECKS } from './checks.mjs'
import { duration, main, stopWith } from './steps.mjs'

/**
 * Runs the steps and prints their outcome. Options: `only` (names), `verbose` (output of every step), `withoutBrowser`
 * (leave e2e out and say so). Returns the exit code.
 */
export async function check({ only, verbose = false, withoutBrowser = false } = {}) {
  const unknown = only?.filter((name) => !Object.hasOwn(CHECKS, name)) ?? []
  if (unknown.length)
    throw stopWith(`No step named ${unknown.join(', ')}. There are: ${Object.keys(CHECKS).join(', ')}`)
  const names = Object.keys(CHECKS).filter(
    (name) => (!only || only.includes(name)) && !(withoutBrowser && name === 'e2e'),
  )
  const context = { scratch: mkdtempSync(join(tmpdir(), 'evenkeel-check-')), counts: {} }
  const outcomes = []
  try {
    for (const name of names) outcomes.push(await outcomeOf(name, context, verbose))
  } finally {
    rmSync(context.scratch, { recursive: true, force: true })
  }
  return conclude(outcomes, withoutBrowser)
}

async function outcomeOf(name, context, verbose) {
  const from = performance.now()
  if (process.stdout.isTTY) process.stdout.write(`… ${name}`)
  const found = await CHECKS[name](context).catch((error) => ({ failure: error.output || error.stack }))
  const outcome = withFloor(found)
  context.counts[name] = outcome.tests
  const mark = outcome.failure ? '✘' : outcome.absent ? '–' : '✔'
  const counted = outcome.tests ? ` (${words(outcome.tests)})` : ''
  console.log(
    `${process.stdout.isTTY ? '\r\u001B[K' : ''}${mark} ${name} ${duration(performance.now() - from)}${counted}`,
  )
  const output = outcome.failure ?? (verbose ? outcome.output : '')
  if (output) console.log(output.trimEnd().replaceAll(/^/gm, '  '))
  return { name, ...outcome }
}

/** A suite that ran no test has checked nothing, whatever its exit code. */
function withFloor(found) {
  const { tests, failure } = found
  if (!tests || tests.passed + tests.failed > 0) return found
  return { ...found, failure: failure ?? 'No test ran.' }
}

function conclude(outcomes, withoutBrowser) {
  const failed = outcomes.filter(({ failure }) => failure)
  const total = { passed: 0, failed: 0, skipped: 0 }
  for (const { tests, failure } of outcomes) {
    for (const key of Object.keys(total)) total[key] += tests?.[key] ?? 0
    if (failure && !tests?.failed) total.failed += 1 // a failed step without a failed test counts as one
  }
  console.log('')
  if (failed.length) console.log(`failed: ${failed.map(({ name }) => name).join(', ')}`)
  for (const { note } of outcomes) if (note) console.log(note)
  console.log(`${words(total)}${withoutBrowser ? ' (browser tests left out by --no-browser)' : ''}`)
  return failed.length || outcomes.length === 0 ? 1 : 0
}

const words = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`

/** Options of the command line: `--only a,b`, `--verbose`, `--no-browser`. */
export function checkOptions(args) {
  const known = ['--only', '--verbose', '--no-browser']
  const at = args.indexOf('--only')
  const strange = args.filter((arg, index) => !known.includes(arg) && (at < 0 || index !== at + 1))
  if (strange.length) throw stopWith(`Unknown option ${strange.join(' ')}. There are: ${known.join(', ')}`)
  return {
    only: at < 0 ? undefined : (args[at + 1] ?? '').split(','),
    verbose: args.includes('--verbose'),
    withoutBrowser: args.includes('--no-browser'),
  }
}

if (process.argv[1] === import.meta.filename) {
  await main(async () => {
    process.exitCode = await check(checkOptions(process.argv.slice(2)))
  })
}
