import { z } from 'zod'
import { actorOf, NOT_AVAILABLE } from '../access/guard.routes.ts'
import type { Database } from '../kernel/database.ts'
import type { App } from '../kernel/http.ts'
import { calendarFeed } from './feed.ts'
import { closeFeed, openFeed, readFeed } from './feed.rows.ts'
import { addObligation, readPersonWeek } from './person-week.rows.ts'
import { AddObligation, PersonWeek, WeekStart } from './week-board.ts'

const OfPerson = z.object({ participant: z.uuid() })
const OfPersonWeek = z.object({ participant: z.uuid(), weekStart: WeekStart })
const Link = z.object({ token: z.string().min(20).max(100) })

/** One person's week, the busy times that shape it, and the secret calendar link. */
export function personWeekRoutes(app: App, tools: { database: Database; origin: () => string }): void {
  const { database } = tools

  app.get(
    '/api/participants/:participant/weeks/:weekStart',
    { policy: 'person-week.read', schema: { params: OfPersonWeek, response: { 200: PersonWeek } } },
    (request) => {
      const actor = actorOf(request)
      const { participant, weekStart } = request.params
      const audience = actor.role === 'participant' ? 'participant' : 'staff'
      return database.inTransaction(actor, (tx) => readPersonWeek(tx, participant, weekStart, audience))
    },
  )

  app.post(
    '/api/participants/:participant/obligations',
    {
      policy: 'obligation.add',
      schema: { params: OfPerson, body: AddObligation, response: { 201: z.object({ id: z.uuid() }) } },
    },
    async (request, reply) => {
      const actor = actorOf(request)
      reply.code(201)
      const { start, end, why } = request.body
      return database.inTransaction(actor, (tx) =>
        addObligation(tx, { center: actor.center, participant: request.params.participant, start, end, why }),
      )
    },
  )

  app.post(
    '/api/participants/:participant/feed',
    { policy: 'feed.manage', schema: { params: OfPerson, response: { 201: z.object({ url: z.url() }) } } },
    async (request, reply) => {
      reply.code(201)
      return database.inTransaction(actorOf(request), async (tx) => {
        const token = await openFeed(tx, request.params.participant)
        if (token === undefined) throw NOT_AVAILABLE
        return { url: `${tools.origin()}/feed/${token}.ics` }
      })
    },
  )

  app.delete(
    '/api/participants/:participant/feed',
    { policy: 'feed.manage', schema: { params: OfPerson } },
    async (request, reply) => {
      await database.inTransaction(actorOf(request), async (tx) => {
        if (!(await closeFeed(tx, request.params.participant))) throw NOT_AVAILABLE
      })
      return reply.code(204).send()
    },
  )

  app.get('/feed/:token.ics', { policy: 'feed.fetch', schema: { params: Link } }, async (request, reply) => {
    const feed = await readFeed(database, request.params.token, request.now)
    if (!feed) throw NOT_AVAILABLE
    return reply
      .type('text/calendar; charset=utf-8')
      .header('content-disposition', 'attachment; filename="calendar.ics"')
      .send(calendarFeed(feed.sessions, { title: feed.language === 'es' ? 'Cita' : 'Appointment' }))
  })
}
