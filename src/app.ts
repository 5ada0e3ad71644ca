import rateLimit from '@fastify/rate-limit'
import fastify, { type FastifyError, type FastifyReply, type FastifyRequest } from 'fastify'
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import { guardRoutes } from './access/guard.routes.ts'
import { signInRoutes } from './access/sign-in.routes.ts'
import { centerOfSession } from './center/this-week.rows.ts'
import type { Database } from './kernel/database.ts'
import type { App } from './kernel/http.ts'
import { ANSWER_HEADERS, secureAnswers, servePages } from './kernel/pages.ts'
import { problemOf } from './kernel/problem.ts'
import { scheduleRoutes } from './schedule/schedule.routes.ts'
import { personWeekRoutes } from './schedule/person-week.routes.ts'

export interface AppOptions {
  readonly database: Database
  readonly clock: () => number
  /** Own origin, derived once at start from EVENKEEL_URL or the chosen port. */
  readonly origin: () => string
  readonly demo: boolean
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
  'obligation',
  'program',
  'care-plan',
  'import',
  'schedule',
  'demo',
] as const

export async function buildApp(options: AppOptions): Promise<App> {
  const app = fastify({
    logger: false,
    frameworkErrors: refuseAddress,
    bodyLimit: 256 * 1024,
    routerOptions: { maxParamLength: 200 },
  }).withTypeProvider<ZodTypeProvider>()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const problem = problemOf(error)
    if (problem.status >= 500)
      process.stderr.write(`${request.method} ${request.routeOptions.url ?? '?'} failed: ${error.name}\n`)
    return reply.code(problem.status).type('application/problem+json').send(JSON.stringify(problem))
  })
  app.setNotFoundHandler((_request, reply) =>
    reply
      .code(404)
      .type('application/problem+json')
      .send(JSON.stringify(problemOf({ statusCode: 404 } as FastifyError))),
  )
  await secureAnswers(app, options.origin().startsWith('https:'))
  await app.register(rateLimit, { global: false })
  await guardRoutes(app, options)
  app.get('/api/health', { policy: 'health.read' }, () => ({ status: 'pass' }))

  signInRoutes(app, { ...options, centerOf: (session, now) => centerOfSession(options.database, session.actor, now) })
  scheduleRoutes(app, options)
  personWeekRoutes(app, options)
  if (options.pages) await servePages(app, options.pages)
  return app
}

/** An address that cannot be read reaches no hook; its answer has the same headers and does not repeat the address. */
function refuseAddress(error: FastifyError, _request: FastifyRequest, reply: FastifyReply): void {
  const problem = problemOf(error)
  void reply.code(problem.status).headers(ANSWER_HEADERS).type('application/problem+json').send(JSON.stringify(problem))
}
