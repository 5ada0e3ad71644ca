import { z } from 'zod'
import { actorOf } from '../access/guard.routes.ts'
import type { Database } from '../kernel/database.ts'
import type { App } from '../kernel/http.ts'
import { OtherTimes, ReplyOtherTime } from './other-time.ts'
import { readOtherTimes, replyOtherTime } from './other-time.rows.ts'

/** Who said "another time" to a changed week, and what staff reply. */
export function otherTimeRoutes(app: App, { database }: { database: Database }): void {
  app.get('/api/other-times', { policy: 'week-request.read', schema: { response: { 200: OtherTimes } } }, (request) =>
    database.inTransaction(actorOf(request), (tx) => readOtherTimes(tx, request.now)),
  )

  app.post(
    '/api/other-times/:asked/reply',
    {
      policy: 'week-request.answer',
      schema: { params: z.object({ asked: z.uuid() }), body: ReplyOtherTime, response: { 200: OtherTimes } },
    },
    (request) => {
      const actor = actorOf(request)
      return database.inTransaction(actor, async (tx) => {
        await replyOtherTime(tx, actor, request.params.asked, request.body)
        return readOtherTimes(tx, request.now)
      })
    },
  )
}
