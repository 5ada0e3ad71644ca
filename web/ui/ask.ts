import { setSessionState } from './session-state.ts'

/** A refusal or failure, in words for people (RFC 9457). `status` 0: no answer came at all. */
export interface Problem {
  status: number
  code: string
  detail: string
}

/**
 * One question to the server, at this origin only. Refusals are thrown; `problemOf` reads them. `background`: a timer
 * asks, nobody is at the keyboard, so it must not keep an idle session open.
 */
export async function ask<Answer>(
  method: string,
  path: string,
  body?: unknown,
  { background = false } = {},
): Promise<Answer> {
  const response = await fetch(path, {
    method,
    credentials: 'same-origin',
    headers: {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(background ? { 'evenkeel-background': '1' } : {}),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  const answer: unknown = text === '' ? undefined : parse(text)
  if (!response.ok) throw refusal(method, response.status, answer)
  return answer as Answer
}

/** What went wrong, whatever was thrown. Anything that is no problem of ours is shown as "no answer". */
export function problemOf(error: unknown): Problem {
  return error instanceof Error && isProblem(error.cause) ? error.cause : { status: 0, code: 'no-answer', detail: '' }
}

function refusal(method: string, status: number, answer: unknown): Error {
  const said = typeof answer === 'object' && answer !== null ? (answer as Partial<Problem>) : {}
  const problem: Problem = { status, code: said.code ?? 'unknown', detail: said.detail ?? '' }
  if (problem.code === 'session-locked') setSessionState('locked')
  if (problem.code === 'sign-in-needed') setSessionState('gone')
  return new Error(`${method} ${status}`, { cause: problem })
}

function isProblem(cause: unknown): cause is Problem {
  return typeof cause === 'object' && cause !== null && 'status' in cause && 'detail' in cause
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
