import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { instantOfIso } from '../center/zones.ts'
import { openAccount } from '../import/accounts.rows.ts'
import { newId } from '../kernel/ids.ts'
import { openTestApp, type TestApp } from '../schedule/test-app.ts'
import { publishTestWeek, TEST_WEEK } from '../schedule/test-published.ts'
import { outreachActor } from './keep-outreach.jobs.ts'
import { takeSeat } from './make-up.rows.ts'
import { openTasks } from './outreach.rows.ts'

/** From somebody's empty chair to the call, and to the hours they get back. */

const minute = 60_000
let now = instantOfIso('2026-11-23T15:00:00Z')
let app: TestApp
let desk: { token: string }
let owner: pg.Client

const rows = async (query: string, values: unknown[] = []) => (await owner.query(query, values)).rows
const get = async (who: { token: string }, url: string) => (await app.ask(who, { url })).body
const send = (who: { token: string }, method: 'POST' | 'PUT', url: string, payload: object) =>
  app.ask(who, { method, url, payload })
const mark = (seat: { session_id: string; participant_id: string }, payload: object) =>
  send(desk, 'PUT', `/api/sessions/${seat.session_id}/attendance/${seat.participant_id}`, { id: newId(), ...payload })
const tasks = async () => (await get(desk, '/api/outreach')).tasks
const openDue = () =>
  app.center.database.inTransaction(outreachActor(app.center.id), (tx) => openTasks(tx, app.center.id, now))
const call = (who: { token: string }, task: string, outcome: string, id = newId()) =>
  send(who, 'POST', `/api/outreach/${task}/calls`, { id, outcome })
const signInAs = async (person: string) =>
  app.signIn('participant', (await rows('SELECT code FROM participant WHERE participant_id = $1', [person]))[0].code)

beforeAll(async () => {
  app = await openTestApp(() => now)
  desk = await app.signIn('front-desk')
  owner = new pg.Client(app.center.owner)
  await owner.connect()
  await owner.query('SET ROLE evenkeel_owner')
  await owner.query('SET search_path = evenkeel')
  const codes = await rows("SELECT code FROM participant UNION SELECT code FROM staff WHERE role = 'counselor'")
  await app.center.database.inTransaction(app.center.setUp, async (tx) => {
    for (const { code } of codes) await openAccount(tx, code)
  })
  await publishTestWeek(app)
})
afterAll(async () => {
  await owner.end()
  await app.close()
})

/** Seats of the n-th group of the week. */
async function group(n: number) {
  return rows(
    `SELECT seat.session_id, seat.participant_id,
       round(extract(epoch FROM session.starts_at) * 1000)::float8 AS begins,
       round(extract(epoch FROM session.ends_at) * 1000)::float8 AS ends
     FROM seat JOIN session ON session.id = seat.session_id
     WHERE seat.session_id = (SELECT s.id FROM session s JOIN service v ON v.id = s.service_id
       WHERE s.week_start = $1 AND s.withdrawn_at IS NULL AND v.kind = 'group' ORDER BY s.starts_at, s.id OFFSET $2 LIMIT 1)
       AND seat.withdrawn_at IS NULL ORDER BY seat.participant_id`,
    [TEST_WEEK, n],
  )
}

