import { z } from 'zod'
import { actorOf } from '../access/guard.routes.ts'
import { NOTICE_SHORT } from '../consent/notice.ts'
import { csvOf } from '../kernel/csv.ts'
import type { Database } from '../kernel/database.ts'
import type { App } from '../kernel/http.ts'
import {
  AccessLog,
  AccessLogAsked,
  AccessReport,
  ReportAsked,
  TRAIL_COLUMNS,
  TrailAsked,
  trailCells,
  TrailPage,
} from './audit.ts'
import { readAccessLog, reportAccesses, searchTrail } from './audit.rows.ts'

const OfPerson = z.object({ participant: z.uuid() })
/** Lines of an export; a longer span is asked for in parts. */
const EXPORT = 5000

/** Who looked: for each person about their own record, for the privacy officer about the center. */
export function auditRoutes(app: App, { database }: { database: Database }): void {
  app.get(
    '/api/participants/:participant/access-log',
    {
      policy: 'access-log.read',
      schema: { params: OfPerson, querystring: AccessLogAsked, response: { 200: AccessLog } },
    },
    (request) =>
      database.inTransaction(actorOf(request), (tx) =>
        readAccessLog(tx, request.params.participant, request.query.before),
      ),
  )

  app.get(
    '/api/audit/entries',
    { policy: 'audit.read', schema: { querystring: TrailAsked, response: { 200: TrailPage } } },
    (request) =>
      database.inTransaction(actorOf(request), (tx) => searchTrail(tx, { ...request.query, now: request.now })),
  )

  app.get(
    '/api/audit/entries.csv',
    { policy: 'audit.read', schema: { querystring: TrailAsked } },
    async (request, reply) => {
      const asked = { ...request.query, now: request.now, most: EXPORT }
      const { entries } = await database.inTransaction(actorOf(request), (tx) => searchTrail(tx, asked))
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="audit.csv"')
        .send(csvOf([TRAIL_COLUMNS, ...trailCells(entries), [NOTICE_SHORT]]))
    },
  )

  app.get(
    '/api/audit/accesses-without-reason',
    { policy: 'audit.read', schema: { querystring: ReportAsked, response: { 200: AccessReport } } },
    (request) =>
      database.inTransaction(actorOf(request), (tx) => reportAccesses(tx, { ...request.query, now: request.now })),
  )
}
