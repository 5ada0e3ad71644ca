import { z } from 'zod'
import type { Database } from '../kernel/database.ts'
import type { App } from '../kernel/http.ts'
import { BreakGlass, OpenBreakGlass, ReviewBreakGlass } from './break-glass.ts'
import { closeBreakGlass, listBreakGlass, openBreakGlass, reviewBreakGlass } from './break-glass.rows.ts'
import { actorOf } from './guard.routes.ts'

const OfBreakGlass = z.object({ opening: z.uuid() })
const BreakGlassList = z.object({ openings: z.array(BreakGlass) })

/** Emergency access: opened with a reason and a fresh second factor (the policy's step-up), seen and reviewed by others. */
export function breakGlassRoutes(app: App, { database }: { database: Database }): void {
  app.post(
    '/api/break-glass',
    { policy: 'break-glass.open', schema: { body: OpenBreakGlass, response: { 201: BreakGlass } } },
    async (request, reply) => {
      const actor = actorOf(request)
      reply.code(201)
      return database.inTransaction(actor, (tx) => openBreakGlass(tx, { actor, ...request.body }))
    },
  )

  app.get(
    '/api/break-glass/own',
    { policy: 'break-glass.own', schema: { response: { 200: BreakGlassList } } },
    (request) => {
      const actor = actorOf(request)
      return database.inTransaction(actor, async (tx) => ({ openings: await listBreakGlass(tx, actor.uid ?? '') }))
    },
  )

  app.post(
    '/api/break-glass/:opening/closure',
    { policy: 'break-glass.own', schema: { params: OfBreakGlass } },
    async (request, reply) => {
      const actor = actorOf(request)
      await database.inTransaction(actor, (tx) => closeBreakGlass(tx, actor, request.params.opening))
      return reply.code(204).send()
    },
  )

  app.get(
    '/api/break-glass',
    { policy: 'break-glass.review', schema: { response: { 200: BreakGlassList } } },
    (request) => database.inTransaction(actorOf(request), async (tx) => ({ openings: await listBreakGlass(tx) })),
  )

  app.post(
    '/api/break-glass/:opening/review',
    { policy: 'break-glass.review', schema: { params: OfBreakGlass, body: ReviewBreakGlass } },
    async (request, reply) => {
      const actor = actorOf(request)
      const asked = { actor, id: request.params.opening, found: request.body }
      await database.inTransaction(actor, (tx) => reviewBreakGlass(tx, asked))
      return reply.code(204).send()
    },
  )
}
