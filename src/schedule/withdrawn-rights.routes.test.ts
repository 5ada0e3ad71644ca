import { get, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestApp, type TestApp } from './test-app.ts'

/** Rights that end while bytes flow, over real sockets: the next byte is denied (trust.md promise 6). */
const WEEK = '2026-11-30'
/** So many rows that the kernel's buffers cannot take a whole export. */
const LONG_RECORD = 120_000

let app: TestApp
let owner: pg.Client
let origin = ''

beforeAll(async () => {
  app = await openTestApp()
  await app.app.listen({ host: '127.0.0.1', port: 0 })
  origin = `http://127.0.0.1:${(app.app.server.address() as AddressInfo).port}`
  owner = new pg.Client({ ...app.center.owner, options: '-c search_path=evenkeel,public' })
  await owner.connect()
  await owner.query('SET ROLE evenkeel_owner')
})
afterAll(async () => {
  // The server stops although a screen is open.
  const screen = await open(`/api/weeks/${WEEK}/events`, await app.signIn('front-desk'))
  await owner.end()
  await app.close()
  expect(await screen.over).toBe('whole')
})

type Who = Awaited<ReturnType<TestApp['signIn']>>

/** An answer whose head has come; `text` is what has arrived so far, `over` how it ended. */
interface OpenAnswer {
  readonly answer: IncomingMessage
  readonly text: () => string
  readonly over: Promise<'whole' | 'cut'>
}

function open(path: string, who: Who | null): Promise<OpenAnswer> {
  return new Promise((resolve, reject) => {
    const headers = who ? { cookie: `evenkeel=${who.token}` } : {}
    get(`${origin}${path}`, { headers, agent: false }, (answer) => {
      let text = ''
      answer.setEncoding('utf8')
      answer.on('data', (part: string) => {
        text += part
      })
      const over = new Promise<'whole' | 'cut'>((resolve) => {
        answer.on('end', () => resolve('whole'))
        answer.on('error', () => resolve('cut'))
      })
      resolve({ answer, text: () => text, over })
    }).on('error', reject)
  })
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20))
}

/** The ways in which a right ends, each as the database sees it. */
const ENDINGS: Record<string, (who: Who) => Promise<unknown>> = {
  'the session is revoked': (who) =>
    owner.query('UPDATE auth.session SET revoked_at = now() WHERE id = $1', [who.actor.session]),
  'the account is deactivated': async (who) => {
    await owner.query('UPDATE auth.account SET deactivated_at = now() WHERE id = $1', [who.actor.uid])
  },
  'the session is locked': (who) =>
    owner.query('UPDATE auth.session SET locked_at = now() WHERE id = $1', [who.actor.session]),
}
const reactivate = (who: Who) =>
  owner.query('UPDATE auth.account SET deactivated_at = NULL WHERE id = $1', [who.actor.uid])

