import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestApp, type TestApp } from '../schedule/test-app.ts'

const WEEK = '2026-11-30'
const REASON = 'Found unconscious at home, ambulance asks for medication'
let app: TestApp
let owner: pg.Client
type Who = Awaited<ReturnType<TestApp['signIn']>>
/** A counselor and somebody who is not in the own caseload or cover. */
let hollis: Who
let stranger: string

beforeAll(async () => {
  app = await openTestApp()
  owner = new pg.Client(app.center.owner)
  await owner.connect()
  await owner.query('SET ROLE evenkeel_owner')
  hollis = await app.signIn('counselor')
  stranger = (await strangersOf(hollis))[0]!
})
afterAll(async () => {
  await owner.end()
  await app.close()
})

async function strangersOf(who: Who): Promise<string[]> {
  const own = await app.center.database.inTransaction(who.actor, (tx) =>
    tx.selectFrom('participant').select('participant_id').execute(),
  )
  const known = own.map((row) => row.participant_id)
  const { rows } = await owner.query<{ id: string }>(
    'SELECT participant_id AS id FROM evenkeel.participant WHERE participant_id <> ALL ($1)',
    [known],
  )
  return rows.map((row) => row.id)
}

const stepUp = ({ actor }: Who) =>
  owner.query('UPDATE auth.session SET stepped_up_at = now() WHERE id = $1', [actor.session])
const open = (who: Who, participant: string, reason = REASON) =>
  app.ask(who, { method: 'POST', url: '/api/break-glass', payload: { participant, reason } })
const week = (who: Who, participant: string) => app.ask(who, { url: `/api/participants/${participant}/weeks/${WEEK}` })

