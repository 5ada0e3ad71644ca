import type { FastifyError } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { NoResultError } from 'kysely'
import { Refusal } from './refusal.ts'

/** RFC 9457. `detail` is a sentence for people; `code` is stable for programs. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly code: string
}

/**
 * What a client learns of an error. Constraint and row-level-security errors would tell that hidden rows exist
 * (trust.md 5.2), so they all read like a plain absence; anything else unknown is a bug and says nothing.
 */
export function problemOf(error: FastifyError | Refusal | Error): Problem {
  if (error instanceof Refusal) return problem(error.status, error.code, error.message)
  if (hasZodFastifySchemaValidationErrors(error)) {
    const first = error.validation[0]
    const where = first ? first.instancePath.slice(1).replaceAll('/', '.') || 'the request' : 'the request'
    // The name of an unknown field is the sender's own text, which no answer repeats.
    const what = first?.keyword === 'unrecognized_keys' ? 'holds a field that is not known here' : first?.message
    return problem(400, 'invalid-request', `${where}: ${what ?? 'not understood'}.`)
  }
  const { code, statusCode } = error as FastifyError
  // A session that locked or ended between guard and statement sees no rows at all, its own center included.
  if (error instanceof NoResultError) return problem(404, 'not-available', 'There is nothing here for you.')
  if (code === '42501' || code === '23503') return problem(404, 'not-available', 'There is nothing here for you.')
  if (code === '23505' || code === '23P01')
    return problem(409, 'not-available', 'This is not available any more. Maybe reload.')
  if (code === '22021' || code === '22P05')
    return problem(400, 'invalid-text', 'The text holds characters that cannot be stored.')
  if (code === '22003' || code === '22007' || code === '22008')
    return problem(400, 'invalid-value', 'A date or number lies outside of what can be kept.')
  if (code === '55P03' || code === '57014')
    return problem(503, 'busy', 'The server is busy. Please try again in a moment.')
  if (statusCode === 404) return problem(404, 'not-available', 'There is nothing here for you.')
  if (statusCode === 429) return problem(429, 'too-many', 'Too many tries. Please wait a minute.')
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return problem(
      statusCode,
      'invalid-request',
      'The request was not understood. Maybe the page is out of date; reload it.',
    )
  }
  return problem(500, 'bug', 'Something went wrong on our side. What you entered was not changed.')
}

function problem(status: number, code: string, detail: string): Problem {
  return { type: 'about:blank', title: TITLES[status] ?? 'Problem', status, detail, code }
}

const TITLES: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  413: 'Content Too Large',
  414: 'URI Too Long',
  415: 'Unsupported Media Type',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
}
