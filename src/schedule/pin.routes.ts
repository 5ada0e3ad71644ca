import { z } from 'zod'
import { actorOf } from '../access/guard.routes.ts'
import type { Database } from '../kernel/database.ts'
import type { App } from '../kernel/http.ts'
import { MakePin, Pins } from './pin.ts'
import { readPins } from './pin.jobs.ts'
import { removePin, savePin } from './pin.rows.ts'
import { plannerFor } from './plan-run.jobs.ts'
import { OfWeek } from './week-board.ts'

const OfPin = OfWeek.extend({ pin: z.uuid() })

/** Pins: read, set and taken off. */
export function pinRoutes(app: App, { database }: { database: Database }): void {
  app.get(
    '/api/weeks/:weekStart/pins',
    { policy: 'week.plan', schema: { params: OfWeek, response: { 200: Pins } } },
    (request) => {
      const actor = actorOf(request)
      const asked = { weekStart: request.params.weekStart, now: request.now }
      return readPins(database, actor, plannerFor(actor), asked)
    },
  )

  app.post(
    '/api/weeks/:weekStart/pins',
    { policy: 'week.plan', schema: { params: OfWeek, body: MakePin } },
    async (request, reply) => {
      const { center, name } = actorOf(request)
      const { weekStart } = request.params
      await database.inTransaction(actorOf(request), (tx) =>
        savePin(tx, { center, by: name, weekStart, pin: request.body }),
      )
      return reply.code(204).send()
    },
  )

  app.delete(
    '/api/weeks/:weekStart/pins/:pin',
    { policy: 'week.plan', schema: { params: OfPin } },
    async (request, reply) => {
      const { name } = actorOf(request)
      await database.inTransaction(actorOf(request), (tx) => removePin(tx, { ...request.params, by: name }))
      return reply.code(204).send()
    },
  )
}
