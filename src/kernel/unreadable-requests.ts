import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { ANSWER_HEADERS } from './pages.ts'
import { problemOf } from './problem.ts'

/** Such answers pass no hook of the server, so they bring their headers along. */
const BARE = { 'content-type': 'application/problem+json', ...ANSWER_HEADERS }

/**
 * Answers to requests that reach no route because they cannot be read: the same form as every other problem, and
 * nothing of what was sent. Options of `fastify()`.
 */
export const unreadableRequests = {
  /** An address that cannot be decoded or holds a part that is too long. */
  frameworkErrors: (error: FastifyError, _request: FastifyRequest, reply: FastifyReply): void => {
    const problem = problemOf(error)
    reply.code(problem.status).headers(BARE).send(JSON.stringify(problem))
  },

  /** Bytes that are no HTTP: answered on the bare connection, which then closes. */
  clientErrorHandler: (error: Error & { code?: string }, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy()
      return
    }
    const statusCode = STATUS_OF[error.code ?? ''] ?? 400
    const body = JSON.stringify(problemOf(Object.assign(new Error(), { statusCode })))
    socket.end(
      `HTTP/1.1 ${statusCode} ${STATUS_CODES[statusCode]}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n` +
        Object.entries(BARE)
          .map(([name, value]) => `${name}: ${value}\r\n`)
          .join('') +
        `connection: close\r\n\r\n${body}`,
    )
  },
}

const STATUS_OF: Record<string, number> = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 }
