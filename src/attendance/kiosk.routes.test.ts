import { get } from 'node:http'
import type { AddressInfo } from 'node:net'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../kernel/ids.ts'
import { openTestApp, type TestApp } from '../schedule/test-app.ts'
import { publishTestWeek, TEST_WEEK } from '../schedule/test-published.ts'
import { TEST_NOW } from '../import/test-center.ts'

/** Arriving without staff, and open boards that are told. */

const MINUTE = 60_000
let now = TEST_NOW
let app: TestApp
let owner: pg.Client
let desk: { token: string }

const rows = async (query: string, values: unknown[] = []) => (await owner.query(query, values)).rows
const nobody = (url: string, payload: object, cookie = '') =>
  app.ask(null, { method: 'POST', url, payload, headers: { cookie } })

beforeAll(async () => {
  app = await openTestApp(() => now)
  owner = new pg.Client({ ...app.center.owner, options: '-c search_path=evenkeel,public' })
  await owner.connect()
  await owner.query('SET ROLE evenkeel_owner')
  await publishTestWeek(app)
  desk = await app.signIn('front-desk')
})
afterAll(async () => {
  await owner.end()
  await app.close()
})

/** A group with at least `seats` people that no test has used. */
async function group(offset: number) {
  return rows(
    `SELECT t.session_id, t.participant_id, s.site_id, round(extract(epoch FROM s.starts_at) * 1000)::float8 AS begins,
       left(s.starts_wall::text, 10) AS day
     FROM seat t JOIN session s ON s.id = t.session_id WHERE t.withdrawn_at IS NULL AND t.session_id =
      (SELECT s.id FROM session s JOIN service v ON v.id = s.service_id WHERE s.week_start = $1 AND s.withdrawn_at IS NULL
         AND NOT s.telehealth AND v.kind = 'group' AND s.taken > 3 ORDER BY s.starts_at, s.id OFFSET $2 LIMIT 1)
     ORDER BY t.participant_id`,
    [TEST_WEEK, offset],
  )
}

/** Seats of people who have no other that day, so that at another hour nobody expects them. */
async function onlySeatsOfDay() {
  return rows(
    `SELECT t.session_id, t.participant_id, s.site_id, round(extract(epoch FROM s.starts_at) * 1000)::float8 AS begins
     FROM seat t JOIN session s ON s.id = t.session_id
     WHERE t.withdrawn_at IS NULL AND s.withdrawn_at IS NULL AND NOT s.telehealth AND s.week_start = $1
       AND NOT EXISTS (SELECT FROM attendance_mark a WHERE a.participant_id = t.participant_id)
       AND NOT EXISTS (SELECT FROM seat o JOIN session p ON p.id = o.session_id
         WHERE o.participant_id = t.participant_id AND o.session_id <> t.session_id AND o.withdrawn_at IS NULL
           AND abs(extract(epoch FROM p.starts_at - s.starts_at)) < 8 * 3600)
     ORDER BY s.starts_at, t.participant_id`,
    [TEST_WEEK],
  )
}

async function openedKiosk(site: string): Promise<{ id: string; cookie: string; code: string }> {
  const made = await app.ask(desk, { method: 'POST', url: '/api/kiosks', payload: { name: 'Front door', site } })
  expect(made.status).toBe(201)
  const opened = await nobody('/api/kiosk/opening', { code: made.body.code.toLowerCase() })
  expect(opened.status).toBe(204)
  const cookie = String(opened.headers['set-cookie']).split(';')[0]!
  return { ...made.body, cookie }
}

async function codeOf(participant: string): Promise<string> {
  const made = await app.ask(desk, { method: 'POST', url: `/api/participants/${participant}/arrival-code` })
  expect(made.status).toBe(201)
  return made.body.code
}

const marksOf = (seat: { session_id: string; participant_id: string }) =>
  rows('SELECT status, way, marked_by_name FROM attendance_mark WHERE session_id = $1 AND participant_id = $2', [
    seat.session_id,
    seat.participant_id,
  ])

