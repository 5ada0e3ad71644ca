import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Plan } from '../../src/planner/model/plan.ts'
import { inNewFolder, runProgram } from '../program.ts'
import { NO_PLAN } from './installed-solvers.ts'
import type { Instance } from './instances.ts'
import { judged } from './judged.ts'
import { mpsLines } from './mps.ts'
import type { Order, Peer, PeerRun } from './peer.ts'
import { sessionsOfColumns } from './sessions-of-columns.ts'
import { modelOfWeek, type WeekModel } from './week-model.ts'

/** What one solver reached on one week: a run for each seed, one for solvers that take none. */
export interface Entry {
  readonly instance: Instance
  readonly solver: string
  readonly runs: readonly Run[]
}

export interface Run {
  /** By the checker; null without a valid plan. */
  readonly cost: number | null
  /** Proven lower bound as a whole number, rounded up; null without one. */
  readonly bound: number | null
  /** Wall seconds of the process. */
  readonly seconds: number
  readonly megabytes: number | null
  readonly seed: number | null
  readonly trouble?: string
}

/** Rounding errors of a solver's bound may not lift it over a whole number. */
const ROUNDING = 1e-5

export const OWN = 'Evenkeel'

/** The product's planner as people run it, `evenkeel plan`, once for each seed. */
export async function planWithSeeds(instance: Instance, seconds: number, seeds: number): Promise<Entry> {
  const runs: Run[] = []
  for (let seed = 1; seed <= seeds; seed++) runs.push(await planOnce(instance, seconds, seed))
  return { instance, solver: OWN, runs }
}

/** General solvers on the same integer program, one after the other. */
export async function solveWithPeers(instance: Instance, seconds: number, peers: readonly Peer[]): Promise<Entry[]> {
  if (peers.length === 0) return []
  const model = modelOfWeek(instance.week)
  return inNewFolder(async (folder) => {
    let written: Promise<string> | undefined
    const mpsPath = () => (written ??= writeMps(join(folder, `${instance.name}.mps`), instance, model))
    const order: Order = { program: model.program, weekPath: instance.path, mpsPath, folder, seconds }
    const entries: Entry[] = []
    for (const peer of peers) {
      const run = await peer.solve(order)
      entries.push({ instance, solver: peer.name, runs: [runOf(instance, model, run)] })
    }
    return entries
  })
}

/** Writes the integer program of a week for solvers that are not here. Returns the path. */
export async function writeMps(path: string, { name }: Instance, { program }: WeekModel): Promise<string> {
  await writeFile(path, lines(mpsLines(name, program)))
  return path
}

/** Some thousand lines at a time: the file of a chain is larger than a string may be. */
function* lines(all: Iterable<string>): Generator<string> {
  let some: string[] = []
  for (const line of all) {
    some.push(line)
    if (some.length < 10_000) continue
    yield `${some.join('\n')}\n`
    some = []
  }
  yield `${some.join('\n')}\n`
}

async function planOnce({ path, week }: Instance, seconds: number, seed: number): Promise<Run> {
  return inNewFolder(async (folder) => {
    const out = join(folder, 'plan.json')
    const run = await runProgram(['plan', path, '--seconds', `${seconds}`, '--seed', `${seed}`, '--out', out])
    const measures = { seconds: run.seconds, megabytes: run.peakMegabytes, seed }
    if (run.code !== 0) return { cost: null, bound: null, ...measures, trouble: `ended with code ${run.code}` }
    const plan = JSON.parse(readFileSync(out, 'utf8')) as Plan
    const { cost, broken } = judged(week, plan.sessions)
    if (broken !== undefined) return { cost: null, bound: null, ...measures, trouble: `breaks a rule: ${broken}` }
    return { cost, bound: plan.bound, ...measures }
  })
}

function runOf({ week }: Instance, model: WeekModel, { values, bound, ...run }: PeerRun): Run {
  const proven = bound === null || !model.exact ? null : Math.max(0, Math.ceil(bound - ROUNDING))
  const measures = { bound: proven, seconds: run.seconds, megabytes: run.peakMegabytes, seed: null }
  if (!values) return { cost: null, ...measures, trouble: run.trouble ?? NO_PLAN }
  const { cost, broken } = judged(week, sessionsOfColumns(model, values))
  return broken === undefined ? { cost, ...measures } : { cost: null, ...measures, trouble: `breaks a rule: ${broken}` }
}
