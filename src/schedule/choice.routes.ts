import { z } from 'zod'
import { actorOf } from '../access/guard.routes.ts'
import type { Database } from '../kernel/database.ts'
import type { App } from '../kernel/http.ts'
import { readChoices, readRequests } from './choice-request.rows.ts'
import { answerRequest, offerWeeks, takeChoice } from './choice.jobs.ts'
import { AnswerRequest, OfChoice, OwnChoices, WeekRequests } from './choice.ts'
import { OfWeek } from './week-board.ts'

const OfPersonWeek = OfWeek.extend({ participant: z.uuid() })
const OfRequest = z.object({ request: z.uuid() })

/** Other whole weeks that fit one person: offered, chosen, taken back; and those that wait for staff. */
export function choiceRoutes(app: App, { database }: { database: Database }): void {
  app.get(
    '/api/participants/:participant/weeks/:weekStart/choices',
    { policy: 'week-choice.read', schema: { params: OfPersonWeek, response: { 200: OwnChoices } } },
    (request) =>
      database.inTransaction(actorOf(request), (tx) => readChoices(tx, { ...request.params, now: request.now })),
  )

  app.post(
    '/api/participants/:participant/weeks/:weekStart/choices',
    { policy: 'week-choice.make', schema: { params: OfPersonWeek, response: { 201: OwnChoices } } },
    async (request, reply) => {
      const [actor, asked] = [actorOf(request), { ...request.params, now: request.now }]
      await offerWeeks(database, actor, asked)
      reply.code(201)
      return database.inTransaction(actor, (tx) => readChoices(tx, asked))
    },
  )

  app.post(
    '/api/participants/:participant/weeks/:weekStart/choices/:choice/acceptance',
    {
      policy: 'week-choice.make',
      schema: { params: OfChoice.extend(OfPersonWeek.shape), response: { 201: OwnChoices } },
    },
    async (request, reply) => {
      const [actor, asked] = [actorOf(request), { ...request.params, now: request.now }]
      await takeChoice(database, actor, asked)
      reply.code(201)
      return database.inTransaction(actor, (tx) => readChoices(tx, asked))
    },
  )

  app.get(
    '/api/week-requests',
    { policy: 'week-request.read', schema: { response: { 200: WeekRequests } } },
    (request) => database.inTransaction(actorOf(request), (tx) => readRequests(tx, request.now)),
  )

  app.post(
    '/api/week-requests/:request/answer',
    {
      policy: 'week-request.answer',
      schema: { params: OfRequest, body: AnswerRequest, response: { 200: WeekRequests } },
    },
    async (request) => {
      const actor = actorOf(request)
      await answerRequest(database, actor, {
        request: request.params.request,
        answer: request.body,
        now: request.now,
      })
      return database.inTransaction(actor, (tx) => readRequests(tx, request.now))
    },
  )
}
