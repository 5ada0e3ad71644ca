import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openAccount } from '../import/accounts.rows.ts'
import { openTestApp, type TestApp } from './test-app.ts'
import type { OwnChoices } from './choice.ts'

/** The participant's whole weeks: found, chosen, taken back, refused, answered by staff. */

const WEEK = '2026-11-30'

let app: TestApp
let owner: pg.Client
/** Three participants who have other weeks to choose from, whatever plan the planner found this time. */
type Name = 'ana' | 'bea' | 'cleo'
let who: Record<Name | 'desk', Awaited<ReturnType<TestApp['signIn']>>>

beforeAll(async () => {
  app = await openTestApp()
  owner = new pg.Client(app.center.owner)
  await owner.connect()
  await owner.query('SET ROLE evenkeel_owner')
  await owner.query('SET search_path = evenkeel')
  const desk = await app.signIn('front-desk')
  who = { desk, ana: desk, bea: desk, cleo: desk }
  const { rows } = await owner.query('SELECT code, participant_id FROM participant ORDER BY code')
  await app.center.database.inTransaction(app.center.setUp, async (tx) => {
    for (const { code } of rows) await openAccount(tx, code)
  })
  expect(await publish(await plan())).toMatchObject({ status: 201 })
  const names: Name[] = ['ana', 'bea', 'cleo']
  for (const { code, participant_id: id } of rows) {
    const { body } = await post(desk, `/api/participants/${id}/weeks/${WEEK}/choices`)
    const atOnce = body.choices.filter((one: OwnChoices['choices'][number]) => one.needs.length === 0)
    const name = atOnce.length > 1 ? names.shift() : undefined
    if (name) who[name] = await app.signIn('participant', code)
    if (names.length === 0) break
  }
  expect(names).toEqual([])
})
afterAll(async () => {
  await owner.end()
  await app.close()
})

afterEach(() => rails('choice_notice_hours = 24, choice_changes_a_week = 2'))

const post = (by: { token: string }, url: string, payload: object = {}) => app.ask(by, { method: 'POST', url, payload })
const rails = (words: string) => owner.query(`UPDATE center SET ${words}`)

