import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildApp } from '../app.ts'
import { signClaims } from '../kernel/claims.ts'
import { keyStoreOf } from '../kernel/key-store.ts'
import { openAccessTest, openAuthenticator, type AccessTest } from './test-access.ts'
import { vouched } from './sign-in.rows.ts'

let test: AccessTest
beforeAll(async () => {
  test = await openAccessTest()
})
afterAll(() => test.close())

const BOARD = { url: '/api/weeks/2026-11-30/board' }

async function demo(code: string, role: string, headers: Record<string, string> = {}) {
  const people = (await test.ask(null, { url: '/api/demo/people' })).body.people
  const person = people.find((one: { code: string }) => one.code.endsWith(`/${code}`))
  return test.ask(null, {
    method: 'POST',
    url: '/api/demo/sessions',
    payload: { account: person.account, role },
    headers,
  })
}

describe('the own sessions', () => {
  it('are listed in words, ended one by one, or all others at once', async () => {
    const agent = 'Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0'
    const here = await demo('okafor', 'counselor', { 'user-agent': agent })
    const there = await demo('okafor', 'counselor')
    const third = await demo('okafor', 'counselor')
    const { sessions } = (await test.ask(here.token, { url: '/api/sessions' })).body
    expect(sessions).toHaveLength(3)
    const own = sessions.find((session: { here: boolean }) => session.here)
    expect(own).toMatchObject({ device: 'Firefox on Windows', role: 'counselor', openedBy: 'demo' })
    const other = sessions.find((session: { here: boolean }) => !session.here)
    expect((await test.ask(here.token, { method: 'DELETE', url: `/api/sessions/${other.id}` })).status).toBe(204)
    const alive = async () =>
      (await Promise.all([here, there, third].map(({ token }) => test.ask(token, { url: '/api/session' })))).filter(
        ({ status }) => status === 200,
      )
    expect(await alive()).toHaveLength(2)
    expect((await test.ask(here.token, { method: 'DELETE', url: '/api/sessions' })).status).toBe(204)
    expect(await alive()).toHaveLength(1)
  })

  it('of another account are not available', async () => {
    const desk = await demo('brand', 'front-desk')
    const ana = await demo('alvarez', 'counselor')
    const [{ id }] = (await test.ask(ana.token, { url: '/api/sessions' })).body.sessions
    expect((await test.ask(desk.token, { method: 'DELETE', url: `/api/sessions/${id}` })).status).toBe(404)
    expect((await test.ask(ana.token, { url: '/api/session' })).status).toBe(200)
  })
})

describe('the idle lock', () => {
  const idle = (token: string, minutes: number) =>
    test.rows(
      `UPDATE auth.session SET last_seen_at = now() - make_interval(mins => $2) WHERE token_hash = sha256($1::bytea)`,
      [token, minutes],
    )

  it.each([
    ['brand', 'front-desk', 14, 16],
    ['maria', 'participant', 9, 11],
  ] as const)('%s, %s: open after %i idle minutes, locked after %i', async (code, role, open, locked) => {
    const { token } = await demo(code, role)
    await idle(token, open)
    expect((await test.ask(token, { url: '/api/session' })).status).toBe(200)
    await idle(token, locked)
    expect(await test.ask(token, { url: '/api/session' })).toMatchObject({
      status: 401,
      body: { code: 'session-locked' },
    })
    expect((await test.ask(token, BOARD)).body.code).toBe('session-locked')
    expect((await test.post(token, '/api/session/re-entry', { demo: true })).status).toBe(200)
    expect((await test.ask(token, { url: '/api/session' })).status).toBe(200)
  })

  it('holds in SQL too: locked claims reach no row', async () => {
    const { token } = await demo('brand', 'front-desk')
    const { findSession } = await import('./sign-in.rows.ts')
    const { actor } = (await findSession(test.center.database, token))!
    const people = () =>
      test.center.database.inTransaction(actor, (tx) => tx.selectFrom('participant').select('code').execute())
    expect((await people()).length).toBeGreaterThan(0)
    await idle(token, 16)
    expect(await people()).toEqual([])
    expect(await findSession(test.center.database, token)).toBeUndefined()
  })

  it('is put off by people, not by timers', async () => {
    const { token } = await demo('brand', 'front-desk')
    const seen = async () =>
      (
        await test.rows(
          "SELECT last_seen_at > now() - interval '1 minute' AS lately FROM auth.session WHERE token_hash = sha256($1::bytea)",
          [token],
        )
      )[0].lately
    await idle(token, 5)
    await test.ask(token, { url: '/api/session', headers: { 'evenkeel-background': '1' } })
    expect(await seen()).toBe(false)
    await test.ask(token, { url: '/api/session' })
    expect(await seen()).toBe(true)
  })

  it('lets a locked session sign out', async () => {
    const { token } = await demo('brand', 'front-desk')
    await test.post(token, '/api/session/lock')
    expect((await test.ask(token, { method: 'DELETE', url: '/api/session' })).status).toBe(204)
    expect((await test.ask(token, { url: '/api/session' })).body.code).toBe('sign-in-needed')
  })

  it('is not opened by the demo click on a session that was not opened by it', async () => {
    const arrived = await test.arrive('brand')
    const { ceremony, options } = (await test.post(arrived.token, '/api/passkeys/options')).body
    const { token } = await test.post(arrived.token, '/api/passkeys', {
      ceremony,
      response: openAuthenticator().register(options),
    })
    await test.post(token, '/api/session/lock')
    expect((await test.post(token, '/api/session/re-entry', { demo: true })).status).toBe(401)
  })
})

