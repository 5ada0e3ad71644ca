import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { usePasskey } from './passkey.rows.ts'
import { vouched } from './sign-in.rows.ts'
import { openAccessTest, openAuthenticator, type AccessTest, type Authenticator, type Lies } from './test-access.ts'

let test: AccessTest
beforeAll(async () => {
  test = await openAccessTest()
})
afterAll(() => test.close())

async function addPasskey(token: string, device: Authenticator, lies?: Lies) {
  const begun = await test.post(token, '/api/passkeys/options')
  const { ceremony, options } = begun.body
  return {
    begun,
    added: await test.post(token, '/api/passkeys', { ceremony, response: device.register(options, lies) }),
  }
}

/** `steps`: how far the device counts; 0 for one that does not. */
async function signIn(device: Authenticator, lies?: Lies, steps = 1) {
  const { ceremony, options } = (await test.post(null, '/api/sign-ins/passkey/options')).body
  device.counter += steps
  const payload = { ceremony, response: device.assert(options, lies) }
  return { payload, answer: await test.post(null, '/api/sign-ins/passkey', payload) }
}

async function enrolled(code: string) {
  const device = openAuthenticator()
  const { added } = await addPasskey((await test.arrive(code)).token, device)
  expect(added.status).toBe(201)
  return { device, token: added.token }
}

describe('a one-time link for somebody who works here', () => {
  it('opens nothing but the set-up, and everything after a passkey, under a new token', async () => {
    const arrived = await test.arrive('brand')
    expect(arrived.body).toMatchObject({ role: 'front-desk', state: 'enrolling' })
    const board = { url: '/api/weeks/2026-11-30/board' }
    expect(await test.ask(arrived.token, board)).toMatchObject({ status: 401, body: { code: 'enrolment-needed' } })
    const { added } = await addPasskey(arrived.token, openAuthenticator())
    expect(added).toMatchObject({ status: 201, body: { state: 'open', lockAfterSeconds: 900 } })
    expect(added.token).not.toBe(arrived.token)
    expect((await test.ask(arrived.token, { url: '/api/session' })).status).toBe(401)
    expect((await test.ask(added.token, board)).status).toBe(200)
  })

  it('gives no row by direct SQL while the set-up is unfinished', async () => {
    const { token } = await test.arrive('brand')
    const { lookUpSession } = await import('./sign-in.rows.ts')
    const session = await lookUpSession(test.center.database, token)
    const people = () =>
      test.center.database.inTransaction(session!.actor, (tx) => tx.selectFrom('participant').select('code').execute())
    expect(await people()).toEqual([])
    await test.rows('UPDATE auth.session SET enrolment_due = false WHERE id = $1', [session!.actor.session])
    expect((await people()).length).toBeGreaterThan(0)
  })

  it('lets a participant in as before and asks for a passkey', async () => {
    const { token, body } = await test.arrive('maria')
    expect(body).toMatchObject({ role: 'participant', state: 'open', asksForPasskey: true, lockAfterSeconds: null })
    const { added } = await addPasskey(token, openAuthenticator())
    expect(added.body).toMatchObject({ asksForPasskey: false, lockAfterSeconds: 600 })
  })
})

