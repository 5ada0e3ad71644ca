import { get, type ClientRequest } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import type { DemoPeople } from '../src/access/sign-in.ts'
import type { TodayBoard, TodaySeat } from '../src/attendance/today.ts'
import { newId } from '../src/kernel/ids.ts'
import { atMost, type Figure, median } from './figure.ts'
import { inNewFolder, serve } from './program.ts'
import { runAlone } from './report.ts'

const SCREENS = 200
/** What one account may keep open (schedule/events.routes.ts). */
const SCREENS_EACH = 12
const MARKS = 24
const LIMIT = 300
/** Longer than a look of the server, so that no mark meets the news of the one before. */
const BETWEEN = 900
const NOW = '2026-11-23T15:00:00Z'

/**
 * From the moment a mark is sent until the last of 200 open Today boards has it, in the demo center, over HTTP. All boards
 * and the server share this machine; each board is a stream of its own, of 17 people at the front desk.
 */
export async function measureToday(): Promise<Figure[]> {
  return inNewFolder(async (folder) => {
    const served = await serve(folder, [], { EVENKEEL_NOW: NOW })
    try {
      const times = await timesOfMarks(served.url)
      const name = `mark to ${SCREENS} boards`
      return [
        { name: `${name}, median`, value: median(times), unit: 'ms', against: atMost(LIMIT) },
        { name: `${name}, worst of ${MARKS}`, value: Math.max(...times), unit: 'ms', against: atMost(LIMIT) },
      ]
    } finally {
      await served.stop()
    }
  })
}

async function timesOfMarks(url: string): Promise<number[]> {
  const desks = await frontDesks(url, Math.ceil(SCREENS / SCREENS_EACH))
  const [desk] = desks
  if (!desk) throw new Error('Nobody is at the front desk.')
  const board = await ask<TodayBoard>({ url, cookie: desk }, 'GET', '/api/today')
  const screens: Screen[] = []
  try {
    for (let n = 0; n < SCREENS; n += 1)
      screens.push(await openScreen(`${url}/api/today/events?day=${board.day}`, desks[n % desks.length] ?? desk))
    return await markInTurn(url, desk, board, screens)
  } finally {
    for (const screen of screens) screen.request.destroy()
  }
}

async function markInTurn(url: string, desk: string, board: TodayBoard, screens: readonly Screen[]): Promise<number[]> {
  const seats = board.sessions.flatMap((session) =>
    session.seats.filter(({ state }) => state !== 'expected').map((seat) => ({ ...seat, session: session.id })),
  )
  const times: number[] = []
  for (let n = 0; n < MARKS; n += 1) {
    const place = n % seats.length
    const seat = seats[place]
    if (!seat) throw new Error('No session is under way.')
    const id = newId()
    const began = performance.now()
    const seen = Promise.all(screens.map((screen) => screen.sees(id)))
    await mark({ url, desk, seat, id, status: n < seats.length ? 'here' : 'late' })
    times.push(Math.max(...(await seen)) - began)
    seats[place] = { ...seat, replaces: id }
    await pause(BETWEEN)
  }
  return times
}

async function mark(one: {
  url: string
  desk: string
  seat: TodaySeat & { session: string }
  id: string
  status: 'here' | 'late'
}): Promise<void> {
  const { participant, session, replaces } = one.seat
  const path = `/api/sessions/${session}/attendance/${participant}`
  await ask({ url: one.url, cookie: one.desk }, 'PUT', path, { id: one.id, status: one.status, replaces })
}

/** Where to ask, and as whom; no cookie: nobody signed in. */
interface Who {
  readonly url: string
  readonly cookie: string
}

interface Screen {
  readonly request: ClientRequest
  /** When the words with this id have come, on the clock of `performance.now()`. */
  sees(id: string): Promise<number>
}

function openScreen(url: string, cookie: string): Promise<Screen> {
  return new Promise((resolve, reject) => {
    const waiting = new Map<string, (at: number) => void>()
    const request = get(url, { headers: { cookie }, agent: false }, (answer) => {
      if (answer.statusCode !== 200) return reject(new Error(`A board was refused: ${answer.statusCode}`))
      answer.setEncoding('utf8').on('data', (words: string) => {
        for (const [id, seen] of waiting) if (words.includes(id)) seen(performance.now())
      })
      return resolve({ request, sees: (id) => new Promise((seen) => waiting.set(id, seen)) })
    }).on('error', reject)
  })
}

/** Cookies of that many people at the front desk, whose accounts a director opens as in any center. */
async function frontDesks(url: string, count: number): Promise<string[]> {
  const [cookie = ''] = await signInAs(url, 'director', 1)
  const director = { url, cookie }
  await ask(director, 'POST', '/api/session/step-up', { demo: true })
  for (let n = 1; n < count; n += 1)
    await ask(director, 'POST', '/api/accounts', { name: `Desk Number ${n}`, roles: ['front-desk'] })
  return signInAs(url, 'front-desk', count)
}

async function signInAs(url: string, role: string, count: number): Promise<string[]> {
  const { people } = await ask<DemoPeople>({ url, cookie: '' }, 'GET', '/api/demo/people')
  const able = people.filter((person) => person.role === role).slice(0, count)
  const cookies: string[] = []
  for (const { account } of able) {
    const reply = await send({ url, cookie: '' }, 'POST', '/api/demo/sessions', { account, role })
    cookies.push(/evenkeel=[^;]+/.exec(reply.headers.get('set-cookie') ?? '')?.[0] ?? '')
  }
  return cookies
}

async function ask<T>(who: Who, method: string, path: string, body?: unknown): Promise<T> {
  return (await (await send(who, method, path, body)).json()) as T
}

async function send({ url, cookie }: Who, method: string, path: string, body?: unknown): Promise<Response> {
  const json = body === undefined ? {} : { 'content-type': 'application/json' }
  const reply = await fetch(url + path, {
    method,
    headers: { origin: url, cookie, ...json },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${await reply.text()}`)
  return reply
}

await runAlone(import.meta.url, measureToday)