describe('an open screen', () => {
  const events = `/api/weeks/${WEEK}/events`
  const addBusyTime = async (who: Who, start = '2026-12-01T13:00', end = '2026-12-01T14:00') => {
    const { body } = await app.ask(who, { url: `/api/weeks/${WEEK}/board` })
    const added = await app.ask(who, {
      method: 'POST',
      url: `/api/participants/${body.people[0].id}/obligations`,
      payload: { start, end },
    })
    expect(added.status).toBe(201)
    return body.people[0].id as string
  }

  it('hears of busy times, of planning and of publication, by ids alone', async () => {
    const desk = await app.signIn('front-desk')
    const screen = await open(events, desk)
    expect(screen.answer.headers['content-type']).toContain('text/event-stream')
    expect(screen.answer.headers['cache-control']).toBe('no-store')
    await until(() => screen.text().includes(': listening'))
    await addBusyTime(desk)
    await until(() => screen.text().includes('event: obligations'))
    const run = await app.ask(desk, { method: 'POST', url: `/api/weeks/${WEEK}/plan-runs`, payload: { seconds: 1 } })
    await until(() => screen.text().includes(`event: planning\ndata: {"id":"${run.body.id}"}`))
    for (let state = 'working'; state === 'working';)
      state = (await app.ask(desk, { url: `/api/plan-runs/${run.body.id}` })).body.state
    const { proposal } = (await app.ask(desk, { url: `/api/weeks/${WEEK}/board?view=proposed` })).body
    await app.ask(desk, { method: 'POST', url: `/api/weeks/${WEEK}/publication`, payload: { proposal: proposal.id } })
    await until(() => screen.text().includes('event: publication'))
    for (const line of screen
      .text()
      .split('\n')
      .filter((one) => one.startsWith('data:')))
      expect(line).toMatch(/^data: \{"id":"[0-9a-f-]{10,36}"\}$/)
    screen.answer.destroy()
  })

  it('hears nothing of another week', async () => {
    const desk = await app.signIn('front-desk')
    const [here, elsewhere] = await Promise.all([open(events, desk), open('/api/weeks/2027-01-04/events', desk)])
    await addBusyTime(desk, '2026-12-02T13:00', '2026-12-02T14:00')
    await until(() => here.text().includes('event: obligations'))
    expect(elsewhere.text()).not.toContain('event:')
    for (const screen of [here, elsewhere]) screen.answer.destroy()
  })

  it('of a counselor hears of the own caseload alone', async () => {
    const desk = await app.signIn('front-desk')
    const counselor = await app.signIn('counselor', 'alvarez')
    const own = (await app.ask(counselor, { url: `/api/weeks/${WEEK}/board` })).body.people as { id: string }[]
    const all = (await app.ask(desk, { url: `/api/weeks/${WEEK}/board` })).body.people as { id: string }[]
    const other = all.find((person) => !own.some(({ id }) => id === person.id))!
    const [theirs, whole] = await Promise.all([open(events, counselor), open(events, desk)])
    const add = (participant: string) =>
      app.ask(desk, {
        method: 'POST',
        url: `/api/participants/${participant}/obligations`,
        payload: { start: '2026-12-03T13:00', end: '2026-12-03T14:00' },
      })
    await add(other.id)
    await until(() => whole.text().includes('event: obligations'))
    expect(theirs.text()).not.toContain('event: obligations')
    await add(own[0]!.id)
    await until(() => theirs.text().includes('event: obligations'))
    for (const screen of [theirs, whole]) screen.answer.destroy()
  })

  it.each(Object.keys(ENDINGS))('ends without another byte when %s', async (how) => {
    const desk = await app.signIn('front-desk')
    const counselor = await app.signIn('counselor', 'alvarez')
    const screen = await open(events, counselor)
    await until(() => screen.text().includes(': listening'))
    const before = screen.text()
    await ENDINGS[how]!(counselor)
    await addBusyTime(desk, '2026-12-04T13:00', '2026-12-04T14:00')
    await screen.over
    expect(screen.text()).toBe(before)
    expect((await open(events, counselor)).answer.statusCode).toBe(401)
    await reactivate(counselor)
  })

  it('is one of at most twelve of an account', async () => {
    const desk = await app.signIn('front-desk')
    const screens = []
    for (let count = 0; count < 12; count += 1) screens.push(await open(events, desk))
    expect((await open(events, desk)).answer.statusCode).toBe(429)
    screens[0]!.answer.destroy()
    let again = await open(events, desk)
    while (again.answer.statusCode === 429) again = await open(events, desk)
    expect(again.answer.statusCode).toBe(200)
    for (const screen of [...screens, again]) screen.answer.destroy()
  })
})

