import type { Actor } from '../kernel/claims.ts'
import type { Database } from '../kernel/database.ts'
import { newId } from '../kernel/ids.ts'
import { Refusal } from '../kernel/refusal.ts'
import { latestPublication } from './board.rows.ts'
import { sessionsToKeep } from './pin.jobs.ts'
import { keepAtWork, listen, PLANNING, plannerFor } from './plan-run.jobs.ts'
import { endOlderRepairs, insertRun } from './plan-run.rows.ts'
import { loadPlanningWeek } from './proposal.rows.ts'
import { changedSince, saveRepairs } from './repair.rows.ts'
import { endRun, noteProgress } from './run.rows.ts'
import { type RepairFound, startRepair } from './repairing.worker.ts'

interface RepairRun {
  readonly id: string
  readonly weekStart: string
  readonly seconds: number
  readonly seed: number
  readonly now: number
}

/**
 * Starts a repair of a published week in a worker thread and answers at once with the run's id; its first proposals can
 * be taken while it looks for better ones. Refusals: `nothing-published`, `no-blocks`.
 */
export async function startRepairRun(
  database: Database,
  actor: Actor,
  asked: Omit<RepairRun, 'id'>,
): Promise<{ id: string; finished: Promise<void> }> {
  const id = newId()
  await database.inTransaction(actor, async (tx) => {
    if (!(await latestPublication(tx, asked.weekStart)))
      throw new Refusal('nothing-published', 'This week has no published plan to repair. Maybe plan it first.')
    await endOlderRepairs(tx, asked.weekStart)
    await insertRun(tx, { ...asked, id, center: actor.center, by: actor.name, kind: 'repair' })
  })
  const planner = plannerFor(actor)
  const finished = keepAtWork(database, planner, { ...PLANNING, id }, (stop) =>
    work(database, planner, { ...asked, id }, stop),
  )
  return { id, finished }
}

async function work(database: Database, planner: Actor, run: RepairRun, stop: AbortSignal): Promise<void> {
  const { week, about } = await database.inTransaction(planner, async (tx) => {
    const publication = await latestPublication(tx, run.weekStart)
    return {
      week: (await loadPlanningWeek(tx, run.weekStart, run.now)).week,
      about: publication ? await changedSince(tx, run.weekStart, publication.published_at) : [],
    }
  })
  if (week.blocks.length === 0)
    throw new Refusal('no-blocks', 'The center has no blocks of the day yet. Add blocks.csv to the import.')
  const pinned = await sessionsToKeep(database, planner, run)
  stop.throwIfAborted()
  const made = { center: planner.center, run: run.id, weekStart: run.weekStart, week }
  const save = (round: number, found: readonly RepairFound[]) =>
    database.inTransaction(planner, (tx) => saveRepairs(tx, { ...made, round }, found))
  let first: Promise<readonly RepairFound[]> | undefined
  const repairing = startRepair(week, {
    ...run,
    about,
    pinned,
    onFirst: (found) => {
      first ??= save(1, found).then(() => found)
      // Whether it was stored is asked when the search is over.
      first.catch(() => {})
    },
  })
  stop.addEventListener('abort', () => repairing.abandon())
  const note = () => database.inTransaction(planner, (tx) => noteProgress(tx, 'plan_run', run.id, null))
  const listening = listen(note, repairing)
  try {
    const best = await repairing.result
    const known = await first
    if (!known || plansOf(known) !== plansOf(best)) await save(2, best)
    await database.inTransaction(planner, (tx) => endRun(tx, 'plan_run', run.id, null))
  } finally {
    clearInterval(listening)
  }
}

/** Plans that seat everybody alike are the same, however long they took. */
function plansOf(found: readonly RepairFound[]): string {
  return JSON.stringify(found.map(({ plan }) => plan.sessions))
}
