import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { signClaims } from '../kernel/claims.ts'
import { openAccessTest, openAuthenticator, type AccessTest } from './test-access.ts'
import { findSession } from './sign-in.rows.ts'

let test: AccessTest
beforeAll(async () => {
  test = await openAccessTest()
})
afterAll(() => test.close())

interface Person {
  readonly token: string
  readonly account: string
}

/** A session by demo click, stepped up, of the person with this code in this role. */
async function as(code: string, role: string): Promise<Person> {
  const people = (await test.ask(null, { url: '/api/demo/people' })).body.people
  const person = people.find(
    (one: { code: string; role: string }) => one.code.endsWith(`/${code}`) && one.role === role,
  )
  const { token } = await test.post(null, '/api/demo/sessions', { account: person.account, role })
  return { token, account: person.account }
}

const list = async (token: string) => (await test.ask(token, { url: '/api/accounts' })).body
const role = (method: 'PUT' | 'DELETE', token: string, account: string, name: string) =>
  test.ask(token, { method, url: `/api/accounts/${account}/roles/${name}` })
const deactivate = (token: string, account: string) =>
  test.post(token, `/api/accounts/${account}/deactivation`, { why: 'left on Friday' })
const accept = (link: string) => test.post(null, '/api/invitations/acceptance', { token: new URL(link).hash.slice(1) })

/** An account that works here, opened by the administrator, with a passkey. */
async function opened(admin: Person, name: string, roles: string[]) {
  const { id, link } = (await test.post(admin.token, '/api/accounts', { name, roles })).body
  const arrived = await accept(link)
  const device = openAuthenticator()
  const { ceremony, options } = (await test.post(arrived.token, '/api/passkeys/options')).body
  const { token } = await test.post(arrived.token, '/api/passkeys', { ceremony, response: device.register(options) })
  return { id, token, device }
}

describe('the list of accounts', () => {
  it('shows people who work here and nobody in treatment', async () => {
    const admin = await as('administrator', 'administrator')
    const { accounts, staffWithoutAccount } = await list(admin.token)
    expect(accounts.map((account: { name: string }) => account.name)).toContain('Tessa Brand')
    expect(accounts.flatMap((account: { roles: string[] }) => account.roles)).not.toContain('participant')
    expect(JSON.stringify(accounts)).not.toMatch(/Maria|Dana/)
    expect(staffWithoutAccount.length).toBeGreaterThan(0)
  })

  it.each(['front-desk', 'counselor', 'supervisor', 'privacy-officer', 'participant', 'supporter'])(
    'is not there for the role %s',
    async (name) => {
      const people = (await test.ask(null, { url: '/api/demo/people' })).body.people
      const { account } = people.find((one: { role: string }) => one.role === name)
      const { token } = await test.post(null, '/api/demo/sessions', { account, role: name })
      expect((await test.ask(token, { url: '/api/accounts' })).status).toBe(404)
      expect((await test.post(token, '/api/accounts', { name: 'Eve', roles: ['front-desk'] })).status).toBe(404)
    },
  )

  it('is changed only after a step-up, in SQL too', async () => {
    const admin = await as('administrator', 'administrator')
    await test.rows(`UPDATE auth.session SET stepped_up_at = now() - interval '6 minutes'`)
    expect(await test.post(admin.token, '/api/accounts', { name: 'Eve', roles: ['front-desk'] })).toMatchObject({
      status: 403,
      body: { code: 'step-up-needed' },
    })
    const { actor } = (await findSession(test.center.database, admin.token))!
    const { giveRole } = await import('./accounts.rows.ts')
    await expect(
      test.center.database.inTransaction(actor, (tx) => giveRole(tx, admin.account, 'director')),
    ).rejects.toMatchObject({ code: '42501' })
    expect((await test.post(admin.token, '/api/session/step-up', { demo: true })).status).toBe(200)
    expect((await test.post(admin.token, '/api/accounts', { name: 'Eve', roles: ['front-desk'] })).status).toBe(201)
  })
})

