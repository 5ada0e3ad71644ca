import { z } from 'zod'
import { actorOf } from '../access/guard.routes.ts'
import type { Mailer } from '../access/email-code.jobs.ts'
import type { Database } from '../kernel/database.ts'
import type { App } from '../kernel/http.ts'
import { keepMessages } from './keep-messages.jobs.ts'
import { DecideMessage, Outbox } from './message.ts'
import { decideMessage, readMessages } from './message.rows.ts'

const OfMessage = z.object({ message: z.uuid() })

interface MessageTools {
  readonly database: Database
  readonly clock: () => number
  readonly origin: () => string
  readonly mailer?: Mailer | undefined
}

/** Messages on their way, and what became of them. They leave while the server runs. */
export function messageRoutes(app: App, tools: MessageTools): void {
  const { database, mailer } = tools
  keepMessages(app, { ...tools, channel: mailer && { send: mailer.deliver } })

  app.get('/api/messages', { policy: 'outreach.work', schema: { response: { 200: Outbox } } }, (request) =>
    database.inTransaction(actorOf(request), async (tx) => ({
      mail: mailer !== undefined,
      messages: await readMessages(tx, request.now),
    })),
  )

  app.put(
    '/api/messages/:message/decision',
    { policy: 'outreach.work', schema: { params: OfMessage, body: DecideMessage } },
    async (request, reply) => {
      const asked = { message: request.params.message, decision: request.body.decision, now: request.now }
      await database.inTransaction(actorOf(request), (tx) => decideMessage(tx, asked))
      return reply.code(204).send()
    },
  )
}
