import { z } from 'zod'
import { actorOf } from '../access/guard.routes.ts'
import type { Database } from '../kernel/database.ts'
import type { App } from '../kernel/http.ts'
import { Refusal } from '../kernel/refusal.ts'
import { WeekStart } from '../schedule/week-board.ts'
import { outreachActor, shortOf } from './keep-outreach.jobs.ts'
import { AnswerMakeUp, MakeUpOffers, OfferMakeUp, PossibleMakeUps } from './make-up.ts'
import {
  offerMakeUp,
  offerOf,
  offersShown,
  possibleMakeUps,
  readOffers,
  refuseUnrelated,
  takeAnswer,
} from './make-up.rows.ts'

const OfPersonWeek = z.object({ participant: z.uuid(), weekStart: WeekStart })
const OfMakeUp = z.object({ participant: z.uuid(), makeUp: z.uuid() })

/**
 * Lost hours brought back in the same week. The asker's right is decided in their own transaction; what fits, and the seat
 * itself, is the planner's business, because nobody else sees every session with its free seats.
 */
export function makeUpRoutes(app: App, { database }: { database: Database }): void {
  app.get(
    '/api/participants/:participant/weeks/:weekStart/make-ups/possible',
    { policy: 'outreach.work', schema: { params: OfPersonWeek, response: { 200: PossibleMakeUps } } },
    async (request) => {
      const actor = actorOf(request)
      const { params: week, now } = request
      await database.inTransaction(actor, (tx) => refuseUnrelated(tx, week.participant))
      const short = await shortOf(database, actor.center, week, now)
      return database.inTransaction(outreachActor(actor.center), (tx) => possibleMakeUps(tx, week, { short, now }))
    },
  )

  app.post(
    '/api/participants/:participant/weeks/:weekStart/make-ups',
    {
      policy: 'outreach.work',
      schema: { params: OfPersonWeek, body: OfferMakeUp, response: { 201: z.object({ id: z.uuid() }) } },
    },
    async (request, reply) => {
      const actor = actorOf(request)
      const { params: week, now } = request
      const { session } = request.body
      await database.inTransaction(actor, (tx) => refuseUnrelated(tx, week.participant))
      const short = await shortOf(database, actor.center, week, now)
      const possible = await database.inTransaction(outreachActor(actor.center), (tx) =>
        possibleMakeUps(tx, week, { short, now }),
      )
      if (!possible.sessions.some((one) => one.session === session))
        throw new Refusal('make-up-gone', 'This session no longer fits. Maybe offer another one.')
      reply.code(201)
      return database.inTransaction(actor, (tx) => offerMakeUp(tx, actor, week, { session, now }))
    },
  )

  app.get(
    '/api/participants/:participant/weeks/:weekStart/make-ups',
    { policy: 'make-up.read', schema: { params: OfPersonWeek, response: { 200: MakeUpOffers } } },
    async (request) => {
      const actor = actorOf(request)
      const rows = await database.inTransaction(actor, (tx) => readOffers(tx, request.params))
      if (rows.length === 0) return { offers: [] }
      return database.inTransaction(outreachActor(actor.center), async (tx) => ({
        offers: await offersShown(tx, rows, request.now),
      }))
    },
  )

  app.put(
    '/api/participants/:participant/make-ups/:makeUp/answer',
    { policy: 'make-up.answer', schema: { params: OfMakeUp, body: AnswerMakeUp } },
    async (request, reply) => {
      const actor = actorOf(request)
      const { participant, makeUp } = request.params
      const offer = await database.inTransaction(actor, (tx) => offerOf(tx, participant, makeUp))
      const said = { makeUp, answer: request.body.answer, by: actor, now: request.now }
      await database.inTransaction(outreachActor(actor.center), (tx) => takeAnswer(tx, offer, said))
      return reply.code(204).send()
    },
  )
}
