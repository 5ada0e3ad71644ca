import { parentPort, workerData } from 'node:worker_threads'
import { bestGroupsToOpen } from '../planner/lab/best-groups.ts'
import type { LabProgress, LabResult } from '../planner/lab/best-groups.ts'
import { fitsOf } from '../planner/lab/fit.ts'
import type { Fit } from '../planner/lab/fit.ts'
import type { Participant, Session, Week } from '../planner/model/week.ts'

/** The lab's own thread: what the plan as it stands has for people who wait, and what groups would add. */

export interface LabInput {
  readonly week: Week
  readonly sessions: readonly Session[]
  readonly waiting: readonly Participant[]
}

export type LabOrder = LabInput & {
  /** Without it the fits of everybody are asked for. */
  readonly question?: { readonly groups: number; readonly services: readonly string[] }
  readonly seconds: number
  /** One Int32: anything but 0 ends the work at its next step. */
  readonly stop: SharedArrayBuffer
}

export type LabMessage = { readonly progress: LabProgress } | { readonly result: LabResult } | { readonly fits: Fit[] }

const MILLISECONDS_BETWEEN_REPORTS = 300

if (parentPort) work(workerData as LabOrder, (message) => parentPort?.postMessage(message))

function work(
  { week, sessions, waiting, question, seconds, stop }: LabOrder,
  say: (message: LabMessage) => void,
): void {
  const flag = new Int32Array(stop)
  const until = performance.now() + seconds * 1000
  const keepGoing = () => Atomics.load(flag, 0) === 0 && performance.now() < until
  if (!question) {
    say({ fits: fitsOf(week, sessions, waiting, keepGoing) })
    return
  }
  let saidAt = Number.NEGATIVE_INFINITY
  const report = (progress: LabProgress) => {
    if (performance.now() - saidAt < MILLISECONDS_BETWEEN_REPORTS) return
    saidAt = performance.now()
    say({ progress })
  }
  say({ result: bestGroupsToOpen(week, sessions, waiting, { ...question, keepGoing, report }) })
}
