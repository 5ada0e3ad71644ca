import { z } from 'zod'
import { actorOf } from '../access/guard.routes.ts'
import type { Database } from '../kernel/database.ts'
import type { App } from '../kernel/http.ts'
import type { KeyStore } from '../kernel/key-store.ts'
import { CounselingNotes, WriteNote } from './counseling-note.ts'
import { amendNote, readNotes, writeNote } from './counseling-note.rows.ts'

const OfPerson = z.object({ participant: z.uuid() })
const OfNote = z.object({ participant: z.uuid(), note: z.uuid() })

/** A counselor's own notes on people of the own caseload. */
export function counselingNoteRoutes(app: App, { database, keys }: { database: Database; keys: KeyStore }): void {
  app.get(
    '/api/participants/:participant/counseling-notes',
    { policy: 'counseling-note.read', schema: { params: OfPerson, response: { 200: CounselingNotes } } },
    (request) => {
      const asked = { actor: actorOf(request), keys, ...request.params }
      return database.inTransaction(asked.actor, (tx) => readNotes(tx, asked))
    },
  )

  app.post(
    '/api/participants/:participant/counseling-notes',
    {
      policy: 'counseling-note.write',
      schema: { params: OfPerson, body: WriteNote, response: { 201: z.object({ id: z.uuid() }) } },
    },
    async (request, reply) => {
      const asked = { actor: actorOf(request), keys, ...request.params }
      reply.code(201)
      return database.inTransaction(asked.actor, (tx) => writeNote(tx, asked, request.body.words))
    },
  )

  app.post(
    '/api/participants/:participant/counseling-notes/:note/versions',
    {
      policy: 'counseling-note.write',
      schema: { params: OfNote, body: WriteNote, response: { 201: z.object({ version: z.int() }) } },
    },
    async (request, reply) => {
      const { participant, note } = request.params
      const asked = { actor: actorOf(request), keys, participant }
      reply.code(201)
      return database.inTransaction(asked.actor, (tx) => amendNote(tx, asked, { id: note, words: request.body.words }))
    },
  )
}