async function plan(): Promise<string> {
  const { body } = await post(who.desk, `/api/weeks/${WEEK}/plan-runs`, { seconds: 1 })
  for (;;) {
    const run = (await app.ask(who.desk, { url: `/api/plan-runs/${body.id}` })).body
    if (run.state !== 'working') break
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return (await app.ask(who.desk, { url: `/api/weeks/${WEEK}/board?view=proposed` })).body.proposal.id
}
const publish = (proposal: string) => post(who.desk, `/api/weeks/${WEEK}/publication`, { proposal })

const choicesOf = (name: Name) => `/api/participants/${who[name].participantId}/weeks/${WEEK}/choices`

async function found(name: Name): Promise<OwnChoices> {
  const reply = await post(who[name], choicesOf(name))
  expect(reply.status).toBe(201)
  return reply.body
}
const take = (name: Name, choice: number) => post(who[name], `${choicesOf(name)}/${choice}/acceptance`)

const own = async (name: Name) =>
  (await app.ask(who[name], { url: `/api/participants/${who[name].participantId}/weeks/${WEEK}` })).body
const times = (sessions: { service: string; start: string; with: string }[]) =>
  sessions.map(({ service, start, with: giver }) => `${start} ${service} ${giver}`).toSorted()

/** Everybody's seats but one person's. */
async function seatsOfOthers(name: Name): Promise<unknown[]> {
  const { rows } = await owner.query(
    `SELECT participant_id, starts_wall, service_id, staff_id FROM seat JOIN session ON session.id = seat.session_id
     WHERE seat.week_start = $1 AND seat.withdrawn_at IS NULL AND participant_id <> $2 ORDER BY 1, 2`,
    [WEEK, who[name].participantId],
  )
  return rows
}

/** Somebody else was faster: a group is full by now, or nobody gives the session any more. */
async function takeAway(joined: OwnChoices['choices'][number]['joins'][number]): Promise<() => Promise<unknown>> {
  if (joined.kind !== 'group') {
    const license = `FROM service, staff WHERE service.id = service_id AND staff.id = staff_id AND service.name = $1 AND staff.name = $2`
    const set = (until: string) =>
      owner.query(`UPDATE staff_license SET valid_until = ${until} ${license}`, [joined.service, joined.with])
    await set(`'2026-01-01'`)
    return () => set('NULL')
  }
  const { rows } = await owner.query(
    `SELECT service.id, service.max_members, min(session.taken) AS taken
     FROM session JOIN service ON service.id = session.service_id
     WHERE session.week_start = $1 AND session.withdrawn_at IS NULL AND service.name = $2 AND session.starts_wall = $3
     GROUP BY 1, 2`,
    [WEEK, joined.service, joined.start],
  )
  const set = (most: number) => owner.query('UPDATE service SET max_members = $2 WHERE id = $1', [rows[0].id, most])
  await set(rows[0].taken)
  return () => set(rows[0].max_members)
}

describe('whole weeks to choose from', () => {
  it('keep the hours, say what changes, and name nobody else', async () => {
    const offer = await found('ana')
    expect(offer.state).toBe('open')
    expect(offer.choices.length).toBeGreaterThan(0)
    const week = await own('ana')
    expect(times(offer.present!.sessions)).toEqual(times(week.sessions))
    for (const choice of offer.choices) {
      expect(choice.plannedMinutes).toBeGreaterThanOrEqual(offer.present!.plannedMinutes)
      expect(choice.joins.length).toBeGreaterThanOrEqual(2)
      expect(choice.reasons.length).toBeGreaterThan(0)
    }
    const others = await owner.query('SELECT participant_id FROM participant WHERE participant_id <> $1', [
      who.ana.participantId,
    ])
    const told = JSON.stringify(offer)
    expect(others.rows.filter(({ participant_id: id }) => told.includes(id))).toEqual([])
    expect(await found('ana')).toEqual(offer)
  })

  it('change one week at once inside the rails, nobody else’s, and can be taken back', async () => {
    const before = await own('ana')
    const others = await seatsOfOthers('ana')
    const { choices } = await found('ana')
    const inside = choices.find(({ needs }) => needs.length === 0)!
    const taken = await take('ana', inside.choice)
    expect([taken.status, taken.body.wish]).toEqual([
      201,
      { state: 'in-force', declinedBecause: null, mayTakeBack: true },
    ])
    expect(times((await own('ana')).sessions)).toEqual(times(inside.sessions))
    expect(await seatsOfOthers('ana')).toEqual(others)
    expect((await take('ana', 0)).body.wish).toMatchObject({ state: 'taken-back' })
    expect(times((await own('ana')).sessions)).toEqual(times(before.sessions))
    expect(await seatsOfOthers('ana')).toEqual(others)
    expect((await take('ana', 0)).body.code).toBe('nothing-to-take-back')
    const { rows } = await owner.query(`SELECT DISTINCT published_by FROM publication WHERE by_choice`)
    expect(rows).toEqual([{ published_by: 'a choice of a participant' }])
  })

  it('outside the rails wait for staff, who decline with a reason or approve', async () => {
    await rails('choice_notice_hours = 336')
    const before = await own('ana')
    const { choices } = await found('ana')
    // The best other week of this plan may ask for more than notice: a covering counselor, say.
    expect(choices[0]!.needs).toContainEqual({ kind: 'short-notice', count: 336 })
    expect((await take('ana', 1)).body.wish).toMatchObject({ state: 'waiting', mayTakeBack: true })
    expect((await own('ana')).sessions).toEqual(before.sessions)

    const queue = async (by = who.desk) => (await app.ask(by, { url: '/api/week-requests' })).body.requests
    const [request, ...more] = await queue()
    expect(more).toEqual([])
    expect(request).toMatchObject({ person: { id: who.ana.participantId }, needs: choices[0]!.needs })
    expect(times(request.after.sessions)).toEqual(times(choices[0]!.sessions))
    const answer = `/api/week-requests/${request.id}/answer`
    expect((await post(who.bea, answer, { answer: 'approve' })).status).toBe(404)
    expect((await post(who.desk, answer, { answer: 'decline', because: ' ' })).status).toBe(400)
    const because = 'The room is being painted.'
    expect((await post(who.desk, answer, { answer: 'decline', because })).body).toEqual({ requests: [] })
    expect((await post(who.desk, answer, { answer: 'approve' })).body.code).toBe('already-answered')
    expect((await found('ana')).wish).toEqual({ state: 'declined', declinedBecause: because, mayTakeBack: false })

    await take('ana', 1)
    const [again] = await queue()
    const others = await seatsOfOthers('ana')
    expect((await post(who.desk, `/api/week-requests/${again.id}/answer`, { answer: 'approve' })).status).toBe(200)
    expect(times((await own('ana')).sessions)).toEqual(times(again.after.sessions))
    expect(await seatsOfOthers('ana')).toEqual(others)
    expect((await found('ana')).wish).toMatchObject({ state: 'approved', mayTakeBack: false })
  })

  it('reach their own counselor and no other, and wait once at a time', async () => {
    await rails('choice_changes_a_week = 0')
    const { choices } = await found('bea')
    expect(choices[0]!.needs).toEqual([{ kind: 'many-changes', count: 0 }])
    await take('bea', 1)
    if (choices.length > 1) await take('bea', 2)
    const { rows } = await owner.query(
      `SELECT staff.code FROM caseload JOIN staff ON staff.id = caseload.staff_id
       WHERE participant_id = $1 AND until_date IS NULL`,
      [who.bea.participantId],
    )
    for (const code of ['alvarez', 'okafor']) {
      const counselor = await app.signIn('counselor', code)
      const { requests } = (await app.ask(counselor, { url: '/api/week-requests' })).body
      expect(requests.length).toBe(rows.some((row) => row.code === code) ? 1 : 0)
    }
    const prescriber = await app.signIn('prescriber')
    expect((await app.ask(prescriber, { url: '/api/week-requests' })).status).toBe(404)
    expect((await take('bea', 0)).body.wish).toMatchObject({ state: 'taken-back' })
    expect((await app.ask(who.desk, { url: '/api/week-requests' })).body).toEqual({ requests: [] })
  })

  it('are nobody else’s business', async () => {
    for (const url of [choicesOf('ana'), `${choicesOf('ana')}/1/acceptance`])
      expect((await post(who.bea, url)).status).toBe(404)
    expect((await app.ask(who.bea, { url: choicesOf('ana') })).status).toBe(404)
    // Whoever wishes does not answer, whatever statement they find a way to send.
    const sent = app.center.database.inTransaction(who.ana.actor, (tx) =>
      sql`UPDATE week_request SET decided_at = now(), decided_by = 'Ana' RETURNING id`.execute(tx),
    )
    expect((await sent).rows).toEqual([])
  })

  it('are not undone by a plan that was begun before', async () => {
    const { choices } = await found('bea')
    const inside = choices.find(({ needs }) => needs.length === 0)!
    expect((await take('bea', inside.choice)).status).toBe(201)
    // As if the planner, at work since before the choice, had just finished.
    const { rows } = await owner.query(
      `INSERT INTO week_proposal (center_id, id, run_id, week_start, plan)
       SELECT center_id, gen_random_uuid(), run_id, week_start, plan FROM week_proposal WHERE run_id IS NOT NULL RETURNING id`,
    )
    expect((await publish(rows[0].id)).body.code).toBe('week-changed')
    expect(times((await own('bea')).sessions)).toEqual(times(inside.sessions))
    await found('bea')
    await owner.query(
      `INSERT INTO publication (center_id, id, week_start, proposal_id, published_by)
       SELECT center_id, gen_random_uuid(), week_start, id, 'a test' FROM week_proposal WHERE id = $1`,
      [rows[0].id],
    )
    expect((await app.ask(who.bea, { url: choicesOf('bea') })).body.state).toBe('outdated')
    expect((await take('bea', 1)).body.code).toMatch(/offer-outdated|no-offer/)
  })

  it('are refused when a place is gone, and others are shown', async () => {
    const offer = await found('cleo')
    const choice = offer.choices[0]!
    const joined = choice.joins[0]!
    const restore = await takeAway(joined)
    const before = await own('cleo')
    const refused = await take('cleo', choice.choice)
    expect([refused.status, refused.body.code]).toEqual([409, 'seat-gone'])
    expect((await own('cleo')).sessions).toEqual(before.sessions)
    const fresh = (await app.ask(who.cleo, { url: choicesOf('cleo') })).body
    expect(fresh.state).toBe('open')
    expect(fresh.choices.map(({ sessions }: any) => times(sessions))).not.toContainEqual(times(choice.sessions))
    await restore()
  })

  it('keep inside the limits a supervisor sets, who is on record', async () => {
    const supervisor = await app.signIn('supervisor')
    const limits = { noticeHours: 336, changesAWeek: 20, cover: true }
    const read = async () => (await app.ask(who.desk, { url: '/api/choice-rails' })).body
    expect(await read()).toEqual({ inForce: { noticeHours: 24, changesAWeek: 2, cover: false }, changes: [] })
    for (const by of [who.desk, who.ana]) expect((await post(by, '/api/choice-rails', limits)).status).toBe(404)
    expect((await app.ask(who.ana, { url: '/api/choice-rails' })).status).toBe(404)
    for (const wrong of [{ noticeHours: 337 }, { changesAWeek: -1 }, { noticeHours: 0.5 }, { cover: null }])
      expect((await post(supervisor, '/api/choice-rails', { ...limits, ...wrong })).status).toBe(400)
    expect((await post(supervisor, '/api/choice-rails', limits)).status).toBe(201)
    expect((await post(supervisor, '/api/choice-rails', limits)).body.code).toBe('rails-unchanged')
    const { inForce, changes } = await read()
    expect([inForce, changes.length]).toEqual([limits, 1])
    expect(changes[0]).toMatchObject({ ...limits, enteredBy: supervisor.actor.name })
    const offer = (await found('bea')).choices[0]!
    expect(offer.needs).toEqual([{ kind: 'short-notice', count: 336 }])
    // By no other way: not even somebody who may set them writes the center's own columns.
    const sent = app.center.database.inTransaction(supervisor.actor, (tx) =>
      sql`UPDATE center SET choice_notice_hours = 0`.execute(tx),
    )
    await expect(sent).rejects.toThrow(/permission denied/)
    await rails('choice_cover = false')
  })
})
