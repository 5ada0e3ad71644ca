import { z } from 'zod'
import { actorOf } from '../access/guard.routes.ts'
import { mayAsk } from '../access/policy.ts'
import type { Database } from '../kernel/database.ts'
import type { App } from '../kernel/http.ts'
import { watchers } from '../schedule/events.routes.ts'
import { Mark, MarkAttendance } from './attendance.ts'
import { markAttendance } from './attendance.rows.ts'
import { TodayBoard } from './today.ts'
import { dayMarks, readToday } from './today.rows.ts'

const OfSeat = z.object({ session: z.uuid(), participant: z.uuid() })

/** The day as it happens: who is here, late or missing, and marking it. */
export function attendanceRoutes(app: App, { database }: { database: Database }): void {
  const watch = watchers(app, database)

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
    { policy: 'today.read', schema: { querystring: z.object({ day: z.iso.date() }) } },
    (request, reply) => watch(request, reply, (tx) => dayMarks(tx, request.query.day)),
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
