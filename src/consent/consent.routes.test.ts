import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestApp, type TestApp } from '../schedule/test-app.ts'
import { NOTICE_LONG, NOTICE_SHORT } from './notice.ts'

const WEEK = '2026-11-30'
let app: TestApp
let owner: pg.Client
type Who = Awaited<ReturnType<TestApp['signIn']>>
let dana: Who
let sister: Who

beforeAll(async () => {
  app = await openTestApp()
  owner = new pg.Client(app.center.owner)
  await owner.connect()
  await owner.query('SET ROLE evenkeel_owner')
  dana = await app.signIn('participant', 'dana')
  sister = await app.signIn('supporter')
  await publish()
})
afterAll(async () => {
  await owner.end()
  await app.close()
})

/** Two sessions of Dana's in the week, one of them remote. */
async function publish(): Promise<void> {
  const one = (text: string) =>
    owner.query(
      text
        .replaceAll(':c', `'${app.center.id}'`)
        .replaceAll(':w', `'${WEEK}'`)
        .replaceAll(':p', `'${dana.participantId}'`),
    )
  await one(
    `INSERT INTO evenkeel.plan_run (center_id, id, week_start, seed, seconds, started_by) VALUES (:c, gen_random_uuid(), :w, 1, 1, 'x')`,
  )
  await one(
    `INSERT INTO evenkeel.week_proposal (center_id, id, run_id, week_start, plan) SELECT :c, id, id, :w, '{}' FROM evenkeel.plan_run`,
  )
  await one(
    `INSERT INTO evenkeel.publication (center_id, id, week_start, proposal_id, published_by) SELECT :c, id, :w, id, 'x' FROM evenkeel.week_proposal`,
  )
  await one(`INSERT INTO evenkeel.session (center_id, id, publication_id, week_start, service_id, staff_id, site_id, telehealth,
      starts_wall, ends_wall, time_zone, tz_version, starts_at, ends_at, capacity, taken)
    SELECT :c, gen_random_uuid(), p.id, :w, v.id, s.id, s.site_id, day = 2, starts, starts + interval '90 minutes',
      'America/New_York', 'x', starts + interval '5 hours', starts + interval '390 minutes', 6, 1
    FROM evenkeel.publication p, evenkeel.staff s, evenkeel.service v,
      (VALUES (1, timestamp '2026-12-01 17:30'), (2, timestamp '2026-12-03 17:30')) AS times (day, starts)
    WHERE s.code = 'alvarez' AND v.code = 'relapse-prevention'`)
  await one(`INSERT INTO evenkeel.seat (center_id, participant_id, session_id, week_start, starts_at, ends_at)
    SELECT :c, :p, id, :w, starts_at, ends_at FROM evenkeel.session`)
}

const formFor = (account: string, more: object = {}) => ({
  kind: 'supporter',
  recipient: { name: 'My sister', account },
  classes: ['C1'],
  information: 'When my appointments are and how long I travel',
  purpose: 'at my request',
  expiry: { event: 'end-of-treatment' },
  statements: ['may-revoke'],
  signature: 'Dana R.',
  ...more,
})
const give = (who: Who, payload: object) =>
  app.ask(who, { method: 'POST', url: `/api/participants/${dana.participantId}/consents`, payload })
const revoke = (who: Who, id: string) =>
  app.ask(who, {
    method: 'POST',
    url: `/api/participants/${dana.participantId}/consents/${id}/revocation`,
    payload: {},
  })
const look = (who: Who) => app.ask(who, { url: `/api/shared/${dana.participantId}/weeks/${WEEK}` })
const ledger = async (who: Who) =>
  (await app.ask(who, { url: `/api/participants/${dana.participantId}/disclosures` })).body.disclosures

