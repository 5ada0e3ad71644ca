import type { Actor } from '../kernel/claims.ts'
import type { Database } from '../kernel/database.ts'
import { newId } from '../kernel/ids.ts'
import { Refusal } from '../kernel/refusal.ts'
import { loadPlanningWeek, saveProposal } from './proposal.rows.ts'
import { endRun, insertRun, noteProgress, workingRun } from './plan-run.rows.ts'
import { startSolve, type Solving } from './solving.worker.ts'
import type { PlanRun } from './week-board.ts'

const TICK = 400

/**
 * Starts planning a week in a worker thread and answers at once with the run's id; the run goes on when the browser
 * leaves. A run of the same week that still works is answered instead of a second one. `finished` is for callers that
 * wait (the demo center's start).
 */
export async function startPlanRun(
  database: Database,
  actor: Actor,
  asked: { weekStart: string; seconds: number; seed: number; now: number },
): Promise<{ id: string; finished: Promise<string | undefined> }> {
  const planner: Actor = { ...actor, role: 'planner', uid: null, session: null, name: 'planner' }
  const id = newId()
  const working = await database.inTransaction(actor, async (tx) => {
    const same = await workingRun(tx, asked.weekStart)
    if (same === undefined) await insertRun(tx, { ...asked, center: actor.center, id, by: actor.name })
    return same
  })
  if (working !== undefined) return { id: working, finished: Promise.resolve(undefined) }
  const finished = work(database, planner, { ...asked, id }).catch(async (error) => {
    const words =
      error instanceof Refusal ? error.message : 'Planning stopped by an error of the program. Nothing was changed.'
    await database.inTransaction(planner, (tx) => endRun(tx, id, words)).catch(() => {})
    if (!(error instanceof Refusal)) process.emitWarning(error instanceof Error ? error : String(error))
    return undefined
  })
  return { id, finished }
}

async function work(
  database: Database,
  planner: Actor,
  run: { id: string; weekStart: string; seconds: number; seed: number; now: number },
): Promise<string> {
  const { week } = await database.inTransaction(planner, (tx) => loadPlanningWeek(tx, run.weekStart, run.now))
  if (week.blocks.length === 0)
    throw new Refusal('no-blocks', 'The center has no blocks of the day yet. Add blocks.csv to the import.')
  let latest: PlanRun['progress'] = null
  const solving = startSolve(week, {
    seed: run.seed,
    seconds: run.seconds,
    onProgress: (progress) => {
      latest = progress
    },
  })
  const note = () => database.inTransaction(planner, (tx) => noteProgress(tx, run.id, latest))
  const listening = listen(note, solving)
  try {
    const plan = await solving.result
    return await database.inTransaction(planner, async (tx) => {
      const proposal = await saveProposal(tx, { center: planner.center, run: run.id, weekStart: run.weekStart, plan })
      await noteProgress(tx, run.id, latest)
      await endRun(tx, run.id, null)
      return proposal
    })
  } finally {
    clearInterval(listening)
  }
}

/** Writes counts while the planner works, and passes on a wish to stop, whichever server it was said to. */
function listen(note: () => Promise<boolean>, solving: Solving) {
  let busy = false
  const timer = setInterval(() => {
    if (busy) return
    busy = true
    note()
      .then((stop) => (stop ? solving.cancel() : undefined))
      .catch(() => {})
      .finally(() => {
        busy = false
      })
  }, TICK)
  return timer
}
