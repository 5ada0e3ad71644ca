import { centersHere } from '../access/sign-in.rows.ts'
import { programRuleOn, centerDay } from '../attendance/attendance-rule.rows.ts'
import { forecastOf } from '../hours/forecast.ts'
import { weekEventsOf } from '../hours/hours.rows.ts'
import { ledgerActor } from '../hours/settle.jobs.ts'
import type { Actor } from '../kernel/claims.ts'
import type { Database, Tx } from '../kernel/database.ts'
import type { App } from '../kernel/http.ts'
import { keepLooking } from '../kernel/keep-looking.ts'
import { onRecord } from '../kernel/trail.ts'
import { offerMakeUp, type PersonWeek, possibleMakeUps } from './make-up.rows.ts'
import { awaitingOffer, openTasks } from './outreach.rows.ts'

/** Lateness comes by itself: the clock is asked this often, in milliseconds. */
const EVERY = 15_000

/** Opens tasks and moves seats; no person, no session. */
export function outreachActor(center: string): Actor {
  return { center, role: 'planner', uid: null, session: null, purpose: 'outreach', name: 'outreach' }
}

/**
 * Asks who is missed, while the server runs: by the clock, and as soon as a mark was answered. Where the center's rule says
 * so, a no-show is offered the best make-up at once.
 */
export function keepOutreach(app: App, tools: { database: Database; clock: () => number }): void {
  const { database, clock } = tools
  keepLooking(app, {
    every: EVERY,
    after: ({ policy }) => policy === 'attendance.mark',
    look: () => missEverywhere(database, clock()),
  })
}

async function missEverywhere(database: Database, now: number): Promise<void> {
  for (const { center_id: center } of await centersHere(database)) {
    const actor = outreachActor(center)
    await database.inTransaction(actor, (tx) => openTasks(tx, center, now))
    const rule = await database.inTransaction(actor, async (tx) => programRuleOn(tx, await centerDay(tx, now)))
    if (rule.offersMakeUps === 'at-once') await offerAtOnce(database, actor, now)
  }
}

async function offerAtOnce(database: Database, actor: Actor, now: number): Promise<void> {
  for (const week of await database.inTransaction(actor, (tx) => awaitingOffer(tx, now))) {
    const short = await shortOf(database, actor.center, week, now)
    await database.inTransaction(actor, async (tx) => {
      const best = (await possibleMakeUps(tx, week, { short, now })).sessions[0]
      if (best) await offerMakeUp(tx, actor, week, { session: best.session, now })
    })
  }
}

/** Minutes a person will be short by, at the end of the week. */
export async function shortOf(database: Database, center: string, week: PersonWeek, now: number): Promise<number> {
  const events = await database.inTransaction(ledgerActor(center), (tx: Tx) => {
    onRecord(tx, { people: [] })
    return weekEventsOf(tx, week.participant, week.weekStart)
  })
  return forecastOf(events, now).short
}
