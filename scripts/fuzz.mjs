// `npm run fuzz`: hostile input at full size. EVENKEEL_FUZZ, EVENKEEL_FUZZ_HTTP: cases per route; EVENKEEL_FUZZ_SEED repeats a run.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ROOT } from './set-up.mjs'

const { EVENKEEL_FUZZ = '10000', EVENKEEL_FUZZ_HTTP = '1000' } = process.env
const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs')
const run = spawn(process.execPath, [vitest, 'run', '--project', 'http', 'src/hostile'], {
  cwd: ROOT,
  stdio: 'inherit',
  env: { ...process.env, EVENKEEL_FUZZ, EVENKEEL_FUZZ_HTTP },
})
run.once('exit', (code) => {
  process.exitCode = code ?? 1
})
