import { z } from 'zod'
import { actorOf } from '../access/guard.routes.ts'
import type { Database } from '../kernel/database.ts'
import type { App } from '../kernel/http.ts'
import { PersonCoverage, RecordCoverage, RecordPaper } from './coverage.ts'
import { readCoverage, recordCoverage, recordPaper, withdrawPaper } from './coverage.rows.ts'

const OfPerson = z.object({ participant: z.uuid() })
const OfPaper = z.object({ participant: z.uuid(), paper: z.uuid() })
const Made = z.object({ id: z.uuid() })

/** Whose rules count a person's hours, and the certifications, authorizations and plans they ask for. */
export function coverageRoutes(app: App, { database }: { database: Database }): void {
  app.get(
    '/api/participants/:participant/coverage',
    { policy: 'coverage.read', schema: { params: OfPerson, response: { 200: PersonCoverage } } },
    (request) =>
      database.inTransaction(actorOf(request), (tx) => readCoverage(tx, request.params.participant, request.now)),
  )

  app.post(
    '/api/participants/:participant/coverage',
    { policy: 'coverage.write', schema: { params: OfPerson, body: RecordCoverage, response: { 201: Made } } },
    async (request, reply) => {
      const actor = actorOf(request)
      reply.code(201)
      return database.inTransaction(actor, (tx) => recordCoverage(tx, actor, request.params.participant, request.body))
    },
  )

  app.post(
    '/api/participants/:participant/papers',
    { policy: 'coverage.write', schema: { params: OfPerson, body: RecordPaper, response: { 201: Made } } },
    async (request, reply) => {
      const actor = actorOf(request)
      reply.code(201)
      return database.inTransaction(actor, (tx) => recordPaper(tx, actor, request.params.participant, request.body))
    },
  )

  app.post(
    '/api/participants/:participant/papers/:paper/withdrawal',
    { policy: 'coverage.write', schema: { params: OfPaper } },
    async (request, reply) => {
      const { participant, paper } = request.params
      await database.inTransaction(actorOf(request), (tx) => withdrawPaper(tx, participant, paper))
      return reply.code(204).send()
    },
  )
}
