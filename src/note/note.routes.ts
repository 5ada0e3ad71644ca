import { z } from 'zod'
import { actorOf } from '../access/guard.routes.ts'
import { todayIn } from '../center/this-week.rows.ts'
import type { Database } from '../kernel/database.ts'
import type { App } from '../kernel/http.ts'
import { coSignNote, readCoSignatures, sendNoteBack } from './co-signature.rows.ts'
import { enterCoSignatureRule } from './co-signature-rule.rows.ts'
import { GroupDraft, SaveDraft } from './draft.ts'
import { saveDraft } from './draft.rows.ts'
import { GroupSession } from './group-session.ts'
import { readGroupSession, signGroup } from './group-session.rows.ts'
import { CoSignatures, ProgressNotes, SingleNote, Unsigned } from './progress-note.ts'
import { readNotesOf } from './progress-note.rows.ts'
import { NoteDraft, SaveNote } from './single-note.ts'
import { readSingleNote, saveNote, signNote } from './single-note.rows.ts'
import { unsignedNotes } from './unsigned.rows.ts'

const OfSession = z.object({ session: z.uuid() })
const OfPerson = z.object({ participant: z.uuid() })
const OfNote = z.object({ participant: z.uuid(), note: z.uuid() })
/** Where a note that nobody has begun yet begins: a session that was held, a signed note to add to. */
const Begin = z.object({ session: z.uuid().optional(), addsTo: z.uuid().optional() })
const SignNote = z.strictObject({ version: z.int().min(1), clonedOnPurpose: z.boolean().default(false) })
const SendBack = z.strictObject({ words: z.string().trim().min(3).max(2000) })
/** A saved draft, or both ways out where two wrote in the same place; then nothing was saved, and `draft` is what stands. */
const savedOf = <Draft extends z.ZodType>(draft: Draft) =>
  z.object({
    version: z.int(),
    draft,
    savedAt: z.string().nullable(),
    savedBy: z.string().nullable(),
    conflicts: z.array(z.object({ field: z.string(), mine: z.string(), theirs: z.string() })).readonly(),
    /** What both wrote, with one's own words or the other's where they differ. */
    withMine: draft.nullable(),
    withTheirs: draft.nullable(),
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
    { policy: 'note.write', schema: { params: OfSession, body: SaveDraft, response: { 200: savedOf(GroupDraft) } } },
    (request) => {
      const actor = actorOf(request)
      const asked = { session: request.params.session, ...request.body }
      return database.inTransaction(actor, (tx) => saveDraft(tx, actor, asked))
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

  app.get('/api/notes/unsigned', { policy: 'note.write', schema: { response: { 200: Unsigned } } }, (request) => {
    const actor = actorOf(request)
    return database.inTransaction(actor, (tx) => unsignedNotes(tx, actor, request.now))
  })

  singleNoteRoutes(app, database)
  coSignatureRoutes(app, database)
}

function singleNoteRoutes(app: App, database: Database): void {
  app.get(
    '/api/participants/:participant/notes',
    { policy: 'note.read', schema: { params: OfPerson, response: { 200: ProgressNotes } } },
    (request) => {
      const actor = actorOf(request)
      return database.inTransaction(actor, (tx) => readNotesOf(tx, actor, request.params.participant))
    },
  )

  app.get(
    '/api/participants/:participant/notes/:note',
    { policy: 'note.write', schema: { params: OfNote, querystring: Begin, response: { 200: SingleNote } } },
    (request) => {
      const actor = actorOf(request)
      return database.inTransaction(actor, async (tx) =>
        readSingleNote(tx, actor, {
          ...request.params,
          session: request.query.session ?? null,
          addsTo: request.query.addsTo ?? null,
          now: request.now,
          today: await todayIn(tx, request.now),
        }),
      )
    },
  )

  app.put(
    '/api/participants/:participant/notes/:note',
    { policy: 'note.write', schema: { params: OfNote, body: SaveNote, response: { 200: savedOf(NoteDraft) } } },
    (request) => {
      const actor = actorOf(request)
      return database.inTransaction(actor, (tx) => saveNote(tx, actor, { ...request.params, ...request.body }))
    },
  )

  app.post(
    '/api/participants/:participant/notes/:note/signature',
    { policy: 'note.write', schema: { params: OfNote, body: SignNote } },
    async (request, reply) => {
      const actor = actorOf(request)
      await database.inTransaction(actor, async (tx) =>
        signNote(tx, actor, {
          ...request.params,
          ...request.body,
          now: request.now,
          today: await todayIn(tx, request.now),
        }),
      )
      return reply.code(204).send()
    },
  )
}

function coSignatureRoutes(app: App, database: Database): void {
  app.get(
    '/api/notes/co-signatures',
    { policy: 'note.co-sign', schema: { response: { 200: CoSignatures } } },
    (request) => {
      const actor = actorOf(request)
      return database.inTransaction(actor, (tx) => readCoSignatures(tx, actor))
    },
  )

  app.post(
    '/api/participants/:participant/notes/:note/co-signature',
    { policy: 'note.co-sign', schema: { params: OfNote } },
    async (request, reply) => {
      const actor = actorOf(request)
      await database.inTransaction(actor, (tx) => coSignNote(tx, actor, request.params))
      return reply.code(204).send()
    },
  )

  app.post(
    '/api/participants/:participant/notes/:note/returns',
    { policy: 'note.co-sign', schema: { params: OfNote, body: SendBack } },
    async (request, reply) => {
      const actor = actorOf(request)
      await database.inTransaction(actor, (tx) => sendNoteBack(tx, actor, { ...request.params, ...request.body }))
      return reply.code(204).send()
    },
  )

  app.post(
    '/api/staff/:staff/co-signature-rules',
    {
      policy: 'note.co-sign',
      schema: { params: z.object({ staff: z.uuid() }), body: z.strictObject({ needed: z.boolean() }) },
    },
    async (request, reply) => {
      const actor = actorOf(request)
      const rule = { ...request.params, ...request.body }
      await database.inTransaction(actor, (tx) => enterCoSignatureRule(tx, actor, rule))
      return reply.code(204).send()
    },
  )
}
