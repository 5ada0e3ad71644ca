import { z } from 'zod'
import { actorOf } from '../access/guard.routes.ts'
import type { Database } from '../kernel/database.ts'
import type { App } from '../kernel/http.ts'
import { LinkSupporter, Supported, Supporters } from './supporter.ts'
import { endLink, linkSupporter, readSupporters, supportedByMe } from './supporter.rows.ts'

const OfPerson = z.object({ participant: z.uuid() })
const OfLink = z.object({ participant: z.uuid(), account: z.uuid() })

/** Who in a person's family may tell the team about them. */
export function supporterRoutes(app: App, { database }: { database: Database }): void {
  app.get(
    '/api/participants/:participant/supporters',
    { policy: 'supporter.read', schema: { params: OfPerson, response: { 200: Supporters } } },
    (request) => {
      const asked = { actor: actorOf(request), ...request.params }
      return database.inTransaction(asked.actor, (tx) => readSupporters(tx, asked))
    },
  )

  app.put(
    '/api/participants/:participant/supporters/:account',
    { policy: 'supporter.link', schema: { params: OfLink, body: LinkSupporter } },
    async (request, reply) => {
      const { participant, account } = request.params
      const asked = { actor: actorOf(request), participant }
      await database.inTransaction(asked.actor, (tx) =>
        linkSupporter(tx, asked, { account, called: request.body.called }),
      )
      return reply.code(204).send()
    },
  )

  app.delete(
    '/api/participants/:participant/supporters/:account',
    { policy: 'supporter.link', schema: { params: OfLink } },
    async (request, reply) => {
      const { participant, account } = request.params
      const asked = { actor: actorOf(request), participant }
      await database.inTransaction(asked.actor, (tx) => endLink(tx, asked, { account, now: request.now }))
      return reply.code(204).send()
    },
  )

  app.get('/api/supported', { policy: 'collateral.tell', schema: { response: { 200: Supported } } }, (request) =>
    database.inTransaction(actorOf(request), (tx) => supportedByMe(tx)),
  )
}
