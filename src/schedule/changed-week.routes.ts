import { z } from 'zod'
import { actorOf } from '../access/guard.routes.ts'
import { mondayAt } from '../center/this-week.rows.ts'
import type { Database } from '../kernel/database.ts'
import type { App } from '../kernel/http.ts'
import { AnswerNotice, NoticesOfWeek, WeekNotices } from './changed-week.ts'
import { answerNotice, readNotices, readNoticesOfWeek } from './changed-week.rows.ts'
import { OfWeek } from './week-board.ts'

const OfPerson = z.object({ participant: z.uuid() })
const OfNotice = OfPerson.extend({ publication: z.uuid() })

/** Who is told that their own week changed, and what they say to it. */
export function changedWeekRoutes(app: App, { database }: { database: Database }): void {
  app.get(
    '/api/participants/:participant/week-notices',
    { policy: 'person-week.read', schema: { params: OfPerson, response: { 200: WeekNotices } } },
    (request) =>
      database.inTransaction(actorOf(request), async (tx) => {
        const center = await tx.selectFrom('center').select('time_zone').executeTakeFirstOrThrow()
        const thisWeek = mondayAt(center.time_zone, request.now)
        return { notices: await readNotices(tx, request.params.participant, thisWeek) }
      }),
  )

  app.post(
    '/api/participants/:participant/week-notices/:publication/answers',
    { policy: 'notice.answer', schema: { params: OfNotice, body: AnswerNotice } },
    async (request, reply) => {
      const actor = actorOf(request)
      await database.inTransaction(actor, (tx) => answerNotice(tx, actor, request.params, request.body.answer))
      return reply.code(204).send()
    },
  )

  app.get(
    '/api/weeks/:weekStart/notices',
    { policy: 'week.plan', schema: { params: OfWeek, response: { 200: NoticesOfWeek } } },
    (request) =>
      database.inTransaction(actorOf(request), async (tx) => ({
        weekStart: request.params.weekStart,
        notices: await readNoticesOfWeek(tx, request.params.weekStart),
      })),
  )
}
