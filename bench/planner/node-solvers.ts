import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cpSatVersion } from './cp-sat.ts'
import { highsVersion } from './highs.ts'
import { measuresOf, NO_PLAN, troubleOf } from './installed-solvers.ts'
import { runMeasured } from './measured-process.ts'
import type { Found, Order, Peer, PeerRun } from './peer.ts'

/** Solvers compiled to WebAssembly: each solves in a node process of its own, which makes the program from the week again. */

export const highs: Peer = { name: 'HiGHS', version: highsVersion, solve: (order) => solveAlone('highs', order) }

export const cpSat: Peer = { name: 'CP-SAT', version: cpSatVersion, solve: (order) => solveAlone('cp-sat', order) }

async function solveAlone(solver: string, { weekPath, folder, seconds }: Order): Promise<PeerRun> {
  const out = join(folder, `${solver}.json`)
  const script = fileURLToPath(new URL('./solve-alone.ts', import.meta.url))
  const args = ['--import', 'tsx', '--max-old-space-size=12000', script, solver, weekPath, `${seconds}`, out]
  const run = await runMeasured(process.execPath, args, seconds)
  if (!existsSync(out))
    return { values: null, bound: null, ...measuresOf(run), trouble: lastLine(run.output) ?? troubleOf(run) }
  const found = JSON.parse(readFileSync(out, 'utf8')) as Found
  return { ...found, ...measuresOf(run), ...(found.values ? {} : { trouble: NO_PLAN }) }
}

function lastLine(output: string): string | undefined {
  return output
    .split('\n')
    .findLast((line) => /Error|memory/.test(line))
    ?.trim()
    .slice(0, 80)
}
