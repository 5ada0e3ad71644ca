import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import { loadLp } from './highs.worker.ts'
import type { PriceBook } from '../planner/master/price-book.ts'
import type { Session, Week } from '../planner/model/week.ts'
import { solve } from '../planner/solve.ts'
import type { Progress, Solution } from '../planner/solve.ts'

/** The planner's own thread: the only place of a solve that knows a clock. */

/** What a thread is started with. `stop` is one Int32: anything but 0 ends the search at its next step. */
export interface SolveOrder {
  readonly week: Week
  readonly seed: number
  readonly seconds: number
  /** So many steps instead of seconds: the same plan on every machine, however long it takes. */
  readonly steps?: number | undefined
  readonly pinned: readonly Session[]
  readonly stop: SharedArrayBuffer
}

export type SolveMessage = { readonly progress: Progress } | { readonly solution: Solution }

/** What the thread that proves the bound found meanwhile. */
export interface PriceMessage {
  readonly prices: PriceBook
}

/** Two messages a second are enough for any screen. */
const MILLISECONDS_BETWEEN_REPORTS = 500

if (parentPort) await work(workerData as SolveOrder, (message) => parentPort?.postMessage(message))

async function work(
  { week, seed, seconds, steps, pinned, stop }: SolveOrder,
  say: (message: SolveMessage) => void,
): Promise<void> {
  const began = performance.now()
  const flag = new Int32Array(stop)
  const spent = () => (performance.now() - began) / Math.max(1, seconds * 1000)
  let saidAt = Number.NEGATIVE_INFINITY
  let hasPlan = false
  const report = (progress: Progress) => {
    hasPlan ||= progress.step !== 'reading the week'
    if (progress.step === 'improving' && performance.now() - saidAt < MILLISECONDS_BETWEEN_REPORTS) return
    saidAt = performance.now()
    say({ progress })
  }
  // A busy machine may eat the whole time before the first plan stands: that one is finished all the same.
  let left = steps ?? 0
  const inTime = steps === undefined ? () => spent() < 1 : () => left-- > 0
  const keepGoing = () => Atomics.load(flag, 0) === 0 && (!hasPlan || inTime())
  // By steps nothing may depend on another thread's pace: this one makes its prices itself.
  const guide = steps === undefined ? { spent, hearPrices } : { lp: await loadLp(() => seconds) }
  say({ solution: solve(week, { seed, report, keepGoing, pinned, ...guide }) })
}

function hearPrices(): PriceBook | undefined {
  const heard = parentPort ? receiveMessageOnPort(parentPort) : undefined
  return (heard?.message as PriceMessage | undefined)?.prices
}
