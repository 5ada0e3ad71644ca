import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { instantOfIso } from '../center/zones.ts'
import { newId } from '../kernel/ids.ts'
import { openTestApp, type TestApp } from '../schedule/test-app.ts'
import { settleHours } from './settle.jobs.ts'

/** A published week as it happens: marks from several hands, and the ledger after them. */

const WEEK = '2026-11-30'
const BEFORE = instantOfIso('2026-11-23T15:00:00Z')
const minute = 60_000

let now = BEFORE
let app: TestApp
let desk: { token: string }
let owner: pg.Client

const rows = async (query: string, values: unknown[] = []) => (await owner.query(query, values)).rows
const mark = (who: { token: string }, seat: { session_id: string; participant_id: string }, payload: object) =>
  app.ask(who, {
    method: 'PUT',
    url: `/api/sessions/${seat.session_id}/attendance/${seat.participant_id}`,
    payload: { id: newId(), status: 'here', ...payload },
  })
const hoursOf = async (person: string) =>
  (await app.ask(desk, { url: `/api/participants/${person}/weeks/${WEEK}/hours` })).body

beforeAll(async () => {
  app = await openTestApp(() => now)
  desk = await app.signIn('front-desk')
  owner = new pg.Client(app.center.owner)
  await owner.connect()
  await owner.query('SET ROLE evenkeel_owner')
  await owner.query('SET search_path = evenkeel')
  await publish()
})
afterAll(async () => {
  await owner.end()
  await app.close()
})

async function publish() {
  const post = (url: string, payload: object) => app.ask(desk, { method: 'POST', url, payload })
  const { body } = await post(`/api/weeks/${WEEK}/plan-runs`, { seconds: 1 })
  while ((await app.ask(desk, { url: `/api/plan-runs/${body.id}` })).body.state === 'working')
    await new Promise((resolve) => setTimeout(resolve, 100))
  const { proposal } = (await app.ask(desk, { url: `/api/weeks/${WEEK}/board?view=proposed` })).body
  expect(await post(`/api/weeks/${WEEK}/publication`, { proposal: proposal.id })).toMatchObject({ status: 201 })
}

/** Seats of the n-th group of the week, with its times. */
async function group(n: number) {
  return rows(
    `SELECT seat.session_id, seat.participant_id, session.starts_at, session.ends_at, session.staff_id,
       round(extract(epoch FROM session.starts_at) * 1000)::float8 AS begins,
       round(extract(epoch FROM session.ends_at) * 1000)::float8 AS ends
     FROM seat JOIN session ON session.id = seat.session_id
     WHERE seat.session_id = (SELECT s.id FROM session s JOIN service v ON v.id = s.service_id
       WHERE s.week_start = $1 AND s.withdrawn_at IS NULL AND v.kind = 'group' ORDER BY s.starts_at, s.id OFFSET $2 LIMIT 1)
       AND seat.withdrawn_at IS NULL ORDER BY seat.participant_id`,
    [WEEK, n],
  )
}

describe('a week as it happens', () => {
  it('is counted from its plan before anybody came', async () => {
    await settleHours(app.center.database, app.center.id)
    const [seat] = await group(0)
    const hours = await hoursOf(seat.participant_id)
    expect(hours.minutes.planned).toBeGreaterThan(0)
    expect(hours.minutes).toMatchObject({ attended: 0, countable: 0, billable: 0 })
    expect(hours.forecast).toMatchObject({ soFar: 0, lost: [] })
  })

  it('takes one mark for many hands: the same word twice is one, another word is shown first', async () => {
    const [seat] = await group(0)
    now = seat.begins + 3 * minute
    const id = newId()
    expect(await mark(desk, seat, { id })).toMatchObject({ status: 200, body: { status: 'here' } })
    expect(await mark(desk, seat, { id })).toMatchObject({ status: 200, body: { id } })
    expect(await mark(desk, seat, {})).toMatchObject({ status: 200, body: { id } })
    expect(await mark(desk, seat, { status: 'late' })).toMatchObject({
      status: 409,
      body: { code: 'marked-meanwhile' },
    })
    const left = {
      status: 'left-early',
      outAt: new Date(seat.begins + 2 * minute).toISOString().replace('.000', ''),
      replaces: id,
    }
    expect(await mark(desk, seat, left)).toMatchObject({ status: 200, body: { status: 'left-early' } })
    expect(
      await rows('SELECT status FROM attendance_mark WHERE participant_id = $1', [seat.participant_id]),
    ).toHaveLength(2)
  })

  it('loses and doubles nothing when 64 mark at once', async () => {
    const seats = await group(1)
    now = seats[0].begins + 2 * minute
    const answers = await Promise.all(
      Array.from({ length: 64 }, (_, n) => mark(desk, seats[n % seats.length], { status: n < 32 ? 'here' : 'late' })),
    )
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 409]))
    const marks = await rows('SELECT participant_id FROM attendance_mark WHERE session_id = $1', [seats[0].session_id])
    expect(marks.map((one) => one.participant_id).toSorted()).toEqual(seats.map((one) => one.participant_id).toSorted())
  })

  it('counts what was marked, and the forecast says what is lost', async () => {
    const seats = await group(2)
    now = seats[0].begins + 30 * minute
    const [absent, ...others] = seats
    expect(await mark(desk, absent, { status: 'no-show' })).toMatchObject({ status: 200 })
    for (const seat of others) expect(await mark(desk, seat, {})).toMatchObject({ status: 200 })
    now = seats[0].ends + 5 * minute
    await settleHours(app.center.database, app.center.id)
    expect(await settleHours(app.center.database, app.center.id)).toBe(0)
    const length = (absent.ends - absent.begins) / minute
    const there = await hoursOf(others[0].participant_id)
    const entry = there.entries.find((one: any) => one.stage === 'attended' && one.subject === absent.session_id)
    expect(entry).toMatchObject({ minutes: length, rule: 'here' })
    const lost = (await hoursOf(absent.participant_id)).forecast.lost
    expect(lost).toContainEqual({ session: absent.session_id, minutes: length, words: 'Did not come.' })
  })

  it('refuses marks that cannot be meant, and stores nothing of them', async () => {
    const [seat] = await group(6)
    now = seat.begins - 3 * 60 * minute
    expect(await mark(desk, seat, {})).toMatchObject({ status: 409, body: { code: 'too-early' } })
    now = seat.begins + minute
    const iso = (at: number) => new Date(at).toISOString().replace('.000', '')
    expect(await mark(desk, seat, { status: 'no-show', inAt: iso(seat.begins) })).toMatchObject({
      body: { code: 'times-of-absent' },
    })
    expect(await mark(desk, seat, { inAt: iso(seat.begins + 9e6) })).toMatchObject({ body: { code: 'times-outside' } })
    now = seat.ends + 25 * 60 * minute
    expect(await mark(desk, seat, {})).toMatchObject({ body: { code: 'why-needed' } })
    await owner.query(`UPDATE episode SET discharged_on = '2026-11-29' WHERE participant_id = $1`, [
      seat.participant_id,
    ])
    expect(await mark(desk, seat, { why: 'found on the sheet' })).toMatchObject({ body: { code: 'discharged' } })
    const kept = await rows('SELECT id FROM attendance_mark WHERE session_id = $1 AND participant_id = $2', [
      seat.session_id,
      seat.participant_id,
    ])
    expect(kept).toEqual([])
  })
})