describe('a passkey', () => {
  it('signs in, with a cookie that scripts cannot read', async () => {
    const { device } = await enrolled('alvarez')
    const { answer } = await signIn(device)
    expect(answer).toMatchObject({ status: 200, body: { role: 'counselor', state: 'open' } })
    const [entry] = await test.rows(
      `SELECT convert_from(body, 'UTF8') AS body FROM audit.entry ORDER BY at DESC LIMIT 1`,
    )
    expect(JSON.parse(entry.body)).toMatchObject({ what: 'session.opened', center: test.center.id })
    expect(String(answer.headers['set-cookie'])).toMatch(/HttpOnly; SameSite=Strict/)
  })

  it.each<[string, Lies]>([
    ['of another origin', { origin: 'https://evenkeel.example' }],
    ['of an origin that begins alike', { origin: 'http://localhost:4180.evil.example' }],
    ['for another domain', { domain: 'evil.example' }],
    ['to another challenge', { challenge: 'bm90IHRoaXMgb25l' }],
    ['without user verification', { unverified: true }],
    ['naming another account', { userHandle: 'AAAAAAAAAAAAAAAAAAAAAA' }],
  ])('%s is refused', async (_what, lies) => {
    const { device } = await enrolled('okafor')
    const { answer } = await signIn(device, lies)
    expect(answer).toMatchObject({ status: 401, body: { code: 'sign-in-refused' }, token: '' })
  })

  it.each<[string, Lies]>([
    ['of another origin', { origin: 'https://evenkeel.example' }],
    ['for another domain', { domain: 'evil.example' }],
    ['to another challenge', { challenge: 'bm90IHRoaXMgb25l' }],
    ['without user verification', { unverified: true }],
  ])('%s cannot be added', async (_what, lies) => {
    const { token } = await test.arrive('okafor')
    expect((await addPasskey(token, openAuthenticator(), lies)).added).toMatchObject({
      status: 422,
      body: { code: 'passkey-refused' },
    })
  })

  it('answers once: a replayed assertion is refused, also of a key that does not count', async () => {
    const { device } = await enrolled('hollis')
    for (const steps of [0, 1]) {
      const { payload, answer } = await signIn(device, {}, steps)
      expect(answer.status).toBe(200)
      expect((await test.post(null, '/api/sign-ins/passkey', payload)).status).toBe(401)
    }
  })

  it('whose counter does not grow is a copy, also when both answer at once', async () => {
    const { device } = await enrolled('haddad')
    expect((await signIn(device)).answer.status).toBe(200)
    expect((await signIn(device, {}, 0)).answer.status).toBe(401)
    expect((await signIn(device)).answer.status).toBe(200)
    const [haddad] = await test.rows(`SELECT id AS account_id, center_id FROM auth.account WHERE code = 'staff/haddad'`)
    const used = { credential: device.id, counter: device.counter + 1 }
    const both = [1, 2].map(() => test.center.database.inTransaction(vouched(haddad), (tx) => usePasskey(tx, used)))
    expect((await Promise.all(both)).toSorted()).toEqual([false, true])
  })

  it('challenge of one session serves no other', async () => {
    const mine = await test.arrive('brand')
    const theirs = await test.arrive('brand')
    const { ceremony, options } = (await test.post(mine.token, '/api/passkeys/options')).body
    const payload = { ceremony, response: openAuthenticator().register(options) }
    expect((await test.post(theirs.token, '/api/passkeys', payload)).status).toBe(422)
    expect((await test.post(mine.token, '/api/passkeys', payload)).status).toBe(201)
  })

  it('needs a step-up to be joined by another one', async () => {
    const { token } = await enrolled('brand')
    await test.rows(
      `UPDATE auth.session SET stepped_up_at = now() - interval '6 minutes' WHERE stepped_up_at IS NOT NULL`,
    )
    expect((await test.post(token, '/api/passkeys/options')).body.code).toBe('step-up-needed')
  })
})

describe('GHSA better-auth < 1.4.0: deleting the passkey of another account', () => {
  it('is not available, and the passkey goes on working', async () => {
    const ana = await enrolled('alvarez')
    const desk = await enrolled('brand')
    const [passkey] = (await test.ask(ana.token, { url: '/api/credentials' })).body.passkeys.slice(-1)
    const url = `/api/passkeys/${passkey.id}`
    expect(await test.ask(desk.token, { method: 'DELETE', url })).toMatchObject({ status: 404 })
    expect((await signIn(ana.device)).answer.status).toBe(200)
    expect((await test.ask(ana.token, { method: 'DELETE', url })).status).toBe(204)
    expect((await signIn(ana.device)).answer.status).toBe(401)
  })

  it('nor is removing the own last way to sign in', async () => {
    const { token } = await enrolled('stanek')
    const { passkeys } = (await test.ask(token, { url: '/api/credentials' })).body
    expect(passkeys).toHaveLength(1)
    const answer = await test.ask(token, { method: 'DELETE', url: `/api/passkeys/${passkeys[0].id}` })
    expect(answer).toMatchObject({ status: 409, body: { code: 'last-credential' } })
  })
})

describe('step-up and re-entry by passkey', () => {
  it('open a locked session, for the own passkey only', async () => {
    const mine = await enrolled('marsh')
    const other = await enrolled('brand')
    expect((await test.post(mine.token, '/api/session/lock')).status).toBe(204)
    expect((await test.ask(mine.token, { url: '/api/session' })).body.code).toBe('session-locked')
    const enter = async (device: Authenticator) => {
      const { ceremony, options } = (await test.post(mine.token, '/api/session/re-entry/options')).body
      device.counter += 1
      return test.post(mine.token, '/api/session/re-entry', { passkey: { ceremony, response: device.assert(options) } })
    }
    expect((await enter(other.device)).status).toBe(401)
    expect((await test.ask(mine.token, { url: '/api/session/re-entry' })).body).toEqual({
      locked: true,
      ways: ['passkey'],
    })
    const opened = await enter(mine.device)
    expect(opened.status).toBe(200)
    expect(Date.parse(opened.body.steppedUpUntil)).toBeGreaterThan(Date.now() + 290_000)
    expect((await test.ask(mine.token, { url: '/api/session' })).status).toBe(200)
  })
})