describe('an account', () => {
  it('is opened for somebody of the roster, once, and invited by a link that works once', async () => {
    const admin = await as('administrator', 'administrator')
    const [member] = (await list(admin.token)).staffWithoutAccount
    const made = await test.post(admin.token, '/api/accounts', { staff: member.id, roles: ['counselor'] })
    expect(made.status).toBe(201)
    expect(await test.post(admin.token, '/api/accounts', { staff: member.id, roles: ['counselor'] })).toMatchObject({
      status: 409,
      body: { code: 'account-exists' },
    })
    const renewed = await test.post(admin.token, `/api/accounts/${made.body.id}/invitation`)
    expect((await accept(made.body.link)).status).toBe(401)
    expect((await accept(renewed.body.link)).body).toMatchObject({
      name: member.name,
      role: 'counselor',
      state: 'enrolling',
    })
    expect((await accept(renewed.body.link)).status).toBe(401)
  })

  it('never takes a role of people in treatment, nor is one of them reached', async () => {
    const admin = await as('administrator', 'administrator')
    const [{ id }] = await test.rows(`SELECT id FROM auth.account WHERE code = 'person/maria'`)
    expect((await role('PUT', admin.token, id, 'counselor')).status).toBe(404)
    expect((await deactivate(admin.token, id)).status).toBe(404)
    expect((await test.post(admin.token, `/api/accounts/${id}/invitation`)).status).toBe(404)
    expect((await role('PUT', admin.token, admin.account, 'participant')).status).toBe(400)
  })

  it('holds several roles; one that ends takes its sessions and links along at once', async () => {
    const admin = await as('administrator', 'administrator')
    const { id, token } = await opened(admin, 'Kit Moreno', ['front-desk'])
    expect((await role('DELETE', admin.token, id, 'front-desk')).body.code).toBe('last-role')
    expect((await role('PUT', admin.token, id, 'supervisor')).status).toBe(204)
    expect((await test.ask(token, { url: '/api/session' })).body.roles).toEqual(['front-desk', 'supervisor'])
    const { actor } = (await findSession(test.center.database, token))!
    const claims = signClaims(test.center.claimKey, actor, Date.now())
    expect(claims).toContain('front-desk')
    expect((await role('DELETE', admin.token, id, 'front-desk')).status).toBe(204)
    expect((await test.ask(token, { url: '/api/session' })).status).toBe(401)
    const people = await test.center.database.inTransaction(actor, (tx) =>
      tx.selectFrom('participant').select('code').execute(),
    )
    expect(people).toEqual([])
  })
})

describe('an administrator', () => {
  it('reads no data of people in treatment', async () => {
    const admin = await as('administrator', 'administrator')
    expect((await test.ask(admin.token, { url: '/api/weeks/2026-11-30/board' })).status).toBe(404)
    const { actor } = (await findSession(test.center.database, admin.token))!
    expect(
      await test.center.database.inTransaction(actor, (tx) => tx.selectFrom('participant').select('code').execute()),
    ).toEqual([])
  })

  it('cannot take a role that does; where there is no other, the advice is the server', async () => {
    const admin = await as('administrator', 'administrator')
    const refused = await role('PUT', admin.token, admin.account, 'counselor')
    expect(refused).toMatchObject({ status: 409, body: { code: 'own-role' } })
    await test.rows(`UPDATE auth.account_role SET ended_at = now() WHERE role = 'director'`)
    const alone = await role('PUT', admin.token, admin.account, 'privacy-officer')
    expect(alone.body).toMatchObject({ code: 'own-role', detail: expect.stringContaining('evenkeel invite') })
    await test.rows(`UPDATE auth.account_role SET ended_at = NULL WHERE role = 'director'`)
    expect((await role('PUT', admin.token, admin.account, 'director')).status).toBe(204)
    await role('DELETE', admin.token, admin.account, 'director')
  })

  it('cannot be the last one to go, also when two dismiss each other at once', async () => {
    const admin = await as('administrator', 'administrator')
    expect((await deactivate(admin.token, admin.account)).body.code).toBe('last-administrator')
    expect((await role('DELETE', admin.token, admin.account, 'administrator')).body.code).toBe('last-role')
    const second = await opened(admin, 'Ines Ray', ['administrator'])
    const both = await Promise.all([deactivate(admin.token, second.id), deactivate(second.token, admin.account)])
    expect(both.map((answer) => answer.status).toSorted()[0]).toBe(204)
    const left = await test.rows(
      `SELECT FROM auth.account a JOIN auth.account_role r ON r.account_id = a.id WHERE r.role = 'administrator' AND a.deactivated_at IS NULL`,
    )
    expect(left).toHaveLength(1)
    await test.rows(`UPDATE auth.account SET deactivated_at = NULL WHERE id = $1`, [admin.account])
  })
})

