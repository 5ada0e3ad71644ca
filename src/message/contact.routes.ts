import { z } from 'zod'
import { actorOf } from '../access/guard.routes.ts'
import type { Database } from '../kernel/database.ts'
import type { App } from '../kernel/http.ts'
import { ChangeContact, ContactCard } from './contact.ts'
import { changeContact, readContact } from './contact.rows.ts'

const OfPerson = z.object({ participant: z.uuid() })

/** How a person may be reached. */
export function contactRoutes(app: App, { database }: { database: Database }): void {
  app.get(
    '/api/participants/:participant/contact',
    { policy: 'contact.read', schema: { params: OfPerson, response: { 200: ContactCard } } },
    (request) =>
      database.inTransaction(actorOf(request), (tx) => readContact(tx, request.params.participant, request.now)),
  )

  app.put(
    '/api/participants/:participant/contact',
    { policy: 'contact.write', schema: { params: OfPerson, body: ChangeContact } },
    async (request, reply) => {
      const actor = actorOf(request)
      const asked = { participant: request.params.participant, change: request.body, now: request.now }
      await database.inTransaction(actor, (tx) => changeContact(tx, actor, asked))
      return reply.code(204).send()
    },
  )
}
