import { z } from 'zod'
import { actorOf } from '../access/guard.routes.ts'
import type { Database } from '../kernel/database.ts'
import type { App } from '../kernel/http.ts'
import { readRun } from './plan-run.rows.ts'
import { startRepairRun } from './repair-run.jobs.ts'
import { readProposals, rejectProposal } from './repair.rows.ts'
import { Proposals, StartRepair } from './repair.ts'
import { OfWeek, PlanRun } from './week-board.ts'

const OfRun = z.object({ run: z.uuid() })
const OfProposal = OfRun.extend({ proposal: z.uuid() })

/** Repairs of a published week: proposals are made, read and refused here; taking one is publishing it. */
export function repairRoutes(app: App, { database }: { database: Database }): void {
  app.post(
    '/api/weeks/:weekStart/repairs',
    { policy: 'week.plan', schema: { params: OfWeek, body: StartRepair, response: { 201: PlanRun } } },
    async (request, reply) => {
      const actor = actorOf(request)
      const asked = { ...request.body, weekStart: request.params.weekStart, now: request.now }
      const { id } = await startRepairRun(database, actor, asked)
      reply.code(201)
      return database.inTransaction(actor, (tx) => readRun(tx, id))
    },
  )

  app.get(
    '/api/plan-runs/:run/proposals',
    { policy: 'week.plan', schema: { params: OfRun, response: { 200: Proposals } } },
    (request) => database.inTransaction(actorOf(request), (tx) => readProposals(tx, request.params.run, request.now)),
  )

  app.post(
    '/api/plan-runs/:run/proposals/:proposal/rejection',
    { policy: 'week.publish', schema: { params: OfProposal } },
    async (request, reply) => {
      const { center, name } = actorOf(request)
      await database.inTransaction(actorOf(request), (tx) =>
        rejectProposal(tx, { ...request.params, center, by: name }),
      )
      return reply.code(204).send()
    },
  )
}