describe('deactivation', () => {
  it('ends session, passkey, link and claims with the next statement; reactivation brings none of it back', async () => {
    const admin = await as('administrator', 'administrator')
    const leaver = await opened(admin, 'Noor Bell', ['front-desk'])
    const { link } = (await test.post(admin.token, `/api/accounts/${leaver.id}/invitation`)).body
    const { actor } = (await findSession(test.center.database, leaver.token))!
    await test.center.database.inTransaction(actor, async (tx) => {
      const people = () => tx.selectFrom('participant').select('code').execute()
      expect((await people()).length).toBeGreaterThan(0)
      expect((await deactivate(admin.token, leaver.id)).status).toBe(204)
      expect(await people()).toEqual([])
    })
    expect((await test.ask(leaver.token, { url: '/api/session' })).status).toBe(401)
    expect((await accept(link)).status).toBe(401)
    const byPasskey = async () => {
      const { ceremony, options } = (await test.post(null, '/api/sign-ins/passkey/options')).body
      leaver.device.counter += 1
      return test.post(null, '/api/sign-ins/passkey', { ceremony, response: leaver.device.assert(options) })
    }
    expect((await byPasskey()).status).toBe(401)
    const back = await test.post(admin.token, `/api/accounts/${leaver.id}/reactivation`, { why: 'came back in May' })
    expect(back.status).toBe(201)
    expect((await byPasskey()).status).toBe(401)
    expect((await accept(back.body.link)).body).toMatchObject({ name: 'Noor Bell', state: 'enrolling' })
    const decisions = await test.rows('SELECT kind, why FROM auth.account_decision WHERE account_id = $1 ORDER BY at', [
      leaver.id,
    ])
    expect(decisions.map((row) => row.kind)).toEqual(
      expect.arrayContaining(['opened', 'invited', 'enrolled', 'deactivated', 'reactivated']),
    )
    expect(decisions.find((row) => row.kind === 'deactivated').why).toBe('left on Friday')
  })

  it('of a break-glass holder closes what is open', async () => {
    const admin = await as('administrator', 'administrator')
    const leaver = await opened(admin, 'Remy Cole', ['prescriber'])
    const [person] = await test.rows(`SELECT center_id, participant_id FROM evenkeel.participant LIMIT 1`)
    await test.rows(
      `INSERT INTO evenkeel.break_glass (center_id, participant_id, id, account_id, opened_by, reason)
       VALUES ($1, $2, gen_random_uuid(), $3, 'Remy Cole', 'found unresponsive in the lobby')`,
      [person.center_id, person.participant_id, leaver.id],
    )
    expect((await deactivate(admin.token, leaver.id)).status).toBe(204)
    const open = await test.rows('SELECT FROM evenkeel.break_glass WHERE account_id = $1 AND closed_at IS NULL', [
      leaver.id,
    ])
    expect(open).toEqual([])
  })
})

describe('a participant', () => {
  it('is invited and signed off by the front desk', async () => {
    const desk = await as('brand', 'front-desk')
    const maria = await as('maria', 'participant')
    const { participantId } = (await test.ask(maria.token, { url: '/api/session' })).body
    const feed = (await test.post(maria.token, `/api/participants/${participantId}/feed`)).body.url
    const path = new URL(feed).pathname
    const url = `/api/participants/${participantId}`
    const { link } = (await test.post(desk.token, `${url}/invitation`)).body
    expect((await accept(link)).body).toMatchObject({ role: 'participant', state: 'open', participantId })
    expect((await test.ask(null, { url: path })).status).toBe(200)
    expect((await test.ask(desk.token, { method: 'DELETE', url: `${url}/account` })).status).toBe(204)
    expect((await test.ask(maria.token, { url: '/api/session' })).status).toBe(401)
    expect((await test.ask(null, { url: path })).status).toBe(404)
    expect((await test.post(desk.token, `${url}/invitation`)).status).toBe(201)
  })

  it('is not invited by a counselor, a participant or for an unknown record', async () => {
    const desk = await as('brand', 'front-desk')
    const ana = await as('alvarez', 'counselor')
    const dana = await as('dana', 'participant')
    const { participantId } = (await test.ask(dana.token, { url: '/api/session' })).body
    for (const { token } of [ana, dana])
      expect((await test.post(token, `/api/participants/${participantId}/invitation`)).status).toBe(404)
    const unknown = '0192f000-0000-7000-8000-000000000000'
    expect((await test.post(desk.token, `/api/participants/${unknown}/invitation`)).status).toBe(404)
  })
})

describe('a supporter', () => {
  it('whom a consent names is invited by the front desk; nobody else is, and by nobody else', async () => {
    const desk = await as('brand', 'front-desk')
    const dana = await as('dana', 'participant')
    const { participantId } = (await test.ask(dana.token, { url: '/api/session' })).body
    const form = {
      kind: 'supporter',
      recipient: { name: 'Rosa Delgado' },
      classes: ['C1'],
      information: 'When I have appointments',
      purpose: 'So that she can drive me',
      expiry: { event: 'end-of-treatment' },
      statements: ['may-revoke'],
      signature: 'Dana',
    }
    const given = await test.post(dana.token, `/api/participants/${participantId}/consents`, form)
    expect(given.status).toBe(201)
    const [{ account }] = await test.rows(
      'SELECT grantee_account AS account FROM evenkeel.consent WHERE participant_id = $1',
      [participantId],
    )
    const url = `/api/participants/${participantId}/supporters/${account}/invitation`
    expect((await test.post(dana.token, url)).status).toBe(404)
    const invited = await test.post(desk.token, url)
    expect((await accept(invited.body.link)).body).toMatchObject({
      name: 'Rosa Delgado',
      role: 'supporter',
      state: 'open',
    })
    const maria = (await test.rows(`SELECT participant_id AS id FROM auth.account WHERE code = 'person/maria'`))[0].id
    expect((await test.post(desk.token, `/api/participants/${maria}/supporters/${account}/invitation`)).status).toBe(
      404,
    )
    expect(
      (await test.post(desk.token, `/api/participants/${participantId}/supporters/${desk.account}/invitation`)).status,
    ).toBe(404)
  })
})
