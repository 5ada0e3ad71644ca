import type { Plan } from '../planner/model/plan.ts'
import type { Session, Week } from '../planner/model/week.ts'
import type { RepairProposal } from '../planner/repair/repair.ts'
import type { RepairMessage, RepairOrder } from './repair.worker.ts'
import { planOf } from './solving.worker.ts'
import { startThread } from './thread.worker.ts'

/** A proposal with its plan as it is stored. */
export interface RepairFound {
  readonly proposal: RepairProposal
  readonly plan: Plan
}

export interface Repairing {
  /** The last proposals; rejected when the thread fails. */
  readonly result: Promise<readonly RepairFound[]>
  /** Ends the search soon: `result` is then the best so far. */
  cancel(): void
  /** Ends the thread at once; `result` is rejected. */
  abandon(): void
}

export interface RepairWishes {
  readonly seed: number
  readonly seconds: number
  readonly about: readonly string[]
  readonly pinned: readonly Session[]
  /** Proposals that can be taken already, while better ones are looked for. */
  readonly onFirst: (found: readonly RepairFound[]) => void
}

/** Looks for repairs of a well-formed week with `previous` in a thread of its own. */
export function startRepair(week: Week, { seed, seconds, about, pinned, onFirst }: RepairWishes): Repairing {
  const began = performance.now()
  const stop = new SharedArrayBuffer(4)
  const worker = startThread('repair', { week, seed, seconds, about, pinned, stop } satisfies RepairOrder)
  const result = new Promise<readonly RepairFound[]>((resolve, reject) => {
    worker.on('message', ({ proposals, last }: RepairMessage) => {
      const elapsed = Math.round(performance.now() - began) / 1000
      const found = proposals.map((proposal) => ({ proposal, plan: planOf(week, storable(proposal), elapsed) }))
      if (last) resolve(found)
      else onFirst(found)
    })
    worker.on('error', reject)
    worker.on('exit', () => reject(new Error('The repair ended before it had a proposal.')))
  })
  return {
    result,
    cancel: () => void Atomics.store(new Int32Array(stop), 0, 1),
    abandon: () => void worker.terminate(),
  }
}

function storable({ cost, bound, sessions, shortfalls }: RepairProposal) {
  return { cost, bound, sessions: [...sessions], shortfalls: [...shortfalls] }
}
