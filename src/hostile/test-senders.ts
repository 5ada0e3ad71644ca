import { Agent, request } from 'node:http'
import type { App } from '../kernel/http.ts'
import type { Attack } from './test-requests.ts'

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly text: string
}

/** A request in nobody's name or, with a token, in somebody's. Undefined: the client itself refuses to send it. */
export type Sender = (attack: Attack, address: string) => Promise<Answer | undefined>

/** Straight into the handlers, without a socket. */
export function toHandlers(app: App): Sender {
  return async ({ method, path, headers, body }, remoteAddress) => {
    const reply = await app.inject({
      method: method as 'GET',
      url: path,
      headers,
      remoteAddress,
      payloadAsStream: true,
      ...(body === undefined ? {} : { payload: body }),
    })
    const stream = reply.stream()
    const isEndless = String(reply.headers['content-type']).startsWith('text/event-stream')
    const text = isEndless ? '' : await textOf(stream)
    if (isEndless) stream.destroy()
    return { status: reply.statusCode, headers: reply.headers, text }
  }
}

/** Over at most so many real connections at a time. */
export function overSockets(port: number, maxSockets: number): Sender & { close(): void } {
  const agent = new Agent({ keepAlive: true, maxSockets })
  const send: Sender = ({ method, path, headers, body }) =>
    new Promise((resolve, reject) => {
      try {
        const asked = request({ host: '127.0.0.1', port, agent, method, path, headers }, (answer) => {
          const done = (text: string) => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text })
          if (String(answer.headers['content-type']).startsWith('text/event-stream')) {
            answer.destroy()
            done('')
          } else textOf(answer).then(done, reject)
        })
        // A body that is too long is answered before it was sent whole, and the connection closes.
        asked.on('error', (error: NodeJS.ErrnoException) =>
          error.code === 'EPIPE' || error.code === 'ECONNRESET' ? resolve(undefined) : reject(error),
        )
        asked.end(body)
      } catch {
        resolve(undefined)
      }
    })
  return Object.assign(send, { close: () => agent.destroy() })
}

async function textOf(stream: AsyncIterable<unknown>): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of stream) parts.push(Buffer.from(part as Buffer))
  return Buffer.concat(parts).toString()
}
