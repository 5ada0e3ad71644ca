import { z } from 'zod'
import { actorOf } from '../access/guard.routes.ts'
import type { Database } from '../kernel/database.ts'
import type { App } from '../kernel/http.ts'
import { EnterRule, ProgramRule } from './attendance-rule.ts'
import { centerDay, enterRule, programRuleOn, programRules } from './attendance-rule.rows.ts'

const ProgramRules = z.object({ inForce: ProgramRule, versions: z.array(ProgramRule) })

/** The center's rule about being late, missed and excused: read by everybody, entered from a day on. */
export function attendanceRuleRoutes(app: App, { database }: { database: Database }): void {
  app.get(
    '/api/attendance-rules',
    { policy: 'attendance-rule.read', schema: { response: { 200: ProgramRules } } },
    (request) =>
      database.inTransaction(actorOf(request), async (tx) => ({
        inForce: await programRuleOn(tx, await centerDay(tx, request.now)),
        versions: await programRules(tx),
      })),
  )

  app.post(
    '/api/attendance-rules',
    { policy: 'attendance-rule.write', schema: { body: EnterRule, response: { 201: ProgramRule } } },
    async (request, reply) => {
      const actor = actorOf(request)
      reply.code(201)
      return database.inTransaction(actor, (tx) => enterRule(tx, actor, request.body, request.now))
    },
  )
}
