import { z } from 'zod'
import { actorOf } from '../access/guard.routes.ts'
import type { Database } from '../kernel/database.ts'
import type { App } from '../kernel/http.ts'
import type { KeyStore } from '../kernel/key-store.ts'
import { AllCheckInWords, SayWords } from './check-in-words.ts'
import { readCheckInWords, sayWords } from './check-in-words.rows.ts'

const OfPerson = z.object({ participant: z.uuid() })
const OfCheckIn = z.object({ participant: z.uuid(), checkIn: z.uuid() })

/** What a participant says in check-ins, for the person and their counselors. */
export function checkInWordsRoutes(app: App, { database, keys }: { database: Database; keys: KeyStore }): void {
  app.get(
    '/api/participants/:participant/check-in-words',
    { policy: 'check-in.read', schema: { params: OfPerson, response: { 200: AllCheckInWords } } },
    (request) => {
      const asked = { actor: actorOf(request), keys, ...request.params }
      return database.inTransaction(asked.actor, (tx) => readCheckInWords(tx, asked))
    },
  )

  app.put(
    '/api/participants/:participant/check-in-words/:checkIn',
    { policy: 'check-in.say', schema: { params: OfCheckIn, body: SayWords } },
    async (request, reply) => {
      const { participant, checkIn } = request.params
      const asked = { actor: actorOf(request), keys, participant }
      const said = { id: checkIn, words: request.body.words }
      const { added } = await database.inTransaction(asked.actor, (tx) => sayWords(tx, asked, said))
      return reply.code(added ? 201 : 204).send()
    },
  )
}
