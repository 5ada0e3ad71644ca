import { actorOf } from '../access/guard.routes.ts'
import type { Database } from '../kernel/database.ts'
import type { App } from '../kernel/http.ts'
import { ChoiceRailsHistory, EnterRails } from './choice-rails.ts'
import { enterRails, readRails } from './choice-rails.rows.ts'

/** What of a whole-week choice takes effect by itself: read by whoever answers wishes, set by supervisors. */
export function choiceRailsRoutes(app: App, { database }: { database: Database }): void {
  app.get(
    '/api/choice-rails',
    { policy: 'choice-rails.read', schema: { response: { 200: ChoiceRailsHistory } } },
    (request) => database.inTransaction(actorOf(request), readRails),
  )

  app.post(
    '/api/choice-rails',
    { policy: 'choice-rails.write', schema: { body: EnterRails, response: { 201: ChoiceRailsHistory } } },
    (request, reply) => {
      const actor = actorOf(request)
      reply.code(201)
      return database.inTransaction(actor, async (tx) => {
        await enterRails(tx, actor, request.body)
        return readRails(tx)
      })
    },
  )
}