describe('what Dana shares with her sister', () => {
  it('is nothing before a consent, exactly the preview with one, and nothing again on the next request after its end', async () => {
    expect(await look(sister)).toMatchObject({ status: 404, body: { code: 'not-available' } })
    expect((await app.ask(sister, { url: '/api/shared' })).body).toEqual({ people: [] })

    const preview = await app.ask(dana, {
      url: `/api/participants/${dana.participantId}/sharing/preview?weekStart=${WEEK}&classes=C1&grantee=${sister.actor.uid}`,
    })
    const given = await give(dana, formFor(sister.actor.uid!))
    expect(given).toMatchObject({ status: 201, body: { account: sister.actor.uid } })

    const seen = await look(sister)
    expect(seen.status).toBe(200)
    expect(seen.body.week).toEqual(preview.body)
    expect(seen.body.week.appointments).toEqual([
      { start: '2026-12-01T17:30', end: '2026-12-01T19:00', title: 'Appointment', travelMinutes: 30 },
      { start: '2026-12-03T17:30', end: '2026-12-03T19:00', title: 'Appointment', travelMinutes: 0 },
    ])
    expect(JSON.stringify(seen.body.week)).not.toMatch(/relapse|alvarez|harbor|group/i)
    expect(seen.body.notice).toMatchObject({
      short: NOTICE_SHORT,
      long: NOTICE_LONG,
      scope: expect.stringContaining('times of appointments'),
    })
    expect((await app.ask(sister, { url: '/api/shared' })).body.people).toMatchObject([
      { name: 'Dana R.', classes: ['C1'] },
    ])

    expect((await revoke(dana, given.body.id)).status).toBe(201)
    expect(await look(sister)).toMatchObject({ status: 404, body: { code: 'not-available' } })
    expect((await app.ask(sister, { url: '/api/shared' })).body).toEqual({ people: [] })
  })

  it('leaves one line in the ledger for each time it was read, and none for a refused one', async () => {
    const before = (await ledger(dana)).length
    const given = await give(dana, formFor(sister.actor.uid!))
    await look(sister)
    await look(sister)
    await revoke(dana, given.body.id)
    await look(sister)
    const lines = await ledger(dana)
    expect(lines).toHaveLength(before + 2)
    expect(lines[0]).toMatchObject({ classes: ['C1'], consent: given.body.id, noticeVersion: '42-CFR-2.32-2024' })
    expect(await ledger(await app.signIn('privacy-officer'))).toEqual(lines)
  })

  it('ends with the last day, and with treatment', async () => {
    const given = await give(dana, formFor(sister.actor.uid!))
    expect((await look(sister)).status).toBe(200)
    const ofDana = [dana.participantId]
    await owner.query('UPDATE evenkeel.episode SET discharged_on = current_date - 1 WHERE participant_id = $1', ofDana)
    expect((await look(sister)).status).toBe(404)
    const shown = (await app.ask(dana, { url: `/api/participants/${dana.participantId}/consents` })).body.consents
    expect(shown.find((one: { id: string }) => one.id === given.body.id).state).toBe('expired')
    await owner.query('UPDATE evenkeel.episode SET discharged_on = NULL WHERE participant_id = $1', ofDana)
    expect((await look(sister)).status).toBe(200)
    await revoke(dana, given.body.id)
  })

  it('shows no appointment where the consent covers summaries only', async () => {
    const given = await give(dana, formFor(sister.actor.uid!, { classes: ['C2'] }))
    expect((await app.ask(sister, { url: '/api/shared' })).body.people).toMatchObject([{ classes: ['C2'] }])
    expect((await look(sister)).status).toBe(404)
    await revoke(dana, given.body.id)
  })

  it('reaches no other route of hers, and no table', async () => {
    const given = await give(dana, formFor(sister.actor.uid!))
    expect((await app.ask(sister, { url: `/api/participants/${dana.participantId}/weeks/${WEEK}` })).status).toBe(404)
    const counts = await app.center.database.inTransaction(sister.actor, async (tx) =>
      Promise.all(
        (['participant', 'seat', 'session', 'consent', 'obligation', 'caseload'] as const).map(
          async (table) => (await tx.selectFrom(table).select('center_id').execute()).length,
        ),
      ),
    )
    expect(counts).toEqual([0, 0, 0, 0, 0, 0])
    await revoke(dana, given.body.id)
  })
})

