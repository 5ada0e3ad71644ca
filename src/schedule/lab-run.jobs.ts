import type { Actor } from '../kernel/claims.ts'
import type { Database } from '../kernel/database.ts'
import { newId } from '../kernel/ids.ts'
import { Refusal } from '../kernel/refusal.ts'
import { askLab } from './asking-lab.worker.ts'
import { countOf, type LabRun } from './lab.ts'
import { insertLabRun, LAB_STOPPED, type NewLabRun, storeLabResult } from './lab-run.rows.ts'
import { keepAtWork, listen, plannerFor } from './plan-run.jobs.ts'
import { noteProgress } from './run.rows.ts'
import { loadStandingWeek } from './waiting-fit.rows.ts'

/** Enough for a center; a larger one gets the best that was found by then, and is told so. */
const LAB_SECONDS = 60
const BUG = 'The lab stopped by an error of the program. Nothing was changed.'

/**
 * Puts a question to the lab and answers at once with the run's id. Refusals: `week-begun`, `no-plan`, `nobody-waits`.
 */
export async function startLabRun(
  database: Database,
  actor: Actor,
  asked: { weekStart: string; groups: number; services: readonly string[]; now: number },
): Promise<string> {
  const planner = plannerFor(actor)
  const standing = await database.inTransaction(planner, (tx) => loadStandingWeek(tx, asked.weekStart, asked.now))
  refuseWithoutPlan(standing.plan, standing.waiting.length)
  const question = { groups: asked.groups, services: asked.services }
  const run = { center: actor.center, id: newId(), weekStart: asked.weekStart, question, by: actor.name }
  await database.inTransaction(planner, (tx) => insertLabRun(tx, run))
  const lab = { table: 'lab_run', id: run.id, stopped: LAB_STOPPED, bug: BUG } as const
  void keepAtWork(database, planner, lab, (stop) => work(database, { actor, planner, run, stop }, standing))
  return run.id
}

function refuseWithoutPlan(plan: string, waiting: number): void {
  if (plan === 'begun') throw new Refusal('week-begun', 'This week has begun. Choose a week that is still ahead.')
  if (plan === 'none') throw new Refusal('no-plan', 'This week has no plan yet. Plan it first, then ask the lab.')
  if (waiting === 0) throw new Refusal('nobody-waits', 'Nobody is on the waiting list.')
}

interface Work {
  readonly actor: Actor
  readonly planner: Actor
  readonly run: NewLabRun
  readonly stop: AbortSignal
}

async function work(
  database: Database,
  { actor, planner, run, stop }: Work,
  standing: Awaited<ReturnType<typeof loadStandingWeek>>,
): Promise<void> {
  const { week, sessions, waiting } = standing
  let latest: LabRun['progress'] = null
  const asking = askLab({ week, sessions, waiting }, run.question, LAB_SECONDS, ({ tried, reached }) => {
    latest = { tried, reached: countOf(waiting.length, reached) }
  })
  stop.addEventListener('abort', () => asking.abandon())
  const note = () => database.inTransaction(planner, (tx) => noteProgress(tx, 'lab_run', run.id, latest))
  const listening = listen(note, asking)
  try {
    const result = await asking.result
    const asked = { what: 'lab.ask', person: undefined, verb: 'read' } as const
    await database.inTransaction({ ...planner, name: actor.name, asked }, (tx) => storeLabResult(tx, run, result))
  } finally {
    clearInterval(listening)
  }
}