describe('somebody who is missed', () => {
  it('is on the list minutes after the start, once, however often the clock asks', async () => {
    const [absent, ...others] = await group(0)
    now = absent.begins + 5 * minute
    for (const seat of others) expect(await mark(seat, { status: 'here' })).toMatchObject({ status: 200 })
    await openDue()
    expect((await tasks()).filter((one: any) => one.session === absent.session_id)).toEqual([])
    now = absent.begins + 11 * minute
    await Promise.all(Array.from({ length: 8 }, openDue))
    const open = (await tasks()).filter((one: any) => one.session === absent.session_id)
    expect(open).toHaveLength(1)
    expect(open[0]).toMatchObject({ participant: absent.participant_id, because: 'unmarked', state: 'call', calls: [] })
  })

  it('is called, called again after the rule’s minutes, and no more after coming', async () => {
    const [absent] = await group(0)
    const [task] = (await tasks()).filter((one: any) => one.session === absent.session_id)
    now += 3 * minute
    const id = newId()
    expect(await call(desk, task.id, 'no-answer', id)).toMatchObject({ status: 201 })
    expect(await call(desk, task.id, 'no-answer', id)).toMatchObject({ status: 201 })
    const standing = async () => (await tasks()).find((one: any) => one.id === task.id)
    expect(await standing()).toMatchObject({ state: 'wait', calls: [{ outcome: 'no-answer' }], turn: 'front-desk' })
    expect((await get(desk, '/api/outreach')).figures).toMatchObject({ called: 1, median: 3, p90: 3 })
    expect(await mark(absent, { status: 'late' })).toMatchObject({ status: 200 })
    expect(await standing()).toMatchObject({ state: 'done', ended: 'came' })
  })

  it('is there for the desk, a supervisor and their own counselor; to others the task is not there', async () => {
    const [absent] = await group(0)
    const [task] = (await tasks()).filter((one: any) => one.session === absent.session_id)
    const [staff] = await rows(
      `SELECT (SELECT s.code FROM caseload c JOIN staff s ON s.id = c.staff_id WHERE c.participant_id = $1 AND c.kind = 'own'
         ORDER BY c.from_date DESC LIMIT 1) AS own,
        (SELECT min(s.code) FROM staff s WHERE s.role = 'counselor' AND NOT EXISTS (SELECT FROM caseload c
          WHERE c.staff_id = s.id AND c.participant_id = $1) AND NOT EXISTS (SELECT FROM session x
          WHERE x.staff_id = s.id AND x.id IN (SELECT session_id FROM seat WHERE participant_id = $1))) AS other`,
      [absent.participant_id],
    )
    const seen = async (who: { token: string }) =>
      (await get(who, '/api/outreach')).tasks.some((one: any) => one.id === task.id)
    expect(await seen(await app.signIn('counselor', staff.own))).toBe(true)
    expect(await seen(await app.signIn('supervisor'))).toBe(true)
    expect(await call(await app.signIn('supervisor'), task.id, 'message-left')).toMatchObject({ status: 201 })
    if (staff.other) {
      const other = await app.signIn('counselor', staff.other)
      expect(await seen(other)).toBe(false)
      expect(await call(other, task.id, 'no-answer')).toMatchObject({ status: 404 })
    }
    expect(await call(await signInAs(absent.participant_id), task.id, 'no-answer')).toMatchObject({ status: 404 })
  })

  it('who must not be contacted is never called again', async () => {
    const [absent] = await group(1)
    now = absent.begins + 12 * minute
    await openDue()
    const [task] = (await tasks()).filter(
      (one: any) => one.session === absent.session_id && one.participant === absent.participant_id,
    )
    expect(await call(desk, task.id, 'do-not-contact')).toMatchObject({ status: 201 })
    expect(await call(desk, task.id, 'no-answer')).toMatchObject({ status: 409, body: { code: 'do-not-contact' } })
  })
})

