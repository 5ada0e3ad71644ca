import { z } from 'zod'
import { actorOf } from '../access/guard.routes.ts'
import type { Database } from '../kernel/database.ts'
import type { App } from '../kernel/http.ts'
import { PlanDiff, WeekSince } from './plan-diff.ts'
import { readDiff } from './plan-diff.jobs.ts'
import { publishBefore, takeBackProposal } from './plan-diff.rows.ts'
import { changedSinceFirst } from './week-since.rows.ts'
import { OfWeek } from './week-board.ts'

const OfProposal = OfWeek.extend({ proposal: z.uuid() })

/** What a proposal changes, and taking back a proposal or a publication. */
export function planDiffRoutes(app: App, { database }: { database: Database }): void {
  app.get(
    '/api/weeks/:weekStart/proposals/:proposal/diff',
    { policy: 'week.plan', schema: { params: OfProposal, response: { 200: PlanDiff } } },
    (request) => readDiff(database, actorOf(request), { ...request.params, now: request.now }),
  )

  app.get(
    '/api/weeks/:weekStart/publication/changes',
    { policy: 'week.plan', schema: { params: OfWeek, response: { 200: WeekSince } } },
    (request) => database.inTransaction(actorOf(request), (tx) => changedSinceFirst(tx, request.params.weekStart)),
  )

  app.post(
    '/api/weeks/:weekStart/proposals/:proposal/withdrawal',
    { policy: 'week.plan', schema: { params: OfProposal } },
    async (request, reply) => {
      const { center, name } = actorOf(request)
      await database.inTransaction(actorOf(request), (tx) =>
        takeBackProposal(tx, { ...request.params, center, by: name }),
      )
      return reply.code(204).send()
    },
  )

  app.post(
    '/api/weeks/:weekStart/publication/withdrawal',
    { policy: 'week.publish', schema: { params: OfWeek } },
    async (request, reply) => {
      const { center, name } = actorOf(request)
      const { weekStart } = request.params
      await database.inTransaction(actorOf(request), (tx) =>
        publishBefore(tx, { weekStart, center, by: name, now: request.now }),
      )
      return reply.code(204).send()
    },
  )
}
