import { parentPort, workerData } from 'node:worker_threads'
import type { Session, Week } from '../planner/model/week.ts'
import { proposeRepairs } from '../planner/repair/repair.ts'
import type { RepairProposal } from '../planner/repair/repair.ts'

/** A repair's own thread: the only place of it that knows a clock. */

export interface RepairOrder {
  readonly week: Week
  readonly seed: number
  readonly seconds: number
  /** Ids of people whose own life or prescription changed. */
  readonly about: readonly string[]
  readonly pinned: readonly Session[]
  /** One Int32: anything but 0 ends the search at its next step. */
  readonly stop: SharedArrayBuffer
}

/** `last` is false for proposals that can be taken while the search goes on. */
export interface RepairMessage {
  readonly proposals: readonly RepairProposal[]
  readonly last: boolean
}

if (parentPort) work(workerData as RepairOrder, (message) => parentPort?.postMessage(message))

function work({ week, seed, seconds, about, pinned, stop }: RepairOrder, say: (message: RepairMessage) => void): void {
  const until = performance.now() + seconds * 1000
  const flag = new Int32Array(stop)
  const keepGoing = () => Atomics.load(flag, 0) === 0 && performance.now() < until
  const report = (proposals: readonly RepairProposal[]) => say({ proposals, last: false })
  say({ proposals: proposeRepairs(week, { seed, about, pinned, keepGoing, report }), last: true })
}