describe('a session acts in one role', () => {
  it('and in another of its account after a switch, under a new token', async () => {
    await test.rows(
      `INSERT INTO auth.account_role (account_id, role) SELECT id, 'director' FROM auth.account WHERE code = 'staff/alvarez' ON CONFLICT DO NOTHING`,
    )
    const [{ role }] = await test.rows(
      `SELECT r.role FROM auth.account_role r JOIN auth.account a ON a.id = r.account_id WHERE a.code = 'staff/alvarez' AND r.role <> 'director'`,
    )
    const before = await demo('alvarez', role)
    expect(before.body.roles).toEqual([role, 'director'].toSorted())
    const switched = await test.post(before.token, '/api/session/role', { role: 'director' })
    expect(switched).toMatchObject({ status: 200, body: { role: 'director', steppedUpUntil: null } })
    expect((await test.ask(before.token, { url: '/api/session' })).status).toBe(401)
    expect((await test.post(switched.token, '/api/session/role', { role: 'front-desk' })).status).toBe(404)
  })
})

describe('CVE-2026-23478 (another person’s e-mail in the session): who somebody is', () => {
  it('comes from the server’s session only, whatever the body says', async () => {
    const maria = await demo('maria', 'participant')
    const dana = (await demo('dana', 'participant')).body.participantId
    for (const payload of [
      { role: 'participant', participantId: dana },
      { role: 'participant', account: dana },
      { name: 'x' },
    ]) {
      expect((await test.post(maria.token, '/api/session/role', payload)).status).toBe(400)
    }
    expect((await test.ask(maria.token, { url: '/api/session' })).body.participantId).toBe(maria.body.participantId)
  })
})

describe('CVE-2025-61928 (keys minted for anybody): a way to sign in', () => {
  it('is added to the account of the session only, and not without one', async () => {
    expect((await test.post(null, '/api/passkeys/options')).status).toBe(401)
    const { token } = await test.arrive('alvarez')
    const { ceremony, options } = (await test.post(token, '/api/passkeys/options')).body
    const [{ id }] = await test.rows(`SELECT id FROM auth.account WHERE code = 'staff/brand'`)
    const response = openAuthenticator().register(options)
    const keys = async () => (await test.rows('SELECT FROM auth.passkey WHERE account_id = $1', [id])).length
    const before = await keys()
    expect((await test.post(token, '/api/passkeys', { ceremony, response, account: id })).status).toBe(400)
    expect((await test.post(null, '/api/passkeys', { ceremony, response })).status).toBe(401)
    expect(await keys()).toBe(before)
  })
})

describe('session fixation', () => {
  it('fails: the token a browser brought is never the one that is opened, and it ends', async () => {
    const planted = await demo('maria', 'participant')
    const people = (await test.ask(null, { url: '/api/demo/people' })).body.people
    const desk = people.find((one: { role: string }) => one.role === 'front-desk')
    const opened = await test.post(planted.token, '/api/demo/sessions', { account: desk.account, role: 'front-desk' })
    expect(opened.token).not.toBe(planted.token)
    expect((await test.ask(planted.token, { url: '/api/session' })).status).toBe(401)
    const invented = await test.post('A'.repeat(43), '/api/demo/sessions', {
      account: desk.account,
      role: 'front-desk',
    })
    expect(invented.token).not.toBe('A'.repeat(43))
  })
})