describe('a supporter who watches a shared week', () => {
  const DOCUMENT = '{"classes":["C1"]}'

  it('hears no more once the consent is revoked', async () => {
    const dana = await app.signIn('participant', 'dana')
    const sister = await app.signIn('supporter')
    const shared = `/api/shared/${dana.participantId}/weeks/${WEEK}/events`
    expect((await open(shared, sister)).answer.statusCode).toBe(404)
    const { rows } = await owner.query<{ id: string }>(
      `INSERT INTO consent (center_id, participant_id, id, kind, grantee_account, recipient, purpose, classes, begins_at,
         expiry_event, method, document, hash, signed_on, signed_by, recorded_by)
       VALUES ($1, $2, gen_random_uuid(), 'supporter', $3, 'sister', 'support', '{C1}', now(), 'end-of-treatment',
         'electronic', $4, sha256(convert_to($4, 'UTF8')), current_date, 'Dana', $5) RETURNING id`,
      [app.center.id, dana.participantId, sister.actor.uid, DOCUMENT, dana.actor.uid],
    )
    const screen = await open(shared, sister)
    await until(() => screen.text().includes(': listening'))
    const seat = [app.center.id, dana.participantId]
    await owner.query('UPDATE seat SET withdrawn_at = now() WHERE center_id = $1 AND participant_id = $2', seat)
    await until(() => screen.text().includes('event: appointments'))
    const before = screen.text()
    await owner.query(
      `INSERT INTO consent_revocation (center_id, participant_id, consent_id, revoked_by, revoked_by_name)
       VALUES ($1, $2, $3, $4, 'Dana')`,
      [app.center.id, dana.participantId, rows[0]!.id, dana.actor.uid],
    )
    await owner.query('UPDATE seat SET withdrawn_at = NULL WHERE center_id = $1 AND participant_id = $2', seat)
    await screen.over
    expect(screen.text()).toBe(before)
    expect((await open(shared, sister)).answer.statusCode).toBe(404)
  })
})

describe('an export of the own record', () => {
  const path = (who: Who) => `/api/participants/${who.participantId}/export.ndjson`
  const linesOf = (text: string) =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)

  it('is whole, and counts its lines', async () => {
    const dana = await app.signIn('participant', 'dana')
    const answer = await open(path(dana), dana)
    expect(await answer.over).toBe('whole')
    const lines = linesOf(answer.text())
    expect(lines.at(-1)).toEqual({ record: 'end', lines: lines.length - 1 })
    const kinds = new Set(lines.map(({ record }) => record))
    for (const kind of ['participant', 'episode', 'prescription', 'caseload', 'obligation', 'obligation_reason'])
      expect(kinds).toContain(kind)
    const people = new Set(lines.slice(0, -1).map((line) => line['participant_id']))
    expect([...people]).toEqual([dana.participantId])
  })

  it('of somebody else looks like one that does not exist', async () => {
    const dana = await app.signIn('participant', 'dana')
    const maria = await app.signIn('participant', 'maria')
    for (const who of [await app.signIn('front-desk'), await app.signIn('counselor', 'alvarez'), maria]) {
      const refused = await app.ask(who, { url: path(dana) })
      expect(refused).toMatchObject({ status: 404, body: { code: 'not-available' } })
    }
  })

  it.each(Object.keys(ENDINGS))('is cut in the middle when %s', async (how) => {
    const dana = await app.signIn('participant', 'dana')
    await owner.query(
      `INSERT INTO obligation (center_id, participant_id, id, source, import_key, weekday, starts_minute, ends_minute)
       SELECT $1, $2, gen_random_uuid(), 'screen', 'long-' || n, 1, 0, 1 FROM generate_series(1, $3::int) n
       ON CONFLICT DO NOTHING`,
      [app.center.id, dana.participantId, LONG_RECORD],
    )
    const answer = await open(path(dana), dana)
    await until(() => answer.text().length > 0)
    answer.answer.pause()
    await ENDINGS[how]!(dana)
    answer.answer.resume()
    expect(await answer.over).toBe('cut')
    const arrived = answer.text().split('\n').length
    expect(arrived).toBeLessThan(LONG_RECORD / 2)
    expect(answer.text()).not.toContain('"record":"end"')
    await reactivate(dana)
  })
})

describe('a calendar link', () => {
  it('answers nothing more once the account is deactivated, on the same connection', async () => {
    const dana = await app.signIn('participant', 'dana')
    const made = await app.ask(dana, {
      method: 'POST',
      url: `/api/participants/${dana.participantId}/feed`,
      payload: {},
    })
    const { pathname } = new URL(made.body.url)
    expect((await fetch(`${origin}${pathname}`)).status).toBe(200)
    await owner.query('SELECT auth.end_access($1)', [dana.actor.uid])
    const after = await fetch(`${origin}${pathname}`)
    expect([after.status, ((await after.json()) as { code: string }).code]).toEqual([404, 'not-available'])
  })
})