describe('lost hours', () => {
  async function ended(started: { body: any }): Promise<string> {
    const run = async () => get(desk, `/api/plan-runs/${started.body.id}`)
    while ((await run()).state === 'working') await new Promise((resolve) => setTimeout(resolve, 100))
    expect(await run()).toMatchObject({ state: 'done', failure: null })
    return started.body.id
  }

  /** A new plan of the week, ready to be published. */
  async function planned(): Promise<string> {
    await ended(await send(desk, 'POST', `/api/weeks/${TEST_WEEK}/plan-runs`, { seconds: 1 }))
    return (await get(desk, `/api/weeks/${TEST_WEEK}/board?view=proposed`)).proposal.id
  }

  const publish = (proposal: string) => send(desk, 'POST', `/api/weeks/${TEST_WEEK}/publication`, { proposal })

  /** Somebody who loses a group and has at least one session left that fits. */
  async function loser() {
    for (let n = 2; n < 12; n += 1) {
      const seats = await group(n)
      now = seats[0].begins + 12 * minute
      for (const seat of seats) {
        await mark(seat, { status: 'no-show' })
        const possible = await get(
          desk,
          `/api/participants/${seat.participant_id}/weeks/${TEST_WEEK}/make-ups/possible`,
        )
        if (possible.short > 0 && possible.sessions.length > 0) return { seat, possible }
      }
    }
    throw new Error('nobody in this week can make anything up')
  }

  it('come back: forecast, offer, one tap on the phone, forecast again', async () => {
    const { seat, possible } = await loser()
    const person = seat.participant_id
    const short = async () =>
      (await get(desk, `/api/weeks/${TEST_WEEK}/forecast`)).people.find((one: any) => one.participant === person)?.short
    expect(await short()).toBe(possible.short)
    const [best] = possible.sessions
    const base = `/api/participants/${person}`
    const offered = await send(desk, 'POST', `${base}/weeks/${TEST_WEEK}/make-ups`, { session: best.session })
    expect(offered).toMatchObject({ status: 201 })
    const phone = await signInAs(person)
    const before = await get(phone, `${base}/weeks/${TEST_WEEK}/make-ups`)
    expect(before.offers).toMatchObject([{ session: best.session, state: 'open', minutes: best.minutes }])
    const answer = (payload: object) => send(phone, 'PUT', `${base}/make-ups/${offered.body.id}/answer`, payload)
    const begunBefore = await planned()
    expect(await answer({ answer: 'accepted' })).toMatchObject({ status: 204 })
    expect(await answer({ answer: 'accepted' })).toMatchObject({ status: 204 })
    expect(await answer({ answer: 'declined' })).toMatchObject({ status: 409, body: { code: 'answered-already' } })
    const own = await get(phone, `${base}/weeks/${TEST_WEEK}`)
    expect(own.sessions.map((one: any) => one.id)).toContain(best.session)
    expect((await short()) ?? 0).toBe(Math.max(0, possible.short - best.minutes))
    const [counted] = await rows(
      `SELECT s.taken, s.capacity, (SELECT count(*)::int FROM seat t WHERE t.session_id = s.id AND t.withdrawn_at IS NULL) AS seats
       FROM session s WHERE s.id = $1`,
      [best.session],
    )
    expect(counted.taken).toBe(counted.seats)
    // A plan begun before the answer would take the seat back without a word; one begun since keeps it, and so do repairs.
    expect(await publish(begunBefore)).toMatchObject({ status: 409, body: { code: 'week-changed' } })
    expect(await publish(await planned())).toMatchObject({ status: 201 })
    const kept = await get(phone, `${base}/weeks/${TEST_WEEK}`)
    const place = (one: any) => `${one.service} ${one.start} ${one.place}`
    expect(kept.sessions.map(place)).toContain(place(own.sessions.find((one: any) => one.id === best.session)))
    const repair = await ended(await send(desk, 'POST', `/api/weeks/${TEST_WEEK}/repairs`, { seconds: 1 }))
    const { proposals } = await get(desk, `/api/plan-runs/${repair}/proposals`)
    expect(proposals.length).toBeGreaterThan(0)
    for (const one of proposals) expect(one.told.map(({ id }: any) => id)).not.toContain(person)
  })

  it('of a stranger cannot be answered, and what does not fit cannot be offered', async () => {
    const [offer] = await rows('SELECT id, participant_id FROM make_up LIMIT 1')
    const [other] = await rows('SELECT participant_id FROM participant WHERE participant_id <> $1 LIMIT 1', [
      offer.participant_id,
    ])
    const stranger = await signInAs(other.participant_id)
    const url = `/api/participants/${offer.participant_id}/make-ups/${offer.id}/answer`
    expect(await send(stranger, 'PUT', url, { answer: 'accepted' })).toMatchObject({ status: 404 })
    const [past] = await group(0)
    const offered = await send(desk, 'POST', `/api/participants/${offer.participant_id}/weeks/${TEST_WEEK}/make-ups`, {
      session: past.session_id,
    })
    expect(offered).toMatchObject({ status: 409, body: { code: 'make-up-gone' } })
  })

  it('never seat thirteen in a group of twelve, when 64 tap at once', async () => {
    const [session] = await rows(
      `SELECT id, taken, starts_at, ends_at FROM session WHERE week_start = $1 AND withdrawn_at IS NULL ORDER BY starts_at DESC LIMIT 1`,
      [TEST_WEEK],
    )
    await owner.query('UPDATE session SET capacity = taken + 3 WHERE id = $1', [session.id])
    const people = await rows(
      `SELECT p.participant_id FROM participant p WHERE NOT EXISTS (SELECT FROM seat t
         WHERE t.participant_id = p.participant_id AND t.withdrawn_at IS NULL AND t.starts_at < $2 AND t.ends_at > $1)`,
      [session.starts_at, session.ends_at],
    )
    expect(people.length).toBeGreaterThan(3)
    const actor = outreachActor(app.center.id)
    const answers = await Promise.allSettled(
      Array.from({ length: 64 }, (_, n) =>
        app.center.database.inTransaction(actor, (tx) =>
          takeSeat(tx, app.center.id, { participant: people[n % people.length].participant_id, session: session.id }),
        ),
      ),
    )
    const [after] = await rows(
      `SELECT s.taken, s.capacity, (SELECT count(*)::int FROM seat t WHERE t.session_id = s.id AND t.withdrawn_at IS NULL) AS seats
       FROM session s WHERE id = $1`,
      [session.id],
    )
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
    expect(after).toEqual({ taken: session.taken + 3, capacity: session.taken + 3, seats: session.taken + 3 })
  })

  it('are not told to a director, whose counts leave small groups out', async () => {
    const director = await app.signIn('director')
    expect((await app.ask(director, { url: `/api/weeks/${TEST_WEEK}/forecast` })).status).toBe(404)
  })
})

