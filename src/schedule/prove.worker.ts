import { parentPort, workerData } from 'node:worker_threads'
import type { PriceBook } from '../planner/master/price-book.ts'
import { proveBound } from '../planner/prove.ts'
import { loadLp } from './highs.worker.ts'
import type { SolveOrder } from './solve.worker.ts'

/** The thread that proves how good a plan can be at best, while another one searches for it. */

export type ProofMessage = { readonly bound: number } | { readonly prices: PriceBook }

if (parentPort) await work(workerData as SolveOrder, (message) => parentPort?.postMessage(message))

async function work({ week, seconds, pinned, stop }: SolveOrder, say: (message: ProofMessage) => void): Promise<void> {
  const began = performance.now()
  const left = () => seconds - (performance.now() - began) / 1000
  const flag = new Int32Array(stop)
  const lp = await loadLp(() => Math.max(0, left()))
  proveBound(week, {
    lp,
    pinned,
    keepGoing: () => Atomics.load(flag, 0) === 0 && left() > 0,
    report: (bound) => say({ bound }),
    reportPrices: (prices) => say({ prices }),
  })
}
