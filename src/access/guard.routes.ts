import cookie from '@fastify/cookie'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Actor } from '../kernel/claims.ts'
import type { Database } from '../kernel/database.ts'
import { Refusal } from '../kernel/refusal.ts'
import { mayAsk, POLICIES, type PolicyName } from './policy.ts'
import { findSession, type Session } from './sign-in.rows.ts'

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
    request.session = token ? ((await findSession(options.database, token)) ?? null) : null
    request.sessionToken = request.session && token ? token : null
    if (!request.session) throw new Refusal('sign-in-needed', 'Please sign in.', 401)
    if (!mayAsk(name, request.session.role)) throw NOT_AVAILABLE
  })
}

/** Who asks; for handlers behind a policy that needs a session. */
export function actorOf(request: FastifyRequest): Actor {
  if (!request.session) throw new Refusal('sign-in-needed', 'Please sign in.', 401)
  return request.session.actor
}

/** `__Host-` needs https; on plain http (a laptop, the demo) the same cookie goes without the prefix. */
export function cookieName(origin: string): string {
  return origin.startsWith('https:') ? '__Host-evenkeel' : 'evenkeel'
}

/** Another site's page must not be able to write in somebody's name (CSRF). */
function refuseForeignOrigin(request: FastifyRequest, origin: string): void {
  if (request.method === 'GET' || request.method === 'HEAD') return
  if (request.headers['sec-fetch-site'] === 'same-origin' || request.headers.origin === origin) return
  throw new Refusal('foreign-origin', 'This request did not come from an Evenkeel page.', 403)
}