describe('the center’s rule', () => {
  const rule = {
    fromDate: '2026-12-07',
    lateAfterMinutes: 5,
    missingAfterMinutes: 10,
    noShowAfterMinutes: 20,
    words: 'Please call us when you cannot come.',
    wordsEs: 'Por favor, llámenos si no puede venir.',
    callAgainMinutes: 30,
    counselorAfterAttempts: 1,
    supervisorAfterAttempts: 3,
    offersMakeUps: 'at-once',
  }

  it('is entered from a day on and read by everybody, in both languages', async () => {
    expect(await send(desk, 'POST', '/api/attendance-rules', rule)).toMatchObject({ status: 201, body: { version: 1 } })
    const [person] = await group(0)
    const read = await get(await signInAs(person.participant_id), '/api/attendance-rules')
    expect(read.inForce).toMatchObject({ version: 0, words: '' })
    expect(read.versions).toMatchObject([{ version: 1, wordsEs: rule.wordsEs, fromDate: rule.fromDate }])
    now = instantOfIso('2026-12-07T15:00:00Z')
    expect((await get(desk, '/api/attendance-rules')).inForce).toMatchObject({ version: 1, callAgainMinutes: 30 })
  })

  it('binds nobody backwards, and nobody without the right changes it', async () => {
    const past = await send(desk, 'POST', '/api/attendance-rules', { ...rule, fromDate: '2026-11-01' })
    expect(past).toMatchObject({ status: 400, body: { code: 'rule-in-the-past' } })
    const crossed = await send(desk, 'POST', '/api/attendance-rules', {
      ...rule,
      fromDate: '2027-01-01',
      lateAfterMinutes: 60,
    })
    expect(crossed).toMatchObject({ status: 400, body: { code: 'rule-out-of-order' } })
    const director = await app.signIn('director')
    expect(await send(director, 'POST', '/api/attendance-rules', rule)).toMatchObject({ status: 404 })
  })

  it('offers at once, where it says so, without anybody’s tap', async () => {
    await owner.query(
      `INSERT INTO attendance_rule (center_id, version, from_date, late_after_minutes, missing_after_minutes,
         no_show_after_minutes, words, entered_by, offers_make_ups)
       VALUES ($1, 9, '2026-11-30', 5, 10, 20, 'a rule made for a test', 'test', 'at-once')`,
      [app.center.id],
    )
    const byRule = () => rows('SELECT participant_id FROM make_up WHERE offered_by IS NULL')
    for (let n = 2; n < 14 && (await byRule()).length === 0; n += 1) {
      const seats = await group(n)
      now = seats[0].begins + 14 * minute
      for (const seat of seats) await mark(seat, { status: 'no-show' })
      for (let look = 0; look < 20 && (await byRule()).length === 0; look += 1)
        await new Promise((resolve) => setTimeout(resolve, 100))
    }
    expect((await byRule()).length).toBeGreaterThan(0)
  })
})
