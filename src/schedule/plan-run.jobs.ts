import type { Actor } from '../kernel/claims.ts'
import type { Database } from '../kernel/database.ts'
import { newId } from '../kernel/ids.ts'
import { Refusal } from '../kernel/refusal.ts'
import { logFailure } from '../kernel/keep-looking.ts'
import { planWithPins, sessionsToKeep } from './pin.jobs.ts'
import { loadPlanningWeek, saveProposal } from './proposal.rows.ts'
import { insertRun, PLANNING_STOPPED, workingRun } from './plan-run.rows.ts'
import { endRun, noteProgress, type RunTable } from './run.rows.ts'
import { startSolve, type Solving } from './solving.worker.ts'
import type { PlanRun } from './week-board.ts'

const TICK = 400

/** The runs of this process, so that a server that stops leaves no thread behind. */
const atWork = new Set<{ database: Database; stop: AbortController; finished: Promise<unknown> }>()

/**
 * Starts planning a week in a worker thread and answers at once with the run's id; the run goes on when the browser
 * leaves. A run of the same week that still works is answered instead of a second one. `finished` is for callers that
 * wait (the demo center's start).
 */
export async function startPlanRun(
  database: Database,
  actor: Actor,
  asked: { weekStart: string; seconds: number; steps?: number; seed: number; now: number },
): Promise<{ id: string; finished: Promise<string | undefined> }> {
  const id = newId()
  const working = await database.inTransaction(actor, async (tx) => {
    const same = await workingRun(tx, actor.center, asked.weekStart)
    if (same === undefined) await insertRun(tx, { ...asked, center: actor.center, id, by: actor.name, kind: 'plan' })
    return same
  })
  if (working !== undefined) return { id: working, finished: Promise.resolve(undefined) }
  const planner = plannerFor(actor)
  const finished = keepAtWork(database, planner, { ...PLANNING, id }, (stop) =>
    work(database, planner, { ...asked, id, stop }),
  )
  return { id, finished }
}

/** The planner as an actor: it reads and writes schedules and nothing else, whoever asked it to. */
export function plannerFor(actor: Actor): Actor {
  return { ...actor, role: 'planner', uid: null, session: null, name: 'planner', asked: undefined }
}

/** A run with the words for what may end it. */
export interface Run {
  readonly table: RunTable
  readonly id: string
  /** The server stopped. */
  readonly stopped: string
  /** An error of the program. */
  readonly bug: string
}

/** A run of the planner, without its id. */
export const PLANNING: Omit<Run, 'id'> = {
  table: 'plan_run',
  stopped: PLANNING_STOPPED,
  bug: 'Planning stopped by an error of the program. Nothing was changed.',
}

/** Work of a run that goes on when its request is answered; however it ends, the run's row says so. */
export function keepAtWork<Result>(
  database: Database,
  planner: Actor,
  { table, id, stopped, bug }: Run,
  toDo: (stop: AbortSignal) => Promise<Result>,
): Promise<Result | undefined> {
  const stop = new AbortController()
  const finished = toDo(stop.signal).catch(async (error) => {
    const words = stop.signal.aborted ? stopped : error instanceof Refusal ? error.message : bug
    await database.inTransaction(planner, (tx) => endRun(tx, table, id, words)).catch(() => {})
    if (words === bug) logFailure(error)
    return undefined
  })
  const run = { database, stop, finished }
  atWork.add(run)
  void finished.finally(() => atWork.delete(run))
  return finished
}

/** Ends every run of this process that works on the database, and waits until each has said so in its row. */
export async function stopPlanRuns(database: Database): Promise<void> {
  const own = [...atWork].filter((run) => run.database === database)
  for (const { stop } of own) stop.abort()
  await Promise.all(own.map(({ finished }) => finished))
}

async function work(
  database: Database,
  planner: Actor,
  run: {
    id: string
    weekStart: string
    seconds: number
    steps?: number
    seed: number
    now: number
    stop: AbortSignal
  },
): Promise<string> {
  const { week } = await database.inTransaction(planner, (tx) => loadPlanningWeek(tx, run.weekStart, run.now))
  if (week.blocks.length === 0)
    throw new Refusal('no-blocks', 'The center has no blocks of the day yet. Add blocks.csv to the import.')
  const pinned = await sessionsToKeep(database, planner, run)
  run.stop.throwIfAborted()
  let latest: PlanRun['progress'] = null
  const solving = startSolve(week, {
    seed: run.seed,
    seconds: run.seconds,
    steps: run.steps,
    pinned,
    onProgress: (progress) => {
      latest = progress
    },
  })
  run.stop.addEventListener('abort', () => solving.abandon())
  const note = () => database.inTransaction(planner, (tx) => noteProgress(tx, 'plan_run', run.id, latest))
  const listening = listen(note, solving)
  try {
    const plan = { ...planWithPins(week, await solving.result, pinned), pairs: await solving.pairs }
    return await database.inTransaction(planner, async (tx) => {
      const proposal = await saveProposal(tx, { center: planner.center, run: run.id, weekStart: run.weekStart, plan })
      await noteProgress(tx, 'plan_run', run.id, latest)
      await endRun(tx, 'plan_run', run.id, null)
      return proposal
    })
  } finally {
    clearInterval(listening)
  }
}

/** Writes counts while the planner or the lab works, and passes on a wish to stop, whichever server it was said to. */
export function listen(note: () => Promise<boolean>, solving: Pick<Solving, 'cancel'>) {
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
