import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { POLICIES } from '../access/policy.ts'
import { wordsOf } from './audit.ts'
import { type AuditedApp, openAuditedApp, type Readers, WEEK, type Who } from './test-audited-app.ts'

let app: AuditedApp
let who: Readers
beforeAll(async () => {
  app = await openAuditedApp()
  who = app.who
})
afterAll(() => app.close())

describe('a person sees who used their record', () => {
  it('with time, name, role and plain words, and nobody else in it', async () => {
    const dana = who.dana.participantId!
    for (const reader of [who.desk, who.dana]) await app.ask(reader, { url: `/api/participants/${dana}/weeks/${WEEK}` })
    const { body } = await app.ask(who.dana, { url: `/api/participants/${dana}/access-log` })
    expect(
      body.entries.find((entry: { what: string; own: boolean }) => entry.what === 'person-week.read' && !entry.own),
    ).toMatchObject({
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d/),
      name: 'Tessa Brand',
      role: 'front-desk',
      words: 'looked at your week',
    })
    expect(body.entries.some((entry: { own: boolean }) => entry.own)).toBe(true)
    expect(app.namedIn(body)).toEqual([])
    expect(JSON.stringify(body)).not.toContain('Maria')
  })

  it('and not who was turned away, above all not another participant', async () => {
    const maria = await app.signIn('participant', 'maria')
    const dana = who.dana.participantId!
    expect((await app.ask(maria, { url: `/api/participants/${dana}/weeks/${WEEK}` })).status).toBe(404)
    const { body } = await app.ask(who.dana, { url: `/api/participants/${dana}/access-log` })
    expect(JSON.stringify(body)).not.toContain('Maria')
    const seen = await app.ask(who.officer, { url: `/api/audit/entries?person=${dana}` })
    expect(seen.body.entries).toContainEqual(expect.objectContaining({ account: maria.actor.uid, outcome: 'denied' }))
  })

  it('but not that the family told the team something', async () => {
    const dana = who.dana.participantId!
    const counselors = await Promise.all(['alvarez', 'okafor'].map((code) => app.signIn('counselor', code)))
    const replies = await Promise.all(
      counselors.map((one) => app.ask(one, { url: `/api/participants/${dana}/collateral` })),
    )
    expect(replies.map((reply) => reply.status).toSorted()[0]).toBe(200)
    const { body } = await app.ask(who.dana, { url: `/api/participants/${dana}/access-log` })
    expect(body.entries[1]).toMatchObject({ role: 'counselor', what: 'record.used', words: 'used your record' })
    expect(JSON.stringify(body)).not.toContain('collateral')
    const seen = await app.ask(who.officer, { url: `/api/participants/${dana}/access-log` })
    expect(JSON.stringify(seen.body)).toContain('collateral.read')
  })

  it('which nobody else may', async () => {
    const url = `/api/participants/${who.dana.participantId}/access-log`
    for (const role of ['front-desk', 'counselor', 'supervisor', 'director', 'administrator', 'supporter'] as const) {
      expect([role, (await app.ask(await app.signIn(role), { url })).status]).toEqual([role, 404])
    }
    const maria = await app.signIn('participant', 'maria')
    expect((await app.ask(maria, { url })).status).toBe(404)
  })
})

