// `npm run fuzz`: hostile input at full size. EVENKEEL_FUZZ, EVENKEEL_FUZZ_HTTP: cases per route; EVENKEEL_FUZZ_SEED
// repeats a run. The cases are sent in rounds, two of them at a time, each against a server and a database of its own: what
// requests leave behind would otherwise make every later read longer, and one process leaves a core idle.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ROOT } from './set-up.mjs'

const ROUND = 1000
const AT_ONCE = 2
// A repeated round needs its own seed, which its report names, and its own number of cases.
const SEEDS_EACH = 2

const {
  EVENKEEL_FUZZ = '10000',
  EVENKEEL_FUZZ_HTTP = '1000',
  EVENKEEL_FUZZ_SEED = String(Date.now() % 2 ** 31),
} = process.env
const rounds = Math.max(1, Math.ceil(Number(EVENKEEL_FUZZ) / ROUND))
const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs')
const waiting = Array.from({ length: rounds }, (_, round) => Number(EVENKEEL_FUZZ_SEED) + round * SEEDS_EACH)
const began = Date.now()
let sent = 0
let failed = 0

await Promise.all(Array.from({ length: AT_ONCE }, workOff))
const minutes = ((Date.now() - began) / 60_000).toFixed(1)
console.log(
  `fuzz: ${sent} requests in ${rounds} rounds and ${minutes} min, seed ${EVENKEEL_FUZZ_SEED}, ${failed} rounds failed`,
)
process.exitCode = failed === 0 ? 0 : 1

async function workOff() {
  for (let seed = waiting.shift(); seed !== undefined; seed = waiting.shift()) {
    const { code, text } = await sendRound(seed)
    sent += Number(/hostile input: (\d+) requests/.exec(text)?.[1] ?? 0)
    if (code !== 0) failed += 1
  }
}

function sendRound(seed) {
  const env = {
    ...process.env,
    EVENKEEL_FUZZ: String(Math.ceil(Number(EVENKEEL_FUZZ) / rounds)),
    EVENKEEL_FUZZ_HTTP: String(Math.ceil(Number(EVENKEEL_FUZZ_HTTP) / rounds)),
    EVENKEEL_FUZZ_SEED: String(seed),
  }
  const run = spawn(process.execPath, [vitest, 'run', '--project', 'http', 'src/hostile'], { cwd: ROOT, env })
  let text = ''
  run.stdout.on('data', (part) => {
    text += part
    process.stdout.write(part)
  })
  run.stderr.pipe(process.stderr, { end: false })
  return new Promise((resolve) => run.once('close', (code) => resolve({ code, text })))
}
