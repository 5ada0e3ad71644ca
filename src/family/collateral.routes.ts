import { z } from 'zod'
import { actorOf } from '../access/guard.routes.ts'
import type { Database } from '../kernel/database.ts'
import type { App } from '../kernel/http.ts'
import type { KeyStore } from '../kernel/key-store.ts'
import { AllCollateral, TellTeam } from './collateral.ts'
import { readCollateral, tellTeam } from './collateral.rows.ts'

const OfPerson = z.object({ participant: z.uuid() })

/** What family tells the team: supporters write, the person's counselors read. */
export function collateralRoutes(app: App, { database, keys }: { database: Database; keys: KeyStore }): void {
  app.get(
    '/api/participants/:participant/collateral',
    { policy: 'collateral.read', schema: { params: OfPerson, response: { 200: AllCollateral } } },
    (request) => {
      const asked = { actor: actorOf(request), keys, ...request.params }
      return database.inTransaction(asked.actor, (tx) => readCollateral(tx, asked))
    },
  )

  app.post(
    '/api/participants/:participant/collateral',
    { policy: 'collateral.tell', schema: { params: OfPerson, body: TellTeam } },
    async (request, reply) => {
      const asked = { actor: actorOf(request), keys, ...request.params }
      await database.inTransaction(asked.actor, (tx) => tellTeam(tx, asked, request.body.words))
      return reply.code(204).send()
    },
  )
}
