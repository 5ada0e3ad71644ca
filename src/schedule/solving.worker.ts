import { readFileSync } from 'node:fs'
import type { Pair } from '../planner/explain/pairs.ts'
import type { Plan } from '../planner/model/plan.ts'
import type { Session, Week } from '../planner/model/week.ts'
import type { Progress } from '../planner/solve.ts'
import type { ProofMessage } from './prove.worker.ts'
import type { PriceMessage, SolveMessage, SolveOrder } from './solve.worker.ts'
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
  /** So many steps of the search instead of seconds, for a plan that is the same on every machine. */
  readonly steps?: number | undefined
  /** Sessions their members shall keep. */
  readonly pinned?: readonly Session[]
  readonly onProgress?: (progress: SolveProgress) => void
}

/** Seconds of a search from which on its bound is proven in a thread of its own. */
const SHORTEST_PROOF = 2

type Found = Pick<Plan, 'cost' | 'bound' | 'sessions' | 'shortfalls'>

/**
 * Plans a well-formed week in a thread of its own, while a second one proves how good a plan can be at best. Without the
 * second one (no memory for it, say) the plan is the same and the bound the search's own.
 */
export function startSolve(week: Week, { seed, seconds, steps, pinned = [], onProgress }: SolveWishes): Solving {
  const began = performance.now()
  const elapsed = () => Math.round(performance.now() - began) / 1000
  const stop = new SharedArrayBuffer(4)
  const order = { week, seed, seconds, steps, pinned, stop } satisfies SolveOrder
  const worker = startThread('solve', order)
  // A short search would lose more by a second thread beside it than its proof could say.
  const prover = seconds >= SHORTEST_PROOF ? startThread('prove', order) : null
  let proven = 0
  prover?.on('message', (message: ProofMessage) => {
    if ('bound' in message) proven = Math.max(proven, message.bound)
    else worker.postMessage(message satisfies PriceMessage)
  })
  prover?.on('error', () => {})
  const found = new Promise<{ plan: Plan; pairs: readonly Pair[] }>((resolve, reject) => {
    worker.on('message', (message: SolveMessage) => {
      if ('progress' in message) onProgress?.(shown(message.progress, proven, elapsed()))
      else {
        const { solution } = message
        const bound = Math.max(solution.bound, proven)
        resolve({ plan: planOf(week, { ...solution, bound }, elapsed()), pairs: solution.pairs })
      }
    })
    worker.on('error', reject)
    worker.on('exit', () => {
      void prover?.terminate()
      reject(new Error('The planner ended before it had a plan.'))
    })
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

function shown({ step, cost, bound: own, complete, people }: Progress, proven: number, seconds: number): SolveProgress {
  const bound = Math.max(own, proven)
  const gapPercent = cost > 0 ? Math.round((1000 * (cost - bound)) / cost) / 10 : 0
  return { step, cost, bound, gapPercent, peopleComplete: complete, people, seconds }
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