describe('an emergency', () => {
  it('opens one record for 30 minutes, is seen by the privacy officer and the participant, and is closed by hand', async () => {
    await stepUp(hollis)
    expect((await week(hollis, stranger)).status).toBe(404)
    const opened = await open(hollis, stranger)
    expect(opened).toMatchObject({ status: 201, body: { participant: stranger, review: null, unreviewedHours: 0 } })
    expect(Date.parse(opened.body.expiresAt) - Date.parse(opened.body.openedAt)).toBe(30 * 60_000)
    expect((await week(hollis, stranger)).status).toBe(200)
    expect((await week(hollis, (await strangersOf(hollis))[1]!)).status).toBe(404)

    const officer = await app.signIn('privacy-officer')
    const { openings } = (await app.ask(officer, { url: '/api/break-glass' })).body
    expect(openings).toMatchObject([{ id: opened.body.id, reason: REASON, openedBy: hollis.actor.name }])
    const seen = (await app.ask(officer, { url: `/api/participants/${stranger}/disclosures` })).body
    expect(seen.emergencies).toMatchObject([{ by: hollis.actor.name, reason: REASON }])

    const closing = { method: 'POST', url: `/api/break-glass/${opened.body.id}/closure`, payload: {} } as const
    expect((await app.ask(officer, closing)).status).toBe(404)
    expect((await app.ask(hollis, closing)).status).toBe(204)
    expect((await week(hollis, stranger)).status).toBe(404)
  })

  it('needs a fresh second factor, a reason of 20 characters, a role that may, and a person who is there', async () => {
    await owner.query('UPDATE auth.session SET stepped_up_at = NULL WHERE id = $1', [hollis.actor.session])
    expect(await open(hollis, stranger)).toMatchObject({ status: 403, body: { code: 'step-up-needed' } })
    await stepUp(hollis)
    expect((await open(hollis, stranger, '   urgent            ')).status).toBe(400)
    expect((await open(hollis, '0192f000-0000-7000-8000-000000000000')).status).toBe(404)
    for (const role of ['front-desk', 'director', 'biller', 'participant', 'supporter', 'administrator'] as const) {
      const who = await app.signIn(role)
      await stepUp(who)
      expect([role, (await open(who, stranger)).status]).toEqual([role, 404])
    }
  })

  it('never opens counseling notes, what was told in confidence, or anything to write', async () => {
    await stepUp(hollis)
    const opened = await open(hollis, stranger)
    const reached = await app.center.database.inTransaction(hollis.actor, (tx) =>
      sql<{ cell: string }>`
        SELECT class || verb AS cell FROM unnest(ARRAY['C0','C1','C2','C3','C4','C5','C6','C7','C8','C9','C10']) class,
          unnest(ARRAY['r', 'w']) verb WHERE sec.may(class, verb, '', ${stranger})`.execute(tx),
    )
    expect(reached.rows.map((row) => row.cell).toSorted()).toEqual(['C0r', 'C1r', 'C2r', 'C3r'])
    await app.ask(hollis, { method: 'POST', url: `/api/break-glass/${opened.body.id}/closure`, payload: {} })
  })

  it('opens nothing for a deactivated account, not even while it is open', async () => {
    const doctor = await app.signIn('prescriber')
    await stepUp(doctor)
    expect((await open(doctor, stranger)).status).toBe(201)
    await owner.query('UPDATE auth.account SET deactivated_at = now() WHERE id = $1', [doctor.actor.uid])
    expect((await open(doctor, stranger)).status).toBe(401)
    const found = await app.center.database.inTransaction(doctor.actor, (tx) =>
      tx.selectFrom('participant').select('center_id').execute(),
    )
    expect(found).toEqual([])
    await owner.query('UPDATE auth.account SET deactivated_at = NULL WHERE id = $1', [doctor.actor.uid])
  })

  it('is reviewed by somebody else; without a review in 72 hours the account opens no other', async () => {
    await stepUp(hollis)
    const { id } = (await open(hollis, stranger)).body
    await owner.query(
      `UPDATE evenkeel.break_glass SET opened_at = now() - interval '73 hours', expires_at = now() - interval '72 hours 30 minutes'
       WHERE account_id = $1`,
      [hollis.actor.uid],
    )
    expect(await open(hollis, stranger)).toMatchObject({ status: 409, body: { code: 'review-outstanding' } })
    const past = app.center.database.inTransaction(hollis.actor, (tx) =>
      tx
        .insertInto('break_glass')
        .values({
          center_id: app.center.id,
          participant_id: stranger,
          id: stranger,
          account_id: hollis.actor.uid!,
          opened_by: 'x',
          reason: REASON,
        })
        .execute(),
    )
    await expect(past).rejects.toMatchObject({ code: '42501' })

    const officer = await app.signIn('privacy-officer')
    const reviewing = (opening: string) => ({
      method: 'POST' as const,
      url: `/api/break-glass/${opening}/review`,
      payload: { outcome: 'justified', words: 'Ambulance report seen' },
    })
    expect((await app.ask(hollis, reviewing(id))).status).toBe(404)
    for (const one of (await app.ask(officer, { url: '/api/break-glass' })).body.openings)
      expect((await app.ask(officer, reviewing(one.id))).status).toBe(204)
    expect((await app.ask(officer, reviewing(id))).status).toBe(409)
    expect((await open(hollis, stranger)).status).toBe(201)

    await stepUp(officer)
    const own = (await open(officer, stranger)).body
    expect(await app.ask(officer, reviewing(own.id))).toMatchObject({ status: 409, body: { code: 'own-review' } })
  })
})

describe('a block', () => {
  it('is set by the privacy officer, holds on the next request and against an emergency, and is lifted', async () => {
    const officer = await app.signIn('privacy-officer')
    const desk = await app.signIn('front-desk')
    const blocking = { account: desk.actor.uid, participant: stranger, why: 'relative' }
    expect((await week(desk, stranger)).status).toBe(200)
    const set = await app.ask(officer, { method: 'POST', url: '/api/access-blocks', payload: blocking })
    expect(set.status).toBe(201)
    expect((await week(desk, stranger)).status).toBe(404)
    const board = (await app.ask(desk, { url: `/api/weeks/${WEEK}/board` })).body
    expect(board.people).toHaveLength(35)
    expect((await app.ask(officer, { url: '/api/access-blocks' })).body.blocks).toMatchObject([
      { ...blocking, liftedAt: null },
    ])

    await app.ask(officer, {
      method: 'POST',
      url: '/api/access-blocks',
      payload: { ...blocking, account: hollis.actor.uid },
    })
    await stepUp(hollis)
    expect((await open(hollis, stranger)).status).toBe(404)
    expect((await week(hollis, stranger)).status).toBe(404)

    expect(
      (await app.ask(officer, { method: 'POST', url: `/api/access-blocks/${set.body.id}/end`, payload: {} })).status,
    ).toBe(204)
    expect((await week(desk, stranger)).status).toBe(200)
    expect((await app.ask(desk, { url: '/api/access-blocks' })).status).toBe(404)
  })
})
