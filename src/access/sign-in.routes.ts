import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App } from '../kernel/http.ts'
import type { Database } from '../kernel/database.ts'
import { Refusal } from '../kernel/refusal.ts'
import { cookieName } from './guard.routes.ts'
import { AcceptInvitation, DemoPeople, SignedIn, SignInAsDemo } from './sign-in.ts'
import {
  acceptInvitation,
  closeSession,
  demoPeople,
  findSession,
  openDemoSession,
  type Session,
} from './sign-in.rows.ts'

export interface SignInTools {
  readonly database: Database
  readonly origin: () => string
  /** Demo sign-in exists only when a center row is marked demo; asked once at start. */
  readonly demo: boolean
  /** The center's name, zone and current Monday, as this session may see them. */
  readonly centerOf: (session: Session, now: number) => Promise<{ center: SignedIn['center']; thisWeek: string }>
}

const SIGN_INS_A_MINUTE = 60

export function signInRoutes(app: App, tools: SignInTools): void {
  const { database } = tools
  const limited = { rateLimit: { max: SIGN_INS_A_MINUTE, timeWindow: '1 minute' } }

  app.get('/api/session', { policy: 'session.own', schema: { response: { 200: SignedIn } } }, (request) =>
    describe(request.session!, request.now),
  )

  app.delete('/api/session', { policy: 'session.own', schema: {} }, async (request, reply) => {
    await closeSession(database, request.sessionToken!)
    return reply
      .clearCookie(cookieName(tools.origin()), { path: '/' })
      .header('clear-site-data', '"cache", "storage"')
      .code(204)
      .send()
  })

  app.post(
    '/api/invitations/acceptance',
    { policy: 'sign-in.open', config: limited, schema: { body: AcceptInvitation, response: { 200: SignedIn } } },
    async (request, reply) => welcome(request, reply, await acceptInvitation(database, request.body.token)),
  )

  if (!tools.demo) return

  app.get('/api/demo/people', { policy: 'sign-in.open', schema: { response: { 200: DemoPeople } } }, async () => {
    const people = await demoPeople(database)
    return {
      center: people[0]?.center_name ?? '',
      people: people.map((row) => ({
        account: row.account_id,
        code: row.code,
        name: row.display_name,
        role: row.role,
      })),
    }
  })

  app.post(
    '/api/demo/sessions',
    { policy: 'sign-in.open', config: limited, schema: { body: SignInAsDemo, response: { 200: SignedIn } } },
    async (request, reply) =>
      welcome(request, reply, await openDemoSession(database, request.body.account, request.body.role)),
  )

  async function welcome(request: FastifyRequest, reply: FastifyReply, token: string | undefined): Promise<SignedIn> {
    const session = token ? await findSession(database, token) : undefined
    if (!token || !session)
      throw new Refusal('sign-in-refused', 'This sign-in did not work. Maybe ask for a new link.', 401)
    const secure = tools.origin().startsWith('https:')
    reply.setCookie(cookieName(tools.origin()), token, { path: '/', httpOnly: true, sameSite: 'strict', secure })
    return describe(session, request.now)
  }

  async function describe(session: Session, now: number): Promise<SignedIn> {
    const { center, thisWeek } = await tools.centerOf(session, now)
    return { name: session.actor.name, role: session.role, participantId: session.participantId, center, thisWeek }
  }
}
