import { z } from 'zod'
import { actorOf } from '../access/guard.routes.ts'
import type { Database } from '../kernel/database.ts'
import type { App } from '../kernel/http.ts'
import { AskLab, countOf, LabFacts, LabRun } from './lab.ts'
import { startLabRun } from './lab-run.jobs.ts'
import { readLabRun } from './lab-run.rows.ts'
import { plannerFor } from './plan-run.jobs.ts'
import { askToStop } from './run.rows.ts'
import { loadStandingWeek } from './waiting-fit.rows.ts'
import { OfWeek } from './week-board.ts'

const OfRun = z.object({ run: z.uuid() })

/** The design lab: a question about a week, its progress, its answer. */
export function labRoutes(app: App, { database }: { database: Database }): void {
  app.get(
    '/api/weeks/:weekStart/lab',
    { policy: 'lab.ask', schema: { params: OfWeek, response: { 200: LabFacts } } },
    async (request) => {
      const actor = actorOf(request)
      const { weekStart } = request.params
      const { plan, week, waiting } = await database.inTransaction(plannerFor(actor), (tx) =>
        loadStandingWeek(tx, weekStart, request.now),
      )
      const services = week.services.filter(({ kind }) => kind === 'group').map(({ id, name }) => ({ id, name }))
      const people = waiting.length
      return { weekStart, plan, services, waiting: actor.role === 'director' ? countOf(people, people) : people }
    },
  )

  app.post(
    '/api/weeks/:weekStart/lab-runs',
    { policy: 'lab.ask', schema: { params: OfWeek, body: AskLab, response: { 201: LabRun } } },
    async (request, reply) => {
      const actor = actorOf(request)
      const asked = { ...request.body, weekStart: request.params.weekStart, now: request.now }
      const id = await startLabRun(database, actor, asked)
      reply.code(201)
      return database.inTransaction(actor, (tx) => readLabRun(tx, id))
    },
  )

  app.get(
    '/api/lab-runs/:run',
    { policy: 'lab.ask', schema: { params: OfRun, response: { 200: LabRun } } },
    (request) => database.inTransaction(actorOf(request), (tx) => readLabRun(tx, request.params.run)),
  )

  app.post(
    '/api/lab-runs/:run/cancellation',
    { policy: 'lab.ask', schema: { params: OfRun, response: { 200: LabRun } } },
    async (request) => {
      const actor = actorOf(request)
      await database.inTransaction(plannerFor(actor), (tx) => askToStop(tx, 'lab_run', request.params.run))
      return database.inTransaction(actor, (tx) => readLabRun(tx, request.params.run))
    },
  )
}
