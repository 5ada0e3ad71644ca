import { z } from 'zod'
import { actorOf } from '../access/guard.routes.ts'
import type { Database } from '../kernel/database.ts'
import type { App } from '../kernel/http.ts'
import { findMoves, makeMove } from './move.jobs.ts'
import { MadeMove, MakeMove, Moves, MovesAsked } from './move.ts'
import { OfWeek } from './week-board.ts'

const OfSession = OfWeek.extend({ session: z.string().min(1).max(100) })

/** Where a session of a plan could go, and taking it there. */
export function moveRoutes(app: App, { database }: { database: Database }): void {
  app.get(
    '/api/weeks/:weekStart/sessions/:session/moves',
    { policy: 'week.plan', schema: { params: OfSession, querystring: MovesAsked, response: { 200: Moves } } },
    (request) => {
      const { participant = null, from = null } = request.query
      return findMoves(database, actorOf(request), { ...request.params, participant, from, now: request.now })
    },
  )

  app.post(
    '/api/weeks/:weekStart/sessions/:session/moves',
    { policy: 'week.plan', schema: { params: OfSession, body: MakeMove, response: { 201: MadeMove } } },
    async (request, reply) => {
      reply.code(201)
      return makeMove(database, actorOf(request), { ...request.params, ...request.body, now: request.now })
    },
  )
}
