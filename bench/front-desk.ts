import { setTimeout as pause } from 'node:timers/promises'
import type { PlanRun, WeekBoard } from '../src/schedule/week-board.ts'

/** Somebody signed in at the front desk, asking over HTTP as a page would. */
export interface FrontDesk {
  readonly url: string
  /** The opaque session token, as the cookie carries it. */
  readonly token: string
  /** Cookie and origin, for other clients in this person's name. */
  readonly headers: Record<string, string>
  /** Refuses every answer but success. */
  ask<T>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<T>
}

/** Accepts a one-time invitation. */
export async function signIn(url: string, invitation: string): Promise<FrontDesk> {
  const reply = await fetch(`${url}/api/invitations/acceptance`, {
    method: 'POST',
    headers: { origin: url, 'content-type': 'application/json' },
    body: JSON.stringify({ token: invitation }),
  })
  const token = /evenkeel=([^;]+)/.exec(reply.headers.get('set-cookie') ?? '')?.[1]
  if (!token) throw new Error(`The invitation was not accepted: ${reply.status} ${await reply.text()}`)
  const headers = { origin: url, cookie: `evenkeel=${token}` }
  return { url, token, headers, ask: (method, path, body) => ask(url + path, { method, headers }, body) }
}

/** Plans a week through the routes, publishes it, and returns the board everybody then sees. */
export async function publishPlannedWeek(desk: FrontDesk, week: string, seconds: number): Promise<WeekBoard> {
  let run = await desk.ask<PlanRun>('POST', `/api/weeks/${week}/plan-runs`, { seconds })
  while (run.state === 'working') {
    await pause(200)
    run = await desk.ask<PlanRun>('GET', `/api/plan-runs/${run.id}`)
  }
  if (run.state !== 'done') throw new Error(`Planning the week ended as ${run.state}: ${run.failure}`)
  const { proposal } = await desk.ask<WeekBoard>('GET', `/api/weeks/${week}/board`)
  await desk.ask('POST', `/api/weeks/${week}/publication`, { proposal: proposal?.id })
  return desk.ask('GET', `/api/weeks/${week}/board`)
}

async function ask<T>(url: string, request: RequestInit, body: unknown): Promise<T> {
  // A reply to nothing, sent as JSON, would be refused: only a body has a type.
  const json = body === undefined ? {} : { 'content-type': 'application/json' }
  const reply = await fetch(url, {
    ...request,
    headers: { ...(request.headers as Record<string, string>), ...json },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  if (!reply.ok) throw new Error(`${request.method} ${url}: ${reply.status} ${await reply.text()}`)
  return (await reply.json()) as T
}
