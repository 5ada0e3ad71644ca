import { readFileSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import type { Plan } from '../planner/model/plan.ts'
import type { Week } from '../planner/model/week.ts'
import type { Progress, Solution } from '../planner/solve.ts'
import type { SolveMessage, SolveOrder } from './solve.worker.ts'

/** How far a solve is, in the form the Week board shows. */
export interface SolveProgress {
  readonly step: string
  readonly cost: number
  readonly bound: number
  readonly gapPercent: number
  readonly peopleComplete: number
  readonly people: number
  readonly seconds: number
}

export interface Solving {
  /** The best plan found; rejected when the thread fails, for example for want of memory. */
  readonly result: Promise<Plan>
  /** Ends the search soon: `result` is then the best plan so far. */
  cancel(): void
  /** Ends the thread at once; `result` is rejected. */
  abandon(): void
}

export interface SolveWishes {
  readonly seed: number
  /** Time for the search; reading and explaining come on top. */
  readonly seconds: number
  readonly onProgress?: (progress: SolveProgress) => void
}

/** Enough for a chain of 2000 people several times over; a thread that wants more is ended, not the server. */
const MOST_MEGABYTES = 2048

/** Plans a well-formed week in a thread of its own. */
export function startSolve(week: Week, { seed, seconds, onProgress }: SolveWishes): Solving {
  const began = performance.now()
  const elapsed = () => Math.round(performance.now() - began) / 1000
  const stop = new SharedArrayBuffer(4)
  const worker = threadFor({ week, seed, seconds, stop })
  const result = new Promise<Plan>((resolve, reject) => {
    worker.on('message', (message: SolveMessage) => {
      if ('progress' in message) onProgress?.(shown(message.progress, elapsed()))
      else resolve(planOf(week, message.solution, elapsed()))
    })
    worker.on('error', reject)
    worker.on('exit', () => reject(new Error('The planner ended before it had a plan.')))
  })
  return {
    result,
    cancel: () => void Atomics.store(new Int32Array(stop), 0, 1),
    abandon: () => void worker.terminate(),
  }
}

function threadFor(order: SolveOrder): Worker {
  const options = { workerData: order, resourceLimits: { maxOldGenerationSizeMb: MOST_MEGABYTES } }
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL('./solve.worker.js', import.meta.url), options)
  // From the sources (tests): a thread does not inherit tsx, so it loads the file through tsx itself.
  const here = JSON.stringify(import.meta.url)
  const load = `import('tsx/esm/api').then(({ tsImport }) => tsImport('./solve.worker.ts', ${here}))`
  return new Worker(load, { ...options, eval: true, execArgv: [] })
}

function shown({ step, cost, bound, gap, complete, people }: Progress, seconds: number): SolveProgress {
  return { step, cost, bound, gapPercent: Math.round(gap * 1000) / 10, peopleComplete: complete, people, seconds }
}

function planOf(week: Week, { cost, bound, sessions, shortfalls }: Solution, seconds: number): Plan {
  return {
    format: 'evenkeel-plan/1',
    week: week.id,
    planner: plannerName(),
    seconds,
    cost,
    bound,
    sessions,
    shortfalls,
  }
}

function plannerName(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string
  }
  return `evenkeel ${version}`
}
