import { z } from 'zod'
import { actorOf } from '../access/guard.routes.ts'
import type { Database } from '../kernel/database.ts'
import type { App } from '../kernel/http.ts'
import type { KeyStore } from '../kernel/key-store.ts'
import { ErasureState, Reason } from './erasure.ts'
import { liftHold, orderErasure, putHold, readErasure } from './erasure.rows.ts'

const OfPerson = z.object({ participant: z.uuid() })
const OfHold = z.object({ participant: z.uuid(), hold: z.uuid() })

/** The privacy officer erases a person's sealed words, and holds that forbid it. */
export function erasureRoutes(app: App, { database, keys }: { database: Database; keys: KeyStore }): void {
  app.get(
    '/api/participants/:participant/erasure',
    { policy: 'erasure.read', schema: { params: OfPerson, response: { 200: ErasureState } } },
    (request) => {
      const asked = { actor: actorOf(request), ...request.params }
      return database.inTransaction(asked.actor, (tx) => readErasure(tx, asked))
    },
  )

  app.post(
    '/api/participants/:participant/erasure',
    { policy: 'erasure.order', schema: { params: OfPerson, body: Reason } },
    async (request, reply) => {
      const asked = { actor: actorOf(request), ...request.params }
      const shredded = await database.inTransaction(asked.actor, (tx) => orderErasure(tx, asked, request.body.why))
      // Only what is committed may be forgotten: a year key cannot learn it again.
      keys.destroy(shredded)
      return reply.code(204).send()
    },
  )

  app.post(
    '/api/participants/:participant/legal-holds',
    {
      policy: 'erasure.order',
      schema: { params: OfPerson, body: Reason, response: { 201: z.object({ id: z.uuid() }) } },
    },
    async (request, reply) => {
      const asked = { actor: actorOf(request), ...request.params }
      reply.code(201)
      return database.inTransaction(asked.actor, (tx) => putHold(tx, asked, request.body.why))
    },
  )

  app.post(
    '/api/participants/:participant/legal-holds/:hold/lifting',
    { policy: 'erasure.order', schema: { params: OfHold } },
    async (request, reply) => {
      const { participant, hold } = request.params
      const asked = { actor: actorOf(request), participant }
      await database.inTransaction(asked.actor, (tx) => liftHold(tx, asked, { id: hold, now: request.now }))
      return reply.code(204).send()
    },
  )
}
