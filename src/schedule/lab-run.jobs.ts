import type { Actor } from '../kernel/claims.ts'
import type { Database } from '../kernel/database.ts'
import { newId } from '../kernel/ids.ts'
import { Refusal } from '../kernel/refusal.ts'
import { askLab, type AskingLab } from './asking-lab.worker.ts'
import { countOf, type LabRun } from './lab.ts'
import { failLabRun, insertLabRun, type NewLabRun, noteLabProgress, storeLabResult } from './lab-run.rows.ts'
import { plannerFor } from './plan-run.jobs.ts'
import { loadStandingWeek } from './waiting-fit.rows.ts'

const TICK = 400
/** Enough for a center; a larger one gets the best that was found by then, and is told so. */
const LAB_SECONDS = 60
const STOPPED = 'The server stopped while the lab was at work. Ask again; nothing was lost.'
const BUG = 'The lab stopped by an error of the program. Nothing was changed.'

/** The labs of this process, so that a server that stops leaves no thread behind. */
const atWork = new Set<{ database: Database; stop: AbortController; finished: Promise<void> }>()

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
  const stop = new AbortController()
  const finished = work(database, { actor, planner, run, stop: stop.signal }, standing)
  const own = { database, stop, finished }
  atWork.add(own)
  void finished.finally(() => atWork.delete(own))
  return run.id
}

/** Ends every lab of this process that works on the database. */
export async function stopLabRuns(database: Database): Promise<void> {
  const own = [...atWork].filter((run) => run.database === database)
  for (const { stop } of own) stop.abort()
  await Promise.all(own.map(({ finished }) => finished))
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
  const note = () => database.inTransaction(planner, (tx) => noteLabProgress(tx, run.id, latest))
  const listening = listen(note, asking)
  try {
    const result = await asking.result
    const asked = { what: 'lab.ask', person: undefined, verb: 'read' } as const
    await database.inTransaction({ ...planner, name: actor.name, asked }, (tx) => storeLabResult(tx, run, result))
  } catch (error) {
    const words = stop.aborted ? STOPPED : BUG
    await database.inTransaction(planner, (tx) => failLabRun(tx, run.id, words)).catch(() => {})
    if (words === BUG) process.emitWarning(error instanceof Error ? error : String(error))
  } finally {
    clearInterval(listening)
  }
}

/** Writes counts while the lab works, and passes on a wish to stop, whichever server it was said to. */
function listen(note: () => Promise<boolean>, asking: AskingLab) {
  let busy = false
  return setInterval(() => {
    if (busy) return
    busy = true
    void note()
      .then((stop) => (stop ? asking.cancel() : undefined))
      .catch(() => {})
      .finally(() => {
        busy = false
      })
  }, TICK)
}