describe('the privacy officer', () => {
  it('finds entries by account and by person', async () => {
    const account = who.counselor.actor.uid!
    const { body } = await app.ask(who.officer, { url: `/api/audit/entries?account=${account}` })
    expect(body.entries.length).toBeGreaterThan(0)
    expect(new Set(body.entries.map((entry: { account: string }) => entry.account))).toEqual(new Set([account]))
    const none = await app.ask(who.officer, { url: '/api/audit/entries?from=2020-01-01&until=2020-01-02' })
    expect(none.body).toEqual({ entries: [], next: null })
    expect((await app.ask(who.officer, { url: '/api/audit/entries?from=2026-02-02&until=2026-02-01' })).status).toBe(
      400,
    )
    expect((await app.ask(who.desk, { url: '/api/audit/entries' })).status).toBe(404)
  })

  it('takes them along as a file that ends with the notice', async () => {
    const reply = await app.ask(who.officer, { url: '/api/audit/entries.csv' })
    expect(reply.headers['content-disposition']).toContain('attachment')
    const lines = String(reply.body).trimEnd().split('\r\n')
    expect(lines[0]).toBe('at,name,role,verb,what,outcome,purpose,people,person,objects,entry')
    expect(lines.length).toBeGreaterThan(5)
    expect(lines.at(-1)).toBe('42 CFR part 2 prohibits unauthorized use or disclosure of these records.')
  })

  it('sees who looked without caseload or appointment, and not who had a reason', async () => {
    const url = '/api/audit/accesses-without-reason'
    const supervisor = await app.signIn('supervisor')
    const dana = who.dana.participantId!
    await app.ask(supervisor, { url: `/api/participants/${dana}/weeks/${WEEK}` })
    await app.ask(who.counselor, { url: `/api/participants/${app.ofCounselor}/weeks/${WEEK}` })
    const { accesses } = (await app.ask(who.officer, { url })).body
    expect(accesses).toContainEqual(
      expect.objectContaining({
        account: supervisor.actor.uid,
        role: 'supervisor',
        person: { id: dana, name: expect.stringContaining('Dana') },
      }),
    )
    expect(accesses.filter((access: { account: string }) => access.account === who.counselor.actor.uid)).toEqual([])
    expect(accesses.filter((access: { role: string }) => access.role === 'participant')).toEqual([])
    await seatWith(supervisor, dana)
    const after = (await app.ask(who.officer, { url })).body.accesses
    expect(after.filter((access: { account: string }) => access.account === supervisor.actor.uid)).toEqual([])
  })
})

/** An appointment within seven days is a reason. */
async function seatWith(staff: Who, participant: string): Promise<void> {
  await app.owner.query(
    `WITH p AS (INSERT INTO plan_run (center_id, id, week_start, seed, seconds, started_by)
       SELECT id, gen_random_uuid(), '${WEEK}', 1, 1, 'test' FROM center RETURNING center_id, id),
     w AS (INSERT INTO week_proposal (center_id, id, run_id, week_start, plan) SELECT center_id, gen_random_uuid(), id, '${WEEK}', '{}' FROM p RETURNING center_id, id),
     u AS (INSERT INTO publication (center_id, id, week_start, proposal_id, published_by) SELECT center_id, gen_random_uuid(), '${WEEK}', id, 'test' FROM w RETURNING center_id, id),
     s AS (INSERT INTO session (center_id, id, publication_id, week_start, service_id, staff_id, site_id, telehealth, starts_wall, ends_wall, time_zone, tz_version, starts_at, ends_at, capacity, taken)
       SELECT u.center_id, gen_random_uuid(), u.id, '${WEEK}', (SELECT id FROM service LIMIT 1), a.staff_id, (SELECT id FROM site LIMIT 1), false,
         '2026-12-01T09:00', '2026-12-01T10:00', 'x', 'x', now() + interval '3 days', now() + interval '3 days 1 hour', 1, 1
       FROM u, auth.account a WHERE a.id = $1 RETURNING center_id, id, starts_at, ends_at)
     INSERT INTO seat (center_id, participant_id, session_id, week_start, starts_at, ends_at)
     SELECT center_id, $2, id, '${WEEK}', starts_at, ends_at FROM s`,
    [staff.actor.uid, participant],
  )
}

describe('plain words', () => {
  it('exist for every policy that touches records', () => {
    const aboutNobody = /^(page|sign-in|health|session|credential|password|email|account)\./
    const names = Object.keys(POLICIES).filter((name) => !aboutNobody.test(name))
    expect(names.filter((name) => wordsOf(name, 'read') === wordsOf('unknown', 'read'))).toEqual([])
  })
})
