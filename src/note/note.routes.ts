import { z } from 'zod'
import { actorOf } from '../access/guard.routes.ts'
import { todayIn } from '../center/this-week.rows.ts'
import type { Database } from '../kernel/database.ts'
import type { App } from '../kernel/http.ts'
import { GroupDraft, SaveDraft } from './draft.ts'
import { saveDraft } from './draft.rows.ts'
import { GroupSession } from './group-session.ts'
import { readGroupSession, signGroup } from './group-session.rows.ts'
import { ProgressNotes, WriteProgressNote } from './progress-note.ts'
import { readNotesOf, signProgressNote, unsignedSessions, writeProgressNote } from './progress-note.rows.ts'

const OfSession = z.object({ session: z.uuid() })
const OfPerson = z.object({ participant: z.uuid() })
const OfNote = z.object({ participant: z.uuid(), note: z.uuid() })
const Saved = z.object({
  version: z.int(),
  draft: GroupDraft,
  savedAt: z.string().nullable(),
  savedBy: z.string().nullable(),
  /** Where two wrote in the same place; then nothing was saved, and `draft` is what stands. */
  conflicts: z.array(z.object({ field: z.string(), mine: z.string(), theirs: z.string() })),
  /** The ways out of a conflict: what both wrote, with one's own words or the other's where they differ. */
  withMine: GroupDraft.nullable(),
  withTheirs: GroupDraft.nullable(),
})
const Unsigned = z.object({
  sessions: z.array(
    z.object({ session: z.uuid(), service: z.string(), kind: z.string(), start: z.string(), members: z.int() }),
  ),
})

/** Notes of sessions: the group's in one go, single ones, signatures, and what waits for one. */
export function noteRoutes(app: App, { database }: { database: Database }): void {
  app.get(
    '/api/sessions/:session/group-note',
    { policy: 'note.write', schema: { params: OfSession, response: { 200: GroupSession } } },
    (request) => database.inTransaction(actorOf(request), (tx) => readGroupSession(tx, request.params.session)),
  )

  app.put(
    '/api/sessions/:session/group-note',
    { policy: 'note.write', schema: { params: OfSession, body: SaveDraft, response: { 200: Saved } } },
    (request) => {
      const actor = actorOf(request)
      const asked = { session: request.params.session, ...request.body }
      return database.inTransaction(actor, async (tx) => {
        const { conflicts, ...saved } = await saveDraft(tx, actor, asked)
        return { ...saved, conflicts: [...conflicts] }
      })
    },
  )

  app.post(
    '/api/sessions/:session/group-note/signature',
    {
      policy: 'note.write',
      schema: {
        params: OfSession,
        body: z.strictObject({ version: z.int().min(1) }),
        response: { 201: z.object({ notes: z.int() }) },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request)
      reply.code(201)
      return database.inTransaction(actor, async (tx) =>
        signGroup(tx, actor, {
          session: request.params.session,
          version: request.body.version,
          today: await todayIn(tx, request.now),
        }),
      )
    },
  )

  app.get(
    '/api/participants/:participant/notes',
    { policy: 'note.read', schema: { params: OfPerson, response: { 200: ProgressNotes } } },
    (request) => {
      const actor = actorOf(request)
      return database.inTransaction(actor, async (tx) => ({
        notes: await readNotesOf(tx, actor, request.params.participant),
      }))
    },
  )

  app.put(
    '/api/participants/:participant/notes/:note',
    {
      policy: 'note.write',
      schema: { params: OfNote, body: WriteProgressNote, response: { 200: z.object({ version: z.int() }) } },
    },
    (request) => {
      const actor = actorOf(request)
      const asked = { ...request.params, written: request.body }
      return database.inTransaction(actor, (tx) => writeProgressNote(tx, actor, asked))
    },
  )

  app.post(
    '/api/participants/:participant/notes/:note/signature',
    { policy: 'note.write', schema: { params: OfNote, body: z.strictObject({ version: z.int().min(1) }) } },
    async (request, reply) => {
      const actor = actorOf(request)
      await database.inTransaction(actor, async (tx) =>
        signProgressNote(tx, actor, {
          ...request.params,
          version: request.body.version,
          today: await todayIn(tx, request.now),
        }),
      )
      return reply.code(204).send()
    },
  )

  app.get('/api/notes/unsigned', { policy: 'note.write', schema: { response: { 200: Unsigned } } }, (request) =>
    database.inTransaction(actorOf(request), async (tx) => ({ sessions: await unsignedSessions(tx, request.now) })),
  )
}
