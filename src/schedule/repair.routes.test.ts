import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { instantOfIso } from '../center/zones.ts'
import { stopPlanRuns } from './plan-run.jobs.ts'
import { openTestApp, type TestApp } from './test-app.ts'

/** A published week under way: facts change, the week is planned and published again. */

const WEEK = '2026-11-30'
const BEFORE = instantOfIso('2026-11-23T15:00:00Z')
const WEDNESDAY = instantOfIso('2026-12-02T19:00:00Z')
const AFTER = instantOfIso('2026-12-09T19:00:00Z')
const FROZEN = '2026-12-02T14:00'

let now = BEFORE
let app: TestApp
let desk: { token: string }
/** Looks behind the rules and changes facts as an import would. */
let owner: pg.Client

beforeAll(async () => {
  app = await openTestApp(() => now)
  desk = await app.signIn('front-desk')
  owner = new pg.Client(app.center.owner)
  await owner.connect()
  await owner.query('SET ROLE evenkeel_owner')
  await owner.query('SET search_path = evenkeel')
  expect(await planAndPublish()).toMatchObject({ status: 201 })
})
afterAll(async () => {
  await owner.end()
  await app.close()
})
beforeEach(() => {
  now = WEDNESDAY
})

const rows = async (query: string, values: unknown[] = []) => (await owner.query(query, values)).rows
const post = (url: string, payload: object) => app.ask(desk, { method: 'POST', url, payload })

