import type { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { actorOf, NOT_AVAILABLE } from '../access/guard.routes.ts'
import type { Database } from '../kernel/database.ts'
import type { App } from '../kernel/http.ts'
import { liveAnswer } from '../kernel/live-answer.ts'
import { Refusal } from '../kernel/refusal.ts'
import { type Look, watchWeek } from './events.jobs.ts'
import { sharedMarks, weekMarks } from './events.rows.ts'
import { OfWeek } from './week-board.ts'

const OfSharedWeek = OfWeek.extend({ participant: z.uuid() })
/** Screens one account may keep open: each looks at the database every second. */
const SCREENS_EACH = 12

/** Tells an open screen that its week changed: which kind of change and an id, never a word of content. */
export function weekEventRoutes(app: App, { database }: { database: Database }): void {
  const watch = watchers(app, database)

  app.get('/api/weeks/:weekStart/events', { policy: 'week.watch', schema: { params: OfWeek } }, (request, reply) =>
    watch(request, reply, (tx) => weekMarks(tx, request.params.weekStart)),
  )

  app.get(
    '/api/shared/:participant/weeks/:weekStart/events',
    { policy: 'shared.read', schema: { params: OfSharedWeek } },
    (request, reply) =>
      watch(request, reply, (tx) => sharedMarks(tx, request.params.participant, request.params.weekStart)),
  )
}

function watchers(app: App, database: Database) {
  const show = openScreens(app)
  return async function watch(request: FastifyRequest, reply: FastifyReply, look: Look): Promise<FastifyReply> {
    const reader = actorOf(request)
    const seen = await database.inTransaction(reader, look)
    if (!seen) throw NOT_AVAILABLE
    return show(request, reply, (left) => liveAnswer(watchWeek(database, reader, { look, seen }, left)))
  }
}

/** Answers with streams of events, counted by account; those left open are closed with the server. Refusal: `too-many`. */
export function openScreens(app: App) {
  const open = new Set<OpenScreen>()
  app.addHook('preClose', async () => {
    for (const screen of open) screen.left.abort()
  })
  return function show(
    request: FastifyRequest,
    reply: FastifyReply,
    answer: (left: AbortSignal) => Readable,
  ): FastifyReply {
    const { left } = openScreen(open, actorOf(request).uid, reply)
    return reply.type('text/event-stream; charset=utf-8').header('x-accel-buffering', 'no').send(answer(left.signal))
  }
}

interface OpenScreen {
  readonly account: string | null
  readonly left: AbortController
}

/** Counted until the connection closes, from either side. Refusal: `too-many`. */
function openScreen(open: Set<OpenScreen>, account: string | null, reply: FastifyReply): OpenScreen {
  if ([...open].filter((screen) => screen.account === account).length >= SCREENS_EACH)
    throw new Refusal('too-many', 'Too many screens are open at once. Maybe close some of them.', 429)
  const screen = { account, left: new AbortController() }
  open.add(screen)
  reply.raw.once('close', () => {
    open.delete(screen)
    screen.left.abort()
  })
  return screen
}
