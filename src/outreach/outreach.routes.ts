import { z } from 'zod'
import { actorOf } from '../access/guard.routes.ts'
import type { Mailer } from '../access/email-code.jobs.ts'
import type { Database } from '../kernel/database.ts'
import type { App } from '../kernel/http.ts'
import { keepOutreach } from './keep-outreach.jobs.ts'
import { LogCall, Outreach } from './outreach.ts'
import { logCall, readOutreach, sendReminder } from './outreach.rows.ts'

const OfTask = z.object({ task: z.uuid() })

/** The calls to whoever was missed: opened by the clock and by marks, worked through by the front desk and counselors. */
export function outreachRoutes(
  app: App,
  tools: { database: Database; clock: () => number; mailer?: Mailer | undefined },
): void {
  const { database } = tools
  keepOutreach(app, tools)

  app.get('/api/outreach', { policy: 'outreach.work', schema: { response: { 200: Outreach } } }, (request) =>
    database.inTransaction(actorOf(request), (tx) => readOutreach(tx, request.now)),
  )

  app.post(
    '/api/outreach/:task/calls',
    {
      policy: 'outreach.work',
      schema: { params: OfTask, body: LogCall, response: { 201: z.object({ id: z.uuid() }) } },
    },
    async (request, reply) => {
      const actor = actorOf(request)
      reply.code(201)
      return database.inTransaction(actor, (tx) =>
        logCall(tx, actor, { task: request.params.task, call: request.body, now: request.now }),
      )
    },
  )

  app.post(
    '/api/outreach/:task/reminder',
    { policy: 'outreach.work', schema: { params: OfTask } },
    async (request, reply) => {
      const actor = actorOf(request)
      const asked = { task: request.params.task, mail: tools.mailer !== undefined, now: request.now }
      await database.inTransaction(actor, (tx) => sendReminder(tx, actor, asked))
      return reply.code(204).send()
    },
  )
}
