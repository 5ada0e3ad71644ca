import cookie from '@fastify/cookie'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Actor, Asked } from '../kernel/claims.ts'
import type { Database } from '../kernel/database.ts'
import { Refusal } from '../kernel/refusal.ts'
import { mayAsk, POLICIES, type Policy, type PolicyName } from './policy.ts'
import { lookUpSession, type Session } from './sign-in.rows.ts'

declare module 'fastify' {
  interface RouteShorthandOptions {
    /** Who may ask: a name of policy.ts. Without one the server does not boot. */
    policy?: PolicyName
  }
  interface FastifyContextConfig {
    policy?: PolicyName
  }
  interface FastifyRequest {
    session: Session | null
    sessionToken: string | null
    /** The domain's clock, epoch milliseconds. */
    now: number
  }
}

export interface GuardOptions {
  readonly database: Database
  readonly clock: () => number
  /** Own origin, derived once at start. */
  readonly origin: () => string
}

/** Same words for absent and forbidden (trust.md promise 5). */
export const NOT_AVAILABLE = new Refusal('not-available', 'There is nothing here for you.', 404)

const SIGN_IN_NEEDED = new Refusal('sign-in-needed', 'Please sign in.', 401)
const LOCKED = new Refusal(
  'session-locked',
  'This page was left alone for a while. Please show again that it is you.',
  401,
)
const ENROLMENT_NEEDED = new Refusal(
  'enrolment-needed',
  'Please set up a passkey, or a password with an authenticator, first.',
  401,
)
const STEP_UP_NEEDED = new Refusal('step-up-needed', 'For this, please show again that it is you.', 403)
/** Requests a timer sends carry this header; they do not keep an idle session open. */
const BACKGROUND = 'evenkeel-background'

/** Installs session, policy and origin checks in front of every route. */
export async function guardRoutes(app: FastifyInstance, options: GuardOptions): Promise<void> {
  await app.register(cookie)
  app.decorateRequest('session', null)
  app.decorateRequest('sessionToken', null)
  app.decorateRequest('now', 0)
  app.addHook('onRoute', (route) => {
    const policy = (route as { policy?: PolicyName }).policy ?? route.config?.policy
    if (policy === undefined || !Object.hasOwn(POLICIES, policy)) {
      throw new Error(
        `Route ${String(route.method)} ${route.url} declares no known policy. Add one to src/access/policy.ts.`,
      )
    }
    route.config = { ...route.config, policy }
  })
  app.addHook('onRequest', async (request) => {
    request.now = options.clock()
    refuseForeignOrigin(request, options.origin())
    const name = request.routeOptions.config.policy
    if (name === undefined || POLICIES[name].kind === 'open') return
    const token = request.cookies[cookieName(options.origin())]
    const active = !isBackground(request)
    request.session = token ? ((await lookUpSession(options.database, token, { active })) ?? null) : null
    request.sessionToken = request.session && token ? token : null
    if (!request.session) throw SIGN_IN_NEEDED
    refuseState(POLICIES[name], request.session)
    if (!mayAsk(name, request.session.role)) throw NOT_AVAILABLE
    if ((POLICIES[name] as Policy).stepUp) requireStepUp(request)
  })
}

/** Who asks; for handlers behind a policy that needs a session. */
export function actorOf(request: FastifyRequest): Actor {
  if (!request.session) throw SIGN_IN_NEEDED
  return { ...request.session.actor, asked: askedBy(request) }
}

/** Refuses unless passkey, or password and code, were entered within the last 5 minutes (`sec.stepped_up()` in SQL). */
export function requireStepUp(request: FastifyRequest): void {
  if (!request.session?.steppedUpUntil) throw STEP_UP_NEEDED
}

/** Whether a timer of a screen sent this, and nobody at the keyboard. */
export function isBackground(request: FastifyRequest): boolean {
  return request.headers[BACKGROUND] !== undefined
}

/** `__Host-` needs https; on plain http (a laptop, the demo) the same cookie goes without the prefix. */
export function cookieName(origin: string): string {
  return origin.startsWith('https:') ? '__Host-evenkeel' : 'evenkeel'
}

/** Half a session opens no route but those that say so (policy.ts, `during`). */
function refuseState(policy: Policy, { state }: Session): void {
  if (state === 'open' || policy.during?.includes(state)) return
  throw state === 'locked' ? LOCKED : ENROLMENT_NEEDED
}

/** Another site's page must not be able to write in somebody's name (CSRF). */
function refuseForeignOrigin(request: FastifyRequest, origin: string): void {
  if (request.method === 'GET' || request.method === 'HEAD') return
  if (request.headers['sec-fetch-site'] === 'same-origin' || request.headers.origin === origin) return
  throw new Refusal('foreign-origin', 'This request did not come from an Evenkeel page.', 403)
}

/** What the audit trail will call this request, and the person its address names. */
function askedBy(request: FastifyRequest): Asked {
  const { participant } = request.params as { participant?: string }
  const verb = request.method === 'GET' || request.method === 'HEAD' ? 'read' : 'write'
  return { what: request.routeOptions.config.policy!, person: participant, verb }
}
