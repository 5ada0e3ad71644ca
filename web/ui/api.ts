import type { z } from 'zod'
import type { DemoPeople, Role, SignedIn } from '../../src/access/sign-in.ts'
import type {
  AddObligation,
  PersonWeek,
  PlanRun,
  StartPlanning,
  WeekBoard,
  WeekFigures,
} from '../../src/schedule/week-board.ts'

/**
 * The server, as functions. Types come from the concepts' Zod schemas; no schema value is imported, because every
 * value costs the phone bytes. Requests go to this origin only.
 */

/** A refusal or failure, in words for people (RFC 9457). `status` 0: no answer came at all. */
export interface Problem {
  status: number
  code: string
  detail: string
}

export type BoardView = 'published' | 'proposed'

export const api = {
  session: () => ask<SignedIn>('GET', '/api/session'),
  signOut: () => ask<void>('DELETE', '/api/session'),
  demoPeople: () => ask<DemoPeople>('GET', '/api/demo/people'),
  signInAsDemo: (account: string, role: Role) => ask<SignedIn>('POST', '/api/demo/sessions', { account, role }),
  acceptInvitation: (token: string) => ask<SignedIn>('POST', '/api/invitations/acceptance', { token }),

  board: (week: string, view?: BoardView) =>
    ask<WeekBoard>('GET', `/api/weeks/${week}/board${view ? `?view=${view}` : ''}`),
  figures: (week: string) => ask<WeekFigures>('GET', `/api/weeks/${week}/figures`),
  startPlanning: (week: string, wish: z.input<typeof StartPlanning>) =>
    ask<PlanRun>('POST', `/api/weeks/${week}/plan-runs`, wish),
  planRun: (id: string) => ask<PlanRun>('GET', `/api/plan-runs/${id}`),
  endPlanRun: (id: string) => ask<PlanRun>('POST', `/api/plan-runs/${id}/cancellation`),
  publish: (week: string, proposal: string) => ask<unknown>('POST', `/api/weeks/${week}/publication`, { proposal }),

  personWeek: (id: string, week: string) => ask<PersonWeek>('GET', `/api/participants/${id}/weeks/${week}`),
  addObligation: (id: string, obligation: z.input<typeof AddObligation>) =>
    ask<unknown>('POST', `/api/participants/${id}/obligations`, obligation),
  makeFeed: (id: string) => ask<{ url: string }>('POST', `/api/participants/${id}/feed`),
  endFeed: (id: string) => ask<void>('DELETE', `/api/participants/${id}/feed`),
}

/** What went wrong, whatever was thrown. Anything that is no problem of ours is shown as "no answer". */
export function problemOf(error: unknown): Problem {
  return error instanceof Error && isProblem(error.cause) ? error.cause : { status: 0, code: 'no-answer', detail: '' }
}

async function ask<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(path, {
    method,
    credentials: 'same-origin',
    headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  const answer: unknown = text === '' ? undefined : parse(text)
  if (!response.ok) throw new Error(`${method} ${response.status}`, { cause: problemIn(response.status, answer) })
  return answer as Answer
}

function problemIn(status: number, answer: unknown): Problem {
  const said = typeof answer === 'object' && answer !== null ? (answer as Partial<Problem>) : {}
  return { status, code: said.code ?? 'unknown', detail: said.detail ?? '' }
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