describe('a kiosk', () => {
  it('notes an arrival once, by the rule, and says nothing but when', async () => {
    const [seat, other] = await group(0)
    const kiosk = await openedKiosk(seat.site_id)
    const code = await codeOf(seat.participant_id)
    now = seat.begins - 20 * MINUTE
    const thanks = await nobody('/api/kiosk/arrivals', { code }, kiosk.cookie)
    expect(thanks).toMatchObject({ status: 200, body: { at: expect.stringMatching(/^2026-\d\d-\d\dT\d\d:\d\d$/) } })
    expect(Object.keys(thanks.body)).toEqual(['at'])
    expect(await marksOf(seat)).toEqual([{ status: 'here', way: 'kiosk', marked_by_name: 'Front door' }])
    expect((await nobody('/api/kiosk/arrivals', { code }, kiosk.cookie)).status).toBe(200)
    expect(await marksOf(seat)).toHaveLength(1)
    now = seat.begins + 12 * MINUTE
    await nobody('/api/kiosk/arrivals', { code: await codeOf(other.participant_id) }, kiosk.cookie)
    expect(await marksOf(other)).toMatchObject([{ status: 'late', way: 'kiosk' }])
  })

  it('answers alike for digits of nobody, of the wrong hour and withdrawn ones, and five times a minute', async () => {
    const [seat] = await onlySeatsOfDay()
    const kiosk = await openedKiosk(seat.site_id)
    const show = (code: string) => nobody('/api/kiosk/arrivals', { code }, kiosk.cookie)
    now = seat.begins - 5 * MINUTE
    const old = await codeOf(seat.participant_id)
    const code = await codeOf(seat.participant_id)
    const answers = [await show(old)]
    now = seat.begins - 61 * MINUTE
    answers.push(await show(code))
    now = seat.begins + 31 * MINUTE
    answers.push(await show(code))
    const unknown = ['000000', '999999'].find((one) => one !== code && one !== old)!
    answers.push(await show(unknown), await show(unknown))
    expect(new Set(answers.map(({ status, body }) => `${status} ${JSON.stringify(body)}`)).size).toBe(1)
    expect(answers[0]).toMatchObject({ status: 404, body: { code: 'code-unknown' } })
    now = seat.begins - 5 * MINUTE
    expect(await show(code)).toMatchObject({ status: 429, body: { code: 'too-many' } })
    expect(await marksOf(seat)).toEqual([])
  })

  it('lets no more than five parallel guesses through', async () => {
    const [seat] = await group(2)
    const kiosk = await openedKiosk(seat.site_id)
    const guesses = await Promise.all(
      Array.from({ length: 20 }, (_, n) => nobody('/api/kiosk/arrivals', { code: `90000${n % 10}` }, kiosk.cookie)),
    )
    expect(guesses.filter(({ status }) => status === 404)).toHaveLength(5)
  })

  it('opens once, ends at once, and is nobody to every other route', async () => {
    const [seat] = await group(3)
    const kiosk = await openedKiosk(seat.site_id)
    expect(await nobody('/api/kiosk/opening', { code: kiosk.code })).toMatchObject({ status: 404 })
    expect((await app.ask(null, { url: '/api/today', headers: { cookie: kiosk.cookie } })).status).toBe(401)
    const listed = (await app.ask(desk, { url: '/api/kiosks' })).body.kiosks
    expect(listed).toContainEqual(expect.objectContaining({ id: kiosk.id, open: true }))
    expect(JSON.stringify(listed)).not.toMatch(/hash|token/i)
    now = seat.begins - 5 * MINUTE
    const code = await codeOf(seat.participant_id)
    const inCapitals = `/api/kiosks/${kiosk.id.toUpperCase()}`
    expect((await app.ask(desk, { method: 'DELETE', url: inCapitals })).status).toBe(204)
    expect((await app.ask(desk, { method: 'DELETE', url: inCapitals })).status).toBe(404)
    expect(await nobody('/api/kiosk/arrivals', { code }, kiosk.cookie)).toMatchObject({ status: 404 })
    expect(await marksOf(seat)).toEqual([])
    const counselor = await app.signIn('counselor', 'alvarez')
    expect((await app.ask(counselor, { url: '/api/kiosks' })).status).toBe(404)
  })

  it('has claims that reach no row', async () => {
    const [seat] = await group(4)
    const kiosk = await openedKiosk(seat.site_id)
    const actor = { center: app.center.id, role: 'kiosk', uid: kiosk.id, session: null, purpose: 'TREAT', name: 'x' }
    const seen = await app.center.database.inTransaction(actor, async (tx) => [
      await tx.selectFrom('participant').select('chosen_name').execute(),
      await tx.selectFrom('seat').select('session_id').execute(),
      await tx.selectFrom('attendance_mark').select('id').execute(),
      await tx.selectFrom('arrival_code').select('code').execute(),
      await tx.selectFrom('kiosk').select('name').execute(),
      await tx.selectFrom('staff_license').select('staff_id').execute(),
    ])
    expect(seen).toEqual([[], [], [], [], [], []])
  })
})

