import type { FastifyRequest } from 'fastify'
import { actorOf, isBackground } from '../access/guard.routes.ts'
import { POLICIES } from '../access/policy.ts'
import { type Session, vouchedFor } from '../access/sign-in.rows.ts'
import type { Actor } from '../kernel/claims.ts'
import type { Database } from '../kernel/database.ts'
import type { App } from '../kernel/http.ts'
import { onRecord } from '../kernel/trail.ts'
import { recordRefusedSignIn } from './audit.rows.ts'

/** Addresses may hold anything; an entry holds ids only. */
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * Puts on record what was denied, before the answer leaves: by policy, by row, because there is no such thing, which
 * look the same (trust.md promise 5), or because the session was locked or its owner failed to show who they are; a locked
 * screen that asks by itself is not an attempt. In a transaction of its own, as the refused one is gone. Sign-ins that fail
 * name nobody; other requests without a session are not recorded: they asked for nothing that has an owner.
 */
export function recordDenials(app: App, database: Database): void {
  app.addHook('onSend', async (request, reply) => {
    const { statusCode } = reply
    if (request.session && isDenial(request, statusCode)) await recordDenial(database, request, request.session)
    if (!request.session && statusCode === 401 && isSignIn(request)) await recordRefusedSignIn(database)
  })
}

function isDenial(request: FastifyRequest, status: number): boolean {
  return status === 403 || status === 404 || (status === 401 && !isBackground(request))
}

/**
 * By the asker's own claims. Half a session, and one that ended or was locked while it asked, has none the database takes:
 * then the server vouches for its account, in the role of somebody at the door.
 */
async function recordDenial(database: Database, request: FastifyRequest, session: Session): Promise<void> {
  const { participant, ...others } = (request.params ?? {}) as Record<string, string>
  const objects = Object.values(others).filter((value) => ID.test(value))
  const people = participant !== undefined && ID.test(participant) ? [participant] : []
  const record = (actor: Actor) =>
    database.inTransaction(actor, async (tx) => onRecord(tx, { people, objects, outcome: 'denied' }))
  const asker = actorOf(request)
  const atTheDoor = { ...vouchedFor(session), asked: asker.asked }
  const recorded = session.state === 'open' ? record(asker).catch(() => record(atTheDoor)) : record(atTheDoor)
  await recorded.catch((error: Error) => {
    process.stderr.write(`${request.method} ${request.routeOptions.url ?? '?'}: denial not recorded: ${error.name}\n`)
  })
}

/** A request that would have opened a session: open to everybody, and it writes. */
function isSignIn(request: FastifyRequest): boolean {
  const name = request.routeOptions.config.policy
  return request.method === 'POST' && name !== undefined && POLICIES[name].kind === 'open'
}