describe('a consent', () => {
  it('is refused with the names of all elements that are missing', async () => {
    const refused = await give(dana, { kind: 'other', classes: ['C1'], language: 'en' })
    expect(refused).toMatchObject({ status: 400, body: { code: 'consent-incomplete' } })
    expect(refused.body.detail).toContain(
      'who receives it; purpose; right to revoke; expiration date or event; signature',
    )
  })

  it.each([
    ['counseling notes with something else', { kind: 'other', classes: ['C2', 'C4'] }, 'consent-combined'],
    ['a last day in the past', { expiry: { on: '2020-01-01' } }, 'consent-date'],
    ['an open end for a supporter', { expiry: { event: 'none' } }, 'consent-incomplete'],
    ['a class nobody shares', { classes: ['C8'] }, 'invalid-request'],
  ])('%s is refused', async (_name, change, code) => {
    const refused = await give(dana, formFor(sister.actor.uid!, change))
    expect(refused).toMatchObject({ status: 400, body: { code } })
  })

  it('is kept as the bytes that were signed, with their hash, and is never changed', async () => {
    const given = await give(dana, formFor(sister.actor.uid!))
    const url = `/api/participants/${dana.participantId}/consents`
    const { consents, statements } = (await app.ask(dana, { url })).body
    const one = consents.find((found: { id: string }) => found.id === given.body.id)
    expect(one).toMatchObject({ state: 'in-force', document: { participant: 'Dana R.', method: 'electronic' } })
    expect(one.hash).toMatch(/^[0-9a-f]{64}$/)
    expect(Object.keys(statements)).toContain('may-revoke')
    const change = app.center.database.inTransaction(dana.actor, (tx) =>
      tx.updateTable('consent').set({ purpose: 'anything' }).where('id', '=', given.body.id).execute(),
    )
    await expect(change).rejects.toMatchObject({ code: '42501' })
    const forged = owner.query('UPDATE evenkeel.consent SET document = document || $1 WHERE id = $2', [
      ' ',
      given.body.id,
    ])
    await expect(forged).rejects.toMatchObject({ code: '23514' })
    await revoke(dana, given.body.id)
  })

  it('on paper is recorded by the front desk and the own counselor, with the day it was signed', async () => {
    const desk = await app.signIn('front-desk')
    const counselor = await app.signIn('counselor', 'alvarez')
    expect((await give(desk, formFor(sister.actor.uid!))).body.detail).toContain('date signed')
    for (const who of [desk, counselor]) {
      const given = await give(who, formFor(sister.actor.uid!, { signedOn: '2026-11-20' }))
      expect(given.status).toBe(201)
      expect((await revoke(who, given.body.id)).status).toBe(201)
    }
    const maria = await app.signIn('participant', 'maria')
    expect((await give(maria, formFor(sister.actor.uid!))).status).toBe(404)
  })

  it('opens an account for a supporter who has none, and links nobody by guessing', async () => {
    const { account: _, ...recipient } = { name: 'My brother', account: '' }
    const given = await give(dana, { ...formFor(''), recipient })
    expect(given).toMatchObject({ status: 201, body: { account: expect.stringMatching(/^[0-9a-f-]{36}$/) } })
    const guessed = await give(dana, formFor('0192f000-0000-7000-8000-000000000000'))
    expect(guessed).toMatchObject({ status: 404, body: { code: 'not-available' } })
  })

  it('cannot be ended by whoever it names', async () => {
    const given = await give(dana, formFor(sister.actor.uid!))
    expect((await revoke(sister, given.body.id)).status).toBe(404)
    expect((await look(sister)).status).toBe(200)
    expect((await revoke(dana, given.body.id)).body).toEqual((await revoke(dana, given.body.id)).body)
  })
})
