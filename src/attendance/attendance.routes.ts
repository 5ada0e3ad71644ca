import { z } from 'zod'
import { actorOf, NOT_AVAILABLE } from '../access/guard.routes.ts'
import { mayAsk } from '../access/policy.ts'
import type { Database } from '../kernel/database.ts'
import type { App } from '../kernel/http.ts'
import { openScreens } from '../schedule/events.routes.ts'
import { Mark, MarkAttendance } from './attendance.ts'
import { markAttendance } from './attendance.rows.ts'
import { liveDays } from './live.jobs.ts'
import { presences, sayOnScreen } from './presence.jobs.ts'
import { TodayBoard } from './today.ts'
import { openDay, readToday } from './today.rows.ts'

const OfSeat = z.object({ session: z.uuid(), participant: z.uuid() })

/** The day as it happens: who is here, late or missing, and marking it. */
export function attendanceRoutes(app: App, { database, clock }: { database: Database; clock: () => number }): void {
  const show = openScreens(app)
  const live = liveDays(database)
  const watch = presences(database, clock)

  app.get(
    '/api/today',
    {
      policy: 'today.read',
      schema: { querystring: z.object({ day: z.iso.date().optional() }), response: { 200: TodayBoard } },
    },
    (request) => {
      const actor = actorOf(request)
      return database.inTransaction(actor, (tx) =>
        readToday(tx, request.query.day, {
          staffId: request.session?.staffId ?? null,
          marksEverybody: mayAsk('attendance.mark-all', actor.role),
          now: request.now,
        }),
      )
    },
  )

  app.get(
    '/api/today/events',
    { policy: 'today.read', schema: { querystring: z.object({ day: z.iso.date(), screen: z.uuid().optional() }) } },
    async (request, reply) => {
      const reader = actorOf(request)
      const { day, screen } = request.query
      const staff = request.session?.staffId ?? null
      const heard = await database.inTransaction(reader, (tx) => openDay(tx, day))
      if (!heard) throw NOT_AVAILABLE
      return show(request, reply, (left) => {
        const { stream, sessions } = live.follow(reader, day, heard, left)
        if (screen) watch({ reader, staff, screen, stream, sessions }, left)
        return stream
      })
    },
  )

  app.put(
    '/api/today/screens/:screen',
    {
      policy: 'today.read',
      schema: { params: z.object({ screen: z.uuid() }), body: z.strictObject({ session: z.uuid().nullable() }) },
    },
    async (request, reply) => {
      const actor = actorOf(request)
      const staff = request.session?.staffId ?? null
      const said = { center: actor.center, ...request.params, ...request.body }
      if (staff) await database.inTransaction(actor, (tx) => sayOnScreen(tx, { ...said, staff }))
      return reply.code(204).send()
    },
  )

  app.put(
    '/api/sessions/:session/attendance/:participant',
    { policy: 'attendance.mark', schema: { params: OfSeat, body: MarkAttendance, response: { 200: Mark } } },
    (request) => {
      const actor = actorOf(request)
      const marking = { actor, ...request.params, now: request.now, way: 'board' as const }
      return database.inTransaction(actor, (tx) => markAttendance(tx, marking, request.body))
    },
  )
}
