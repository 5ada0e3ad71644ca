import { z } from 'zod'
import type { App } from '../kernel/http.ts'
import { cookieName, NOT_AVAILABLE } from './guard.routes.ts'
import { OwnSessions, SwitchRole } from './sessions.ts'
import { endOwnSessions, lockOwnSession, ownSessions, switchRole } from './sessions.rows.ts'
import { SignedIn } from './sign-in.ts'
import { closeSession, vouchedFor } from './sign-in.rows.ts'
import { describeSession, renew, type SignInTools } from './signed-in.routes.ts'

const OfSession = z.object({ session: z.uuid() })

/** One's own sessions: this one, its role and its lock, and those on other devices. */
export function sessionRoutes(app: App, tools: SignInTools): void {
  const { database } = tools

  app.get('/api/session', { policy: 'session.own', schema: { response: { 200: SignedIn } } }, (request) =>
    describeSession(database, request.session!, request.now),
  )

  app.delete('/api/session', { policy: 'session.leave', schema: {} }, async (request, reply) => {
    await closeSession(database, request.sessionToken!)
    return reply
      .clearCookie(cookieName(tools.origin()), { path: '/' })
      .header('clear-site-data', '"cache", "storage"')
      .code(204)
      .send()
  })

  app.post('/api/session/lock', { policy: 'session.own', schema: {} }, async (request, reply) => {
    await database.inTransaction(vouchedFor(request.session!), lockOwnSession)
    return reply.code(204).send()
  })

  app.post(
    '/api/session/role',
    { policy: 'session.role', schema: { body: SwitchRole, response: { 200: SignedIn } } },
    async (request, reply) => {
      const token = await switchRole(database, request.session!, request.body.role)
      if (token === undefined) throw NOT_AVAILABLE
      return renew(tools, request, reply, token)
    },
  )

  app.get('/api/sessions', { policy: 'session.own', schema: { response: { 200: OwnSessions } } }, async (request) => {
    const rows = await database.inTransaction(vouchedFor(request.session!), ownSessions)
    return {
      sessions: rows.map((row) => ({
        id: row.id,
        device: row.device || 'Unknown device',
        role: row.role,
        openedBy: row.opened_by,
        createdAt: row.created_at,
        lastSeenAt: row.last_seen_at,
        here: row.here,
      })),
    }
  })

  app.delete('/api/sessions', { policy: 'session.own', schema: {} }, async (request, reply) => {
    await database.inTransaction(vouchedFor(request.session!), (tx) => endOwnSessions(tx, null))
    return reply.code(204).send()
  })

  app.delete(
    '/api/sessions/:session',
    { policy: 'session.own', schema: { params: OfSession } },
    async (request, reply) => {
      const { session } = request.params
      const ended = await database.inTransaction(vouchedFor(request.session!), (tx) => endOwnSessions(tx, session))
      if (ended === 0) throw NOT_AVAILABLE
      return reply.code(204).send()
    },
  )
}