describe('a mark taken back', () => {
  it('leaves the seat unmarked, counts for nothing, and can be followed by another', async () => {
    const [seat] = await group(5)
    now = seat.begins + MINUTE
    const mark = (payload: object) =>
      app.ask(desk, {
        method: 'PUT',
        url: `/api/sessions/${seat.session_id}/attendance/${seat.participant_id}`,
        payload: { id: newId(), ...payload },
      })
    expect(await mark({ status: 'taken-back' })).toMatchObject({ body: { code: 'nothing-to-take-back' } })
    const here = (await mark({ status: 'here' })).body
    const back = (await mark({ status: 'taken-back', replaces: here.id })).body
    expect(back.status).toBe('taken-back')
    const { sessions } = (await app.ask(desk, { url: `/api/today?day=${seat.day}` })).body
    const shown = sessions.find(({ id }: { id: string }) => id === seat.session_id)
    expect(
      shown.seats.find(({ participant }: { participant: string }) => participant === seat.participant_id),
    ).toMatchObject({ state: 'unmarked', mark: null, replaces: back.id })
    expect(shown.counts.present).toBe(0)
    expect(await mark({ status: 'late' })).toMatchObject({ status: 409, body: { code: 'marked-meanwhile' } })
    expect(await mark({ status: 'late', replaces: back.id })).toMatchObject({ status: 200 })
  })
})

describe('an open board', () => {
  /** A group in which this reader may see some people and not others. */
  const groupPartlySeen = async (who: { token: string }) => {
    for (let offset = 6; ; offset += 1) {
      const seats = await group(offset)
      const url = `/api/today?day=${seats[0].day}`
      const sessions: { id: string; seats: { participant: string }[] }[] = (await app.ask(who, { url })).body.sessions
      const shown = sessions.find(({ id }) => id === seats[0].session_id)?.seats ?? []
      const seen = shown.map(({ participant }) => participant)
      const unseen = seats.find(({ participant_id }) => !seen.includes(participant_id))
      if (unseen && seen.length > 0) return { seats, seen, unseen }
    }
  }
  const open = (day: string, who: { token: string }) =>
    new Promise<{ text: () => string; over: Promise<void>; leave: () => void }>((resolve, reject) => {
      const { port } = app.app.server.address() as AddressInfo
      const url = `http://127.0.0.1:${port}/api/today/events?day=${day}`
      get(url, { headers: { cookie: `evenkeel=${who.token}` }, agent: false }, (answer) => {
        let text = ''
        answer.setEncoding('utf8').on('data', (part: string) => {
          text += part
        })
        const over = new Promise<void>((ended) => answer.once('close', () => ended()))
        resolve({ text: () => text, over, leave: () => answer.destroy() })
      }).on('error', reject)
    })
  const until = async (condition: () => boolean) => {
    while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20))
  }

  it('is told the mark itself, of people its reader may see alone, and nothing once the right is gone', async () => {
    await app.app.listen({ host: '127.0.0.1', port: 0 })
    const counselor = await app.signIn('counselor', 'alvarez')
    const { seats, seen, unseen } = await groupPartlySeen(counselor)
    now = seats[0].begins + MINUTE
    const screens = [await open(seats[0].day, desk), await open(seats[0].day, counselor)] as const
    await until(() => screens.every((one) => one.text().includes('event: marks')))
    for (const seat of seats)
      await app.ask(desk, {
        method: 'PUT',
        url: `/api/sessions/${seat.session_id}/attendance/${seat.participant_id}`,
        payload: { id: newId(), status: 'here' },
      })
    await until(() => seats.every((seat) => screens[0].text().includes(seat.participant_id)))
    expect(screens[0].text()).toContain('"status":"here"')
    await until(() => seen.every((person) => screens[1].text().includes(person)))
    expect(screens[1].text()).not.toContain(unseen.participant_id)
    await owner.query('UPDATE auth.session SET revoked_at = now() WHERE id = $1', [counselor.actor.session])
    await screens[1].over
    screens[0].leave()
  })
})