async function plan(week = WEEK) {
  const { body } = await post(`/api/weeks/${week}/plan-runs`, { seconds: 1 })
  for (;;) {
    const run = (await app.ask(desk, { url: `/api/plan-runs/${body.id}` })).body
    if (run.state !== 'working') return run
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

async function planAndPublish(week = WEEK) {
  expect(await plan(week)).toMatchObject({ state: 'done', failure: null })
  const { proposal } = (await app.ask(desk, { url: `/api/weeks/${week}/board?view=proposed` })).body
  return post(`/api/weeks/${week}/publication`, { proposal: proposal.id })
}

/** Who sat where before the frozen moment, row by row. */
const past = () =>
  rows(
    `SELECT seat.participant_id, seat.session_id FROM seat JOIN session ON session.id = seat.session_id
     WHERE seat.week_start = $1 AND seat.withdrawn_at IS NULL AND session.withdrawn_at IS NULL
       AND session.starts_wall < $2 ORDER BY 1, 2`,
    [WEEK, FROZEN],
  )

async function pastSession(kind: string) {
  const [session] = await rows(
    `SELECT session.*, seat.participant_id FROM session
       JOIN service ON service.id = session.service_id JOIN seat ON seat.session_id = session.id
     WHERE session.week_start = $1 AND session.withdrawn_at IS NULL AND seat.withdrawn_at IS NULL
       AND session.starts_wall < $2 AND service.kind = $3 AND (session.room_id IS NOT NULL OR $3 <> 'group') LIMIT 1`,
    [WEEK, FROZEN, kind],
  )
  return session
}

describe('a published week under way', () => {
  const changes: [string, () => Promise<unknown>][] = [
    [
      'a license ends',
      async () => {
        const { staff_id, service_id } = await pastSession('group')
        const query = `UPDATE staff_license SET valid_until = '2026-12-02' WHERE staff_id = $1 AND service_id = $2`
        return owner.query(query, [staff_id, service_id])
      },
    ],
    [
      'a roster is corrected',
      async () => {
        const { staff_id } = await pastSession('medical')
        return owner.query('UPDATE duty SET starts_minute = ends_minute - 30 WHERE staff_id = $1', [staff_id])
      },
    ],
    [
      'somebody gets another counselor',
      async () => {
        const { participant_id, staff_id } = await pastSession('individual')
        const [other] = await rows(`SELECT id FROM staff WHERE id <> $1 AND role = 'counselor'`, [staff_id])
        await owner.query('UPDATE caseload SET staff_id = $2 WHERE participant_id = $1', [participant_id, other!.id])
      },
    ],
    [
      'somebody is prescribed less than was held',
      async () => {
        const { participant_id, service_id } = await pastSession('individual')
        const query = 'DELETE FROM prescribed_service WHERE participant_id = $1 AND service_id = $2'
        return owner.query(query, [participant_id, service_id])
      },
    ],
    [
      'a room loses its seats',
      async () => owner.query('UPDATE room SET seats = 1 WHERE id = $1', [(await pastSession('group')).room_id]),
    ],
  ]

  it.each(changes)('is repaired when %s; what happened stays', async (_what, change) => {
    const before = await past()
    expect(before.length).toBeGreaterThan(20)
    await change()
    const published = await planAndPublish()
    expect(published).toMatchObject({ status: 201 })
    expect(published.body.kept).toBeGreaterThan(20)
    expect(await past()).toEqual(before)
  })

  it('holds no session for somebody after the day of discharge, and keeps those before', async () => {
    const before = await past()
    const sat = before.map((one) => one.participant_id)
    const [seat] = await rows(
      `SELECT participant_id FROM seat WHERE week_start = $1 AND withdrawn_at IS NULL AND starts_at > $2
         AND participant_id = ANY ($3::uuid[]) LIMIT 1`,
      [WEEK, '2026-12-03', sat],
    )
    const person = seat!.participant_id
    const held = before.filter((one) => one.participant_id === person).length
    expect(held).toBeGreaterThan(0)
    await owner.query(`UPDATE episode SET discharged_on = '2026-12-02' WHERE participant_id = $1`, [person])
    expect(await planAndPublish()).toMatchObject({ status: 201 })
    const left = await rows(
      `SELECT session.starts_wall FROM seat JOIN session ON session.id = seat.session_id
       WHERE seat.week_start = $1 AND seat.withdrawn_at IS NULL AND seat.participant_id = $2
         AND session.starts_wall >= '2026-12-03'`,
      [WEEK, person],
    )
    expect(left).toEqual([])
    expect(await past()).toEqual(before)
  })

  it('keeps the past of somebody whose discharge is recorded for an earlier week', async () => {
    const before = await past()
    const { participant_id } = await pastSession('individual')
    const query = `UPDATE episode SET discharged_on = '2026-11-27' WHERE participant_id = $1`
    await owner.query(query, [participant_id])
    expect(await planAndPublish()).toMatchObject({ status: 201 })
    expect(await past()).toEqual(before)
  })

  it('is not planned any further by a server that stops, and says so', async () => {
    const database = app.center.database
    const { body } = await post('/api/weeks/2026-12-28/plan-runs', { seconds: 60 })
    await new Promise((resolve) => setTimeout(resolve, 1500))
    const began = performance.now()
    await stopPlanRuns(database)
    expect(performance.now() - began).toBeLessThan(5000)
    const run = (await app.ask(desk, { url: `/api/plan-runs/${body.id}` })).body
    expect(run).toMatchObject({ state: 'failed', failure: expect.stringContaining('The server stopped') })
  })

  it('does not change any more once it is over', async () => {
    now = AFTER
    const everything = () => rows('SELECT id, withdrawn_at FROM session WHERE week_start = $1 ORDER BY id', [WEEK])
    const before = await everything()
    await owner.query('UPDATE duty SET ends_minute = starts_minute + 30')
    expect((await planAndPublish()).body).toMatchObject({ added: 0, withdrawn: 0 })
    expect(await everything()).toEqual(before)
  })

  it('is planned once when several people ask at the same moment', async () => {
    const asked = await Promise.all([1, 2, 3, 4].map(() => post('/api/weeks/2026-12-21/plan-runs', { seconds: 1 })))
    expect(new Set(asked.map((one) => one.body.id)).size).toBe(1)
    await plan('2026-12-21')
  })
})
