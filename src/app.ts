import rateLimit from '@fastify/rate-limit'
import fastify, { type FastifyError } from 'fastify'
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import { blockRoutes } from './access/block.routes.ts'
import { breakGlassRoutes } from './access/break-glass.routes.ts'
import { guardRoutes } from './access/guard.routes.ts'
import { networkOf } from './access/network.ts'
import { accountRoutes } from './access/accounts.routes.ts'
import { credentialRoutes } from './access/credentials.routes.ts'
import type { Mailer } from './access/email-code.jobs.ts'
import { emailRoutes } from './access/email-code.routes.ts'
import { passwordRoutes } from './access/password.routes.ts'
import { reEntryRoutes } from './access/re-entry.routes.ts'
import { sessionRoutes } from './access/sessions.routes.ts'
import { signInRoutes } from './access/sign-in.routes.ts'
import { attendanceRoutes } from './attendance/attendance.routes.ts'
import { attendanceRuleRoutes } from './attendance/attendance-rule.routes.ts'
import { kioskRoutes } from './attendance/kiosk.routes.ts'
import { auditRoutes } from './audit/audit.routes.ts'
import { recordDenials } from './audit/denied.routes.ts'
import { consentRoutes } from './consent/consent.routes.ts'
import { checkInWordsRoutes } from './check-in/check-in-words.routes.ts'
import { collateralRoutes } from './family/collateral.routes.ts'
import type { Database } from './kernel/database.ts'
import type { App } from './kernel/http.ts'
import type { KeyStore } from './kernel/key-store.ts'
import { secureAnswers, servePages } from './kernel/pages.ts'
import { problemOf } from './kernel/problem.ts'
import { unreadableRequests } from './kernel/unreadable-requests.ts'
import { coverageRoutes } from './hours/coverage.routes.ts'
import { contactRoutes } from './message/contact.routes.ts'
import { messageRoutes } from './message/message.routes.ts'
import { hoursRoutes } from './hours/hours.routes.ts'
import { payerPackRoutes } from './hours/payer-packs.routes.ts'
import { counselingNoteRoutes } from './note/counseling-note.routes.ts'
import { noteRoutes } from './note/note.routes.ts'
import { makeUpRoutes } from './outreach/make-up.routes.ts'
import { nowRoutes } from './now/now.routes.ts'
import { outreachRoutes } from './outreach/outreach.routes.ts'
import { erasureRoutes } from './participant/erasure.routes.ts'
import { supporterRoutes } from './participant/supporter.routes.ts'
import { recordExportRoutes } from './participant/record-export.routes.ts'
import { choiceRoutes } from './schedule/choice.routes.ts'
import { changeRoutes } from './schedule/change.routes.ts'
import { changedWeekRoutes } from './schedule/changed-week.routes.ts'
import { choiceRailsRoutes } from './schedule/choice-rails.routes.ts'
import { otherTimeRoutes } from './schedule/other-time.routes.ts'
import { weekEventRoutes } from './schedule/events.routes.ts'
import { labRoutes } from './schedule/lab.routes.ts'
import { moveRoutes } from './schedule/move.routes.ts'
import { pinRoutes } from './schedule/pin.routes.ts'
import { planDiffRoutes } from './schedule/plan-diff.routes.ts'
import { repairRoutes } from './schedule/repair.routes.ts'
import { scheduleRoutes } from './schedule/schedule.routes.ts'
import { seriesRoutes } from './schedule/series.routes.ts'
import { personWeekRoutes } from './schedule/person-week.routes.ts'
import { waitingFitRoutes } from './schedule/waiting-fit.routes.ts'
import { waitingListRoutes } from './waiting-list/waiting.routes.ts'

export interface AppOptions {
  readonly database: Database
  /** Opens and makes the keys of sealed words. */
  readonly keys: KeyStore
  readonly clock: () => number
  /** Own origin, derived once at start from EVENKEEL_URL or the chosen port. */
  readonly origin: () => string
  readonly demo: boolean
  /** Sends sign-in codes; without it that way is not offered. */
  readonly mailer?: Mailer | undefined
  /** Address of the own proxy; only its word about where a request came from is believed. */
  readonly proxy?: string | undefined
  /** Folder of the built screens; absent in route tests. */
  readonly pages?: string
}

/**
 * THE ordered list of concepts: each may import only what stands before it (architecture.test.ts reads this list).
 * @public
 */
export const CONCEPTS = [
  'center',
  'access',
  'team',
  'participant',
  'consent',
  'audit',
  'obligation',
  'program',
  'care-plan',
  'message',
  'waiting-list',
  'import',
  'series',
  'schedule',
  'attendance',
  'note',
  'check-in',
  'family',
  'hours',
  'outreach',
  'now',
  'demo',
] as const

export async function buildApp(options: AppOptions): Promise<App> {
  const app = fastify({
    logger: false,
    bodyLimit: 256 * 1024,
    trustProxy: options.proxy ?? false,
    routerOptions: { maxParamLength: 200 },
    ...unreadableRequests,
  }).withTypeProvider<ZodTypeProvider>()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const problem = problemOf(error)
    if (problem.status >= 500)
      process.stderr.write(
        `${request.method} ${request.routeOptions.url ?? '?'} failed: ${error.name} ${error.code ?? ''}\n`,
      )
    return reply.code(problem.status).type('application/problem+json').send(JSON.stringify(problem))
  })
  app.setNotFoundHandler((_request, reply) =>
    reply
      .code(404)
      .type('application/problem+json')
      .send(JSON.stringify(problemOf({ statusCode: 404 } as FastifyError))),
  )
  await secureAnswers(app, options.origin().startsWith('https:'))
  await app.register(rateLimit, { global: false, keyGenerator: (request) => networkOf(request.ip) })
  await guardRoutes(app, options)
  recordDenials(app, options.database)
  app.get('/api/health', { policy: 'health.read' }, () => ({ status: 'pass' }))

  for (const routes of [signInRoutes, sessionRoutes, reEntryRoutes, credentialRoutes, passwordRoutes, emailRoutes])
    routes(app, options)
  accountRoutes(app, options)
  breakGlassRoutes(app, options)
  blockRoutes(app, options)
  consentRoutes(app, options)
  auditRoutes(app, options)
  waitingListRoutes(app, options)
  scheduleRoutes(app, options)
  personWeekRoutes(app, options)
  choiceRoutes(app, options)
  weekEventRoutes(app, options)
  attendanceRoutes(app, options)
  kioskRoutes(app, options)
  attendanceRuleRoutes(app, options)
  hoursRoutes(app, options)
  payerPackRoutes(app, options)
  coverageRoutes(app, options)
  changeRoutes(app, options)
  repairRoutes(app, options)
  changedWeekRoutes(app, options)
  otherTimeRoutes(app, options)
  choiceRailsRoutes(app, options)
  waitingFitRoutes(app, options)
  labRoutes(app, options)
  moveRoutes(app, options)
  pinRoutes(app, options)
  planDiffRoutes(app, options)
  contactRoutes(app, options)
  messageRoutes(app, options)
  seriesRoutes(app, options)
  outreachRoutes(app, options)
  makeUpRoutes(app, options)
  recordExportRoutes(app, options)
  erasureRoutes(app, options)
  supporterRoutes(app, options)
  counselingNoteRoutes(app, options)
  noteRoutes(app, options)
  checkInWordsRoutes(app, options)
  collateralRoutes(app, options)
  nowRoutes(app, options)
  if (options.pages) await servePages(app, options.pages)
  return app
}
