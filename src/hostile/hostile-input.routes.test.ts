import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import pg from 'pg'
import { afterAll, describe, expect, it } from 'vitest'
import { mayAsk, type PolicyName } from '../access/policy.ts'
import { Role } from '../access/sign-in.ts'
import { openTestApp } from '../schedule/test-app.ts'
import { attacksOn, type Attack } from './test-requests.ts'
import { routesDuring, type KnownRoute } from './test-routes.ts'
import { overSockets, toHandlers, type Answer, type Sender } from './test-senders.ts'

/**
 * Hostile input gives 4xx or the declared success: never 5xx, never a hang, never a word about the inside (trust.md, R6).
 * EVENKEEL_FUZZ and EVENKEEL_FUZZ_HTTP set the cases per route; EVENKEEL_FUZZ_SEED repeats a run.
 */
const CASES = Number(process.env['EVENKEEL_FUZZ'] ?? 40)
const SOCKET_CASES = Number(process.env['EVENKEEL_FUZZ_HTTP'] ?? 4)
const SEED = Number(process.env['EVENKEEL_FUZZ_SEED'] ?? Date.now() % 2 ** 31)
/** Requests in flight at a time: the server and its database work side by side, and requests meet each other. */
const AT_ONCE = 16
/** Nothing here takes long; what takes this long hangs. */
const HANGS_AFTER = 30_000
const UNHURRIED = 24 * 3_600_000

const { built: center, routes: registered } = await routesDuring(openTestApp)
// Every request lengthens the audit trail, and its readers read all of it: they come first, while it is short.
const routes = registered.toSorted((a, b) => Number(readsTrail(b)) - Number(readsTrail(a)))
const owner = new pg.Client({ ...center.center.owner, options: '-c search_path=evenkeel,public' })
await owner.connect()
await owner.query('SET ROLE evenkeel_owner')
await center.app.listen({ host: '127.0.0.1', port: 0 })
const sockets = overSockets((center.app.server.address() as AddressInfo).port, AT_ONCE)
const handlers = toHandlers(center.app)

const dana = await center.signIn('participant', 'dana')
const maria = await center.signIn('participant', 'maria')
const NOBODY = '0192f000-0000-7000-8000-000000000000'
const people = [dana.participantId!, maria.participantId!]
const sent = { rss: process.memoryUsage.rss(), cases: 0, byStatus: new Map<number, number>() }

afterAll(async () => {
  const counts = [...sent.byStatus].toSorted(([a], [b]) => a - b).map(([status, count]) => `${status}: ${count}`)
  const grown = Math.round((process.memoryUsage.rss() - sent.rss) / 1e6)
  console.log(
    `hostile input: ${sent.cases} requests to ${routes.length} routes, seed ${SEED} (${counts.join(', ')}), memory +${grown} MB`,
  )
  sockets.close()
  await owner.end()
  await center.close()
})

/** Sessions by role, opened when first asked for and again whenever a request has ended one. */
const tokens = new Map<string, string>()

async function openSession(role: Role): Promise<void> {
  if (tokens.has(role)) return
  // Requests end accounts and roles, too: a fuzz of the sign-in alone would be a short one.
  await owner.query('UPDATE auth.account SET deactivated_at = NULL WHERE deactivated_at IS NOT NULL')
  await owner.query('UPDATE auth.account_role SET ended_at = NULL WHERE ended_at IS NOT NULL')
  const { token, actor } = role === 'participant' ? await center.signIn(role, 'dana') : await center.signIn(role)
  // As if the second factor had just been entered: more of each handler is reached.
  await owner.query('UPDATE auth.session SET stepped_up_at = now() WHERE id = $1', [actor.session])
  tokens.set(role, token)
}

function readsTrail({ method, url }: KnownRoute): boolean {
  return method === 'GET' && url.startsWith('/api/audit/')
}

function knownTo(route: KnownRoute) {
  return {
    ids: [...people, NOBODY],
    byName: {
      participant: [...people, NOBODY],
      // Nobody was in treatment then, so planning that week is quick.
      weekStart: route.url.includes('plan-runs') ? ['2020-01-06'] : ['2026-11-30', '2020-01-06'],
    },
  }
}

