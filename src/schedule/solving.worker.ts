import { readFileSync } from 'node:fs'
import type { Pair } from '../planner/explain/pairs.ts'
import type { Plan } from '../planner/model/plan.ts'
import type { Session, Week } from '../planner/model/week.ts'
import type { Progress } from '../planner/solve.ts'
import type { SolveMessage, SolveOrder } from './solve.worker.ts'
import { startThread } from './thread.worker.ts'

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
  /** Pairs of changes that would help, which the plan's format does not hold; none when the thread fails. */
  readonly pairs: Promise<readonly Pair[]>
  /** Ends the search soon: `result` is then the best plan so far. */
  cancel(): void
  /** Ends the thread at once; `result` is rejected. */
  abandon(): void
}

export interface SolveWishes {
  readonly seed: number
  /** Time for the search; reading and explaining come on top. */
  readonly seconds: number
  /** Sessions their members shall keep. */
  readonly pinned?: readonly Session[]
  readonly onProgress?: (progress: SolveProgress) => void
}

type Found = Pick<Plan, 'cost' | 'bound' | 'sessions' | 'shortfalls'>

/** Plans a well-formed week in a thread of its own. */
export function startSolve(week: Week, { seed, seconds, pinned = [], onProgress }: SolveWishes): Solving {
  const began = performance.now()
  const elapsed = () => Math.round(performance.now() - began) / 1000
  const stop = new SharedArrayBuffer(4)
  const worker = startThread('solve', { week, seed, seconds, pinned, stop } satisfies SolveOrder)
  const found = new Promise<{ plan: Plan; pairs: readonly Pair[] }>((resolve, reject) => {
    worker.on('message', (message: SolveMessage) => {
      if ('progress' in message) onProgress?.(shown(message.progress, elapsed()))
      else resolve({ plan: planOf(week, message.solution, elapsed()), pairs: message.solution.pairs })
    })
    worker.on('error', reject)
    worker.on('exit', () => reject(new Error('The planner ended before it had a plan.')))
  })
  return {
    result: found.then(({ plan }) => plan),
    pairs: found.then(
      ({ pairs }) => pairs,
      () => [],
    ),
    cancel: () => void Atomics.store(new Int32Array(stop), 0, 1),
    abandon: () => void worker.terminate(),
  }
}

function shown({ step, cost, bound, gap, complete, people }: Progress, seconds: number): SolveProgress {
  return { step, cost, bound, gapPercent: Math.round(gap * 1000) / 10, peopleComplete: complete, people, seconds }
}

/** What a thread found, as a plan of the week. */
export function planOf(week: Week, found: Found, seconds: number): Plan {
  const { cost, bound, sessions, shortfalls } = found
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