describe('the cookie', () => {
  it('has the __Host- prefix and Secure over https', async () => {
    const keys = keyStoreOf(
      [],
      () => 0,
      () => {},
    )
    const app = await buildApp({
      database: test.center.database,
      keys,
      clock: () => 0,
      origin: () => 'https://week.example.org',
      demo: true,
    })
    const people = (await app.inject({ url: '/api/demo/people' })).json().people
    const reply = await app.inject({
      method: 'POST',
      url: '/api/demo/sessions',
      headers: { origin: 'https://week.example.org' },
      payload: { account: people[0].account, role: people[0].role },
    })
    expect(String(reply.headers['set-cookie'])).toMatch(
      /^__Host-evenkeel=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    )
    await app.close()
  })
})

describe('better-auth < 1.4.17 (limits passed by IPv6 or a forged header)', () => {
  const guess = (app: AccessTest['app'], address: string, headers = {}) =>
    app.inject({
      method: 'POST',
      url: '/api/sign-ins/password',
      remoteAddress: address,
      headers: { 'sec-fetch-site': 'same-origin', ...headers },
      payload: { name: `n${Math.random()}`, password: 'guess guess', code: '123456' },
    })
  const networks = async () =>
    (await test.rows('SELECT DISTINCT network FROM auth.attempt ORDER BY 1')).map((row) => row.network)

  it('counts a /64 as one and believes no forwarded header', async () => {
    await test.rows('DELETE FROM auth.attempt')
    await guess(test.app, '2001:db8:1:2::1', { 'x-forwarded-for': '198.51.100.1' })
    await guess(test.app, '2001:db8:1:2:ffff::2', { 'x-forwarded-for': '198.51.100.2', 'x-real-ip': '198.51.100.3' })
    expect(await networks()).toEqual(['2001:db8:1:2::/64'])
  })

  it('believes the header of the own proxy alone', async () => {
    const keys = keyStoreOf(
      [],
      () => 0,
      () => {},
    )
    const app = await buildApp({
      database: test.center.database,
      keys,
      clock: () => 0,
      origin: () => 'http://localhost:4180',
      demo: true,
      proxy: '127.0.0.1',
    })
    await test.rows('DELETE FROM auth.attempt')
    await guess(app, '127.0.0.1', { 'x-forwarded-for': '203.0.113.9, 198.51.100.7' })
    await guess(app, '192.0.2.50', { 'x-forwarded-for': '203.0.113.9' })
    expect(await networks()).toEqual(['192.0.2.50', '198.51.100.7'])
    await app.close()
  })

  it('stops a network that tries many names', async () => {
    await test.rows('DELETE FROM auth.attempt')
    await guess(test.app, '192.0.2.77')
    await test.rows(
      `INSERT INTO auth.attempt (id, kind, network) SELECT gen_random_uuid(), 'password', '192.0.2.77' FROM generate_series(1, 99)`,
    )
    expect((await guess(test.app, '192.0.2.77')).statusCode).toBe(429)
    expect((await guess(test.app, '192.0.2.78')).statusCode).toBe(401)
  })
})

describe('the functions of schema auth', () => {
  it('give hashes, codes and sessions to the vouching server only, not to an injected statement', async () => {
    const { token } = await demo('brand', 'front-desk')
    const { findSession } = await import('./sign-in.rows.ts')
    const { actor } = (await findSession(test.center.database, token))!
    const client = new pg.Client({ ...test.center.app })
    await client.connect()
    const under = async (claims: string, statement: string) => {
      await client.query('BEGIN')
      await client.query(`SELECT set_config('evenkeel.claims', $1, true)`, [claims])
      try {
        return await client.query(statement)
      } finally {
        await client.query('ROLLBACK')
      }
    }
    const own = signClaims(test.center.claimKey, actor, Date.now())
    const server = signClaims(
      test.center.claimKey,
      vouched({ account_id: actor.uid!, center_id: actor.center }),
      Date.now(),
    )
    const statements = [
      `SELECT * FROM auth.password_of('brand')`,
      `SELECT * FROM auth.passkey_of('x')`,
      `SELECT auth.open_session('passkey', gen_random_uuid(), '\\x00', now() + interval '1 hour', '')`,
      `SELECT auth.begin_attempt(gen_random_uuid(), 'password', NULL, '192.0.2.1', 1, 1)`,
    ]
    for (const statement of statements) {
      await expect(under(own, statement), statement).rejects.toMatchObject({ code: '42501' })
      await expect(under('', statement), statement).rejects.toMatchObject({ code: '42501' })
      expect((await under(server, statement)).rowCount, statement).toBeGreaterThanOrEqual(0)
    }
    for (const step of ['auth.end_access(gen_random_uuid())', 'auth.own_session()', 'auth.managing()'])
      await expect(under(server, `SELECT ${step}`)).rejects.toMatchObject({ code: '42501' })
    await client.end()
  })
})
