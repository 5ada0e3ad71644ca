import { z } from 'zod'
import { actorOf, NOT_AVAILABLE } from '../access/guard.routes.ts'
import { mayAsk } from '../access/policy.ts'
import type { Database } from '../kernel/database.ts'
import type { App } from '../kernel/http.ts'
import { boardCsv } from './board-csv.ts'
import { readBoard } from './board.rows.ts'
import { refuseContradictions } from './pin.jobs.ts'
import { plannerFor, startPlanRun, stopPlanRuns } from './plan-run.jobs.ts'
import { readRun } from './plan-run.rows.ts'
import { publishWeek } from './publication.rows.ts'
import { askToStop } from './run.rows.ts'
import { OfWeek, PlanRun, Publish, StartPlanning, WeekBoard, WeekFigures } from './week-board.ts'
import { weekFigures } from './week-figures.rows.ts'

const OfRun = z.object({ run: z.uuid() })

/** Weeks as the center sees them: the board, planning, publication, a director's figures. */
export function scheduleRoutes(app: App, { database }: { database: Database }): void {
  app.addHook('onClose', () => stopPlanRuns(database))

  app.get(
    '/api/weeks/:weekStart/board',
    {
      policy: 'week.read',
      schema: {
        params: OfWeek,
        querystring: z.object({ view: z.enum(['published', 'proposed']).optional() }),
        response: { 200: WeekBoard },
      },
    },
    (request) => {
      // A participant's week is the person's own page; the board is for staff.
      if (request.session?.role === 'participant') throw NOT_AVAILABLE
      const mayPlan = mayAsk('week.plan', request.session?.role ?? null)
      return database.inTransaction(actorOf(request), (tx) =>
        readBoard(tx, { weekStart: request.params.weekStart, view: request.query.view, mayPlan }),
      )
    },
  )

  app.get(
    '/api/weeks/:weekStart/board.csv',
    { policy: 'week.export', schema: { params: OfWeek } },
    async (request, reply) => {
      const { weekStart } = request.params
      const board = await database.inTransaction(actorOf(request), (tx) =>
        readBoard(tx, { weekStart, view: 'published', mayPlan: false }),
      )
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="week-${weekStart}.csv"`)
        .send(boardCsv(board))
    },
  )

  app.get(
    '/api/weeks/:weekStart/figures',
    { policy: 'week.figures', schema: { params: OfWeek, response: { 200: WeekFigures } } },
    (request) =>
      database.inTransaction(actorOf(request), async (tx) => {
        const figures = await weekFigures(tx, request.params.weekStart)
        if (!figures) throw NOT_AVAILABLE
        return figures
      }),
  )

  app.post(
    '/api/weeks/:weekStart/plan-runs',
    { policy: 'week.plan', schema: { params: OfWeek, body: StartPlanning, response: { 201: PlanRun } } },
    async (request, reply) => {
      const actor = actorOf(request)
      const { leaveOutPins, ...wish } = request.body
      const asked = { ...wish, weekStart: request.params.weekStart, now: request.now }
      if (!leaveOutPins) await refuseContradictions(database, actor, plannerFor(actor), asked)
      const { id } = await startPlanRun(database, actor, asked)
      reply.code(201)
      return database.inTransaction(actor, (tx) => readRun(tx, id))
    },
  )

  app.get(
    '/api/plan-runs/:run',
    { policy: 'week.plan', schema: { params: OfRun, response: { 200: PlanRun } } },
    (request) => database.inTransaction(actorOf(request), (tx) => readRun(tx, request.params.run)),
  )

  app.post(
    '/api/plan-runs/:run/cancellation',
    { policy: 'week.plan', schema: { params: OfRun, response: { 200: PlanRun } } },
    (request) =>
      database.inTransaction(actorOf(request), async (tx) => {
        await askToStop(tx, 'plan_run', request.params.run)
        return readRun(tx, request.params.run)
      }),
  )

  app.post(
    '/api/weeks/:weekStart/publication',
    {
      policy: 'week.publish',
      schema: {
        params: OfWeek,
        body: Publish,
        response: { 201: z.object({ publication: z.uuid(), added: z.int(), kept: z.int(), withdrawn: z.int() }) },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request)
      reply.code(201)
      return database.inTransaction(actor, (tx) =>
        publishWeek(tx, {
          weekStart: request.params.weekStart,
          proposal: request.body.proposal,
          by: actor.name,
          center: actor.center,
          now: request.now,
        }),
      )
    },
  )
}