/** What is wrong with an answer, in words; undefined when nothing is. */
function faultOf(route: KnownRoute, { status, headers, text }: Answer): string | undefined {
  if (status >= 500) return `${status} ${text}`
  if (headers['cache-control'] !== 'no-store') return `${status} may be kept: ${String(headers['cache-control'])}`
  if (status < 400) return [200, 201, 204, ...route.successes].includes(status) ? undefined : `undeclared ${status}`
  if (!/^application\/problem\+json(; charset=utf-8)?$/.test(String(headers['content-type'])))
    return `${status} as ${String(headers['content-type'])}: ${text.slice(0, 200)}`
  const problem = JSON.parse(text) as Record<string, unknown>
  const members = Object.keys(problem).toSorted().join(' ')
  if (members !== 'code detail status title type') return `members ${members}`
  return /node_modules|\.[jt]s:\d|\bat \w+ \(|\bSELECT\b|\bINSERT\b|syntax error|relation "|ZodError|FST_|auth\.|sec\./.test(
    String(problem['detail']),
  )
    ? `tells about the inside: ${text}`
    : undefined
}

/** Nobody and everybody, those who may ask four times as often. */
function callersOf({ policy }: KnownRoute) {
  const everybody = [null, ...Role.options] as const
  const allowed = everybody.filter((role) => mayAsk(policy as PolicyName, role))
  return fc.oneof(
    { arbitrary: fc.constantFrom(...everybody), weight: 1 },
    { arbitrary: fc.constantFrom(...allowed), weight: 4 },
  )
}

interface Case {
  readonly role: Role | null
  readonly attack: Attack
  readonly address: string
}

function casesOf(route: KnownRoute, atOnce: number): fc.Arbitrary<Case[]> {
  const one = fc.record({
    role: callersOf(route),
    attack: attacksOn(route, knownTo(route)),
    address: fc.ipV4(),
  })
  return fc.array(one, { minLength: atOnce, maxLength: atOnce })
}

/** Sends `cases` requests, `AT_ONCE` at a time; their sessions are opened before, so that only requests meet each other. */
async function sendAll(route: KnownRoute, send: Sender, { seed, cases }: { seed: number; cases: number }) {
  const atOnce = Math.min(AT_ONCE, cases)
  const property = fc.asyncProperty(casesOf(route, atOnce), async (together) => {
    for (const { role } of together) if (role !== null) await openSession(role)
    await Promise.all(together.map((one) => answered(route, send, one)))
  })
  await fc.assert(property, { seed, numRuns: Math.ceil(cases / atOnce), endOnFailure: true })
}

async function answered(route: KnownRoute, send: Sender, { role, attack, address }: Case) {
  const token = role === null ? undefined : tokens.get(role)
  const cookie = token === undefined ? {} : { cookie: `evenkeel=${token}` }
  const from = attack.method === 'GET' ? {} : { 'sec-fetch-site': 'same-origin' }
  const sentAs = { ...attack, headers: { ...cookie, ...from, ...attack.headers } }
  const answer = await withinLimit(send(sentAs, address))
  if (!answer) return
  sent.cases += 1
  sent.byStatus.set(answer.status, (sent.byStatus.get(answer.status) ?? 0) + 1)
  // Whatever a request did to its own session, the next one begins with a new one.
  const ended = answer.status === 401 || (attack.method !== 'GET' && answer.status < 300)
  if (role !== null && ended && tokens.get(role) === token) tokens.delete(role)
  const fault = faultOf(route, answer)
  if (fault) throw new Error(`${fault}, asked by ${role}: ${JSON.stringify(attack).slice(0, 2000)}`)
}

async function withinLimit<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('hangs')), HANGS_AFTER)
  })
  try {
    return await Promise.race([work, limit])
  } finally {
    clearTimeout(timer)
  }
}

const named = routes.map((route) => [`${route.method} ${route.url}`, route] as const)

describe(`hostile input, seed ${SEED}`, () => {
  it.each(named)('%s', { timeout: UNHURRIED }, async (_name, route) => {
    await sendAll(route, handlers, { seed: SEED, cases: CASES })
    await sendAll(route, sockets, { seed: SEED + 1, cases: SOCKET_CASES })
  })
})

describe('the test itself', () => {
  it('knows every route the server has', () => {
    expect(routes.length).toBeGreaterThan(40)
    expect(new Set(named.map(([name]) => name)).size).toBe(named.length)
  })

  it.each([
    ['a failure of ours', 500, 'application/problem+json', '{}'],
    ['a problem in another form', 400, 'application/json', '{}'],
    [
      'a stack',
      400,
      'application/problem+json',
      '{"code":"x","detail":"at f (/a.ts:1)","status":400,"title":"","type":""}',
    ],
    [
      'SQL',
      400,
      'application/problem+json',
      '{"code":"x","detail":"relation \\"seat\\"","status":400,"title":"","type":""}',
    ],
    ['a success nobody declared', 302, 'text/html', ''],
  ])('sees %s', (_name, status, type, text) => {
    const headers = { 'content-type': type, 'cache-control': 'no-store' }
    expect(faultOf(routes[0]!, { status, headers, text })).toBeTypeOf('string')
  })
})
