import type { Actor } from '../kernel/claims.ts'
import type { Database } from '../kernel/database.ts'
import { Refusal } from '../kernel/refusal.ts'
import { onRecord } from '../kernel/trail.ts'
import type { Session } from '../planner/model/week.ts'
import { type Move, movesOf, withMove } from '../planner/move/moves.ts'
import { cellOf, cellsShown, isAt, type MakeMove, type Moves } from './move.ts'
import { changedPlan, moveNames, outdated, type StandingPlan, standingPlan } from './move.rows.ts'
import { plannerFor } from './plan-run.jobs.ts'
import { newestProposal, saveProposal } from './proposal.rows.ts'
import { lockWeek } from './publication.rows.ts'

/** Finding and making moves: judged by the planner, who sees everybody's week, told with the names the reader may see. */

interface Asked {
  readonly weekStart: string
  readonly session: string
  readonly participant: string | null
  readonly from: string | null
  readonly now: number
}

interface Found {
  readonly plan: StandingPlan
  readonly session: Session
  readonly moves: readonly Move[]
}

/** Refusals: `not-available`, `past-locked`, `plan-outdated`, `not-published`. */
export async function findMoves(database: Database, actor: Actor, asked: Asked): Promise<Moves> {
  const { plan, session, moves } = await judgedMoves(database, actor, asked)
  return database.inTransaction(actor, async (tx) => {
    const names = await moveNames(tx, session.members)
    if (asked.participant !== null && !names.people.has(asked.participant)) throw nothingHere()
    onRecord(tx, { people: asked.participant === null ? [...names.people.keys()] : [asked.participant] })
    onRecord(tx, { objects: [asked.weekStart] })
    const service = plan.week.services.find(({ id }) => id === session.service)?.name ?? ''
    const cells = cellsShown(moves, session).map((move) => cellOf(plan.week, move, { session, names }))
    return { service, cells }
  })
}

/**
 * Makes a move: a changed copy of the plan becomes the newest proposal, and nothing is published by it. Refusals:
 * `does-not-fit` with the reasons, `plan-outdated`, `past-locked`, `not-available`.
 */
export async function makeMove(
  database: Database,
  actor: Actor,
  asked: Asked & { to: MakeMove['to'] },
): Promise<{ proposal: string }> {
  const { plan, session, moves } = await judgedMoves(database, actor, asked)
  const move = moves.find((one) => isAt(one, asked.to))
  return database.inTransaction(actor, async (tx) => {
    await lockWeek(tx, actor.center, asked.weekStart)
    const newest = await newestProposal(tx, asked.weekStart)
    if (asked.from !== null && newest?.id !== asked.from) throw outdated()
    const names = await moveNames(tx, session.members)
    if (asked.participant !== null && !names.people.has(asked.participant)) throw nothingHere()
    if (!move) throw new Refusal('does-not-fit', 'It cannot be held at that time. Nothing was changed.')
    if (!move.fits) {
      const { because } = cellOf(plan.week, move, { session, names })
      throw new Refusal('does-not-fit', `${because.join(' ')} Nothing was changed.`)
    }
    const wish = { session: asked.session, person: asked.participant }
    const made = changedPlan(plan, withMove(plan, wish, move), 'a move')
    const proposal = await saveProposal(tx, {
      center: actor.center,
      run: plan.run,
      weekStart: asked.weekStart,
      plan: made,
    })
    return { proposal }
  })
}

async function judgedMoves(database: Database, actor: Actor, asked: Asked): Promise<Found> {
  const plan = await database.inTransaction(plannerFor(actor), (tx) => {
    // The reader's own transaction says whose records they looked at.
    onRecord(tx, { people: [] })
    return standingPlan(tx, asked)
  })
  const session = plan.sessions.find(({ id }) => id === asked.session)
  if (!session || (asked.participant !== null && !session.members.includes(asked.participant))) throw nothingHere()
  if (plan.week.previous && session.start < plan.week.previous.frozenBefore)
    throw new Refusal('past-locked', 'This session has begun or is about to. What has happened stays as it was.')
  return { plan, session, moves: movesOf(plan, { session: asked.session, person: asked.participant }) }
}

function nothingHere(): Refusal {
  return new Refusal('not-available', 'There is nothing here for you.', 404)
}
