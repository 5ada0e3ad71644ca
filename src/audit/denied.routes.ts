import type { FastifyRequest } from 'fastify'
import { actorOf } from '../access/guard.routes.ts'
import { POLICIES } from '../access/policy.ts'
import type { Database } from '../kernel/database.ts'
import type { App } from '../kernel/http.ts'
import { onRecord } from '../kernel/trail.ts'
import { recordRefusedSignIn } from './audit.rows.ts'

/** Addresses may hold anything; an entry holds ids only. */
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * Puts on record what was denied, before the answer leaves: by policy, by row or because there is no such thing, which
 * look the same (trust.md promise 5). In a transaction of its own, as the refused one is gone. Sign-ins that fail name
 * nobody; other requests without a session are not recorded: they asked for nothing that has an owner.
 */
export function recordDenials(app: App, database: Database): void {
  app.addHook('onSend', async (request, reply) => {
    const { statusCode } = reply
    if (request.session && (statusCode === 403 || statusCode === 404)) await recordDenial(database, request)
    if (!request.session && statusCode === 401 && isSignIn(request)) await recordRefusedSignIn(database)
  })
}

async function recordDenial(database: Database, request: FastifyRequest): Promise<void> {
  const { participant, ...others } = (request.params ?? {}) as Record<string, string>
  const objects = Object.values(others).filter((value) => ID.test(value))
  const people = participant !== undefined && ID.test(participant) ? [participant] : []
  await database
    .inTransaction(actorOf(request), async (tx) => onRecord(tx, { people, objects, outcome: 'denied' }))
    .catch((error: Error) => {
      // A session that ended meanwhile cannot be named any more; the refusal stands all the same.
      process.stderr.write(`${request.method} ${request.routeOptions.url ?? '?'}: denial not recorded: ${error.name}\n`)
    })
}

/** A request that would have opened a session: open to everybody, and it writes. */
function isSignIn(request: FastifyRequest): boolean {
  const name = request.routeOptions.config.policy
  return request.method === 'POST' && name !== undefined && POLICIES[name].kind === 'open'
}
