import { z } from 'zod'
import { actorOf } from '../access/guard.routes.ts'
import { mayAsk } from '../access/policy.ts'
import type { Database } from '../kernel/database.ts'
import type { App } from '../kernel/http.ts'
import { ChangedSeries, ChangeSeries, JoinSeries, LeaveSeries, MakeSeries, SeriesList } from './series-list.ts'
import { readSeriesList } from './series-list.rows.ts'
import { joinSeriesNow, leaveSeriesNow } from './series-member.jobs.ts'
import { centerNow } from './series-published.rows.ts'
import { changeSeriesNow, makeSeries } from './series.jobs.ts'

const OfSeries = z.object({ series: z.uuid() })
const OfMember = OfSeries.extend({ participant: z.uuid() })

/** Groups that recur: read, made from a session, changed three ways, joined and left. */
export function seriesRoutes(app: App, { database }: { database: Database }): void {
  app.get('/api/series', { policy: 'series.read', schema: { response: { 200: SeriesList } } }, (request) => {
    const actor = actorOf(request)
    return database.inTransaction(actor, async (tx) => {
      const present = await centerNow(tx, request.now)
      return readSeriesList(tx, { present, mayChange: mayAsk('series.change', actor.role) })
    })
  })

  app.post(
    '/api/series',
    { policy: 'series.change', schema: { body: MakeSeries, response: { 201: z.object({ id: z.uuid() }) } } },
    async (request, reply) => {
      reply.code(201)
      return makeSeries(database, actorOf(request), { ...request.body, now: request.now })
    },
  )

  app.post(
    '/api/series/:series/changes',
    { policy: 'series.change', schema: { params: OfSeries, body: ChangeSeries, response: { 200: ChangedSeries } } },
    (request) => changeSeriesNow(database, actorOf(request), { ...request.params, ...request.body, now: request.now }),
  )

  app.post(
    '/api/series/:series/members',
    { policy: 'series.change', schema: { params: OfSeries, body: JoinSeries, response: { 200: ChangedSeries } } },
    (request) => joinSeriesNow(database, actorOf(request), { ...request.params, ...request.body, now: request.now }),
  )

  app.post(
    '/api/series/:series/members/:participant/end',
    { policy: 'series.change', schema: { params: OfMember, body: LeaveSeries, response: { 200: ChangedSeries } } },
    (request) => leaveSeriesNow(database, actorOf(request), { ...request.params, ...request.body, now: request.now }),
  )
}
