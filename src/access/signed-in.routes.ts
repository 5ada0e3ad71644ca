import type { FastifyReply, FastifyRequest } from 'fastify'
import { mondayAt } from '../center/this-week.rows.ts'
import type { Database } from '../kernel/database.ts'
import type { KeyStore } from '../kernel/key-store.ts'
import { Refusal } from '../kernel/refusal.ts'
import type { Mailer } from './email-code.jobs.ts'
import { cookieName } from './guard.routes.ts'
import { ownMeans } from './sessions.rows.ts'
import type { SignedIn } from './sign-in.ts'
import { closeSession, lookUpSession, type Session, vouchedFor } from './sign-in.rows.ts'

export interface SignInTools {
  readonly database: Database
  /** Opens the secrets of authenticators. */
  readonly keys: KeyStore
  /** Own origin, derived once at start; passkeys belong to it. */
  readonly origin: () => string
  /** Demo sign-in exists only when a center row is marked demo; asked once at start. */
  readonly demo: boolean
  /** Without one no code is sent by e-mail and the way is not offered. */
  readonly mailer?: Mailer | undefined
}

/** One answer for every way a sign-in can fail (no user enumeration). */
export const SIGN_IN_REFUSED = new Refusal(
  'sign-in-refused',
  'This sign-in did not work. Maybe check what you entered, or ask for a new link.',
  401,
)

/**
 * Answers a sign-in: the cookie of the new session and who is signed in. Always a new token, never one the browser
 * brought (session fixation); the session it had before ends. Refuses without a token.
 */
export async function welcome(
  tools: SignInTools,
  request: FastifyRequest,
  reply: FastifyReply,
  token: string | undefined,
): Promise<SignedIn> {
  if (!token) throw SIGN_IN_REFUSED
  const before = request.cookies[cookieName(tools.origin())]
  if (before) await closeSession(tools.database, before)
  return renew(tools, request, reply, token)
}

/** The same session under a new token, after a change of rights. */
export async function renew(
  tools: SignInTools,
  request: FastifyRequest,
  reply: FastifyReply,
  token: string,
): Promise<SignedIn> {
  const session = await lookUpSession(tools.database, token)
  if (!session) throw SIGN_IN_REFUSED
  const origin = tools.origin()
  const secure = origin.startsWith('https:')
  reply.setCookie(cookieName(origin), token, { path: '/', httpOnly: true, sameSite: 'strict', secure })
  return describeSession(tools.database, session, request.now)
}

/** Who is signed in, for the browser; `now` is the center's clock. */
export async function describeSession(database: Database, session: Session, now: number): Promise<SignedIn> {
  const means = await database.inTransaction(vouchedFor(session), ownMeans)
  const light = session.role === 'participant' || session.role === 'supporter'
  return {
    name: session.actor.name,
    role: session.role,
    roles: means.roles,
    participantId: session.participantId,
    center: { name: means.center_name, timeZone: means.time_zone, demo: means.demo },
    thisWeek: mondayAt(means.time_zone, now),
    state: session.state === 'enrolling' ? 'enrolling' : 'open',
    lockAfterSeconds: session.lockAfterSeconds,
    steppedUpUntil: session.steppedUpUntil,
    expiresAt: session.expiresAt,
    asksForPasskey: light && means.passkeys === 0 && session.openedBy !== 'demo',
  }
}
