import { hash } from '@node-rs/argon2'
import { TOTP } from 'otpauth'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { openAccessTest, type AccessTest, type Answer } from './test-access.ts'

const PASSWORD = 'wet slate & noon'

/** The library as it is, with its work counted. */
const counted = vi.hoisted(() => ({ verified: 0 }))
vi.mock('@node-rs/argon2', async (original) => {
  const library = await original<typeof import('@node-rs/argon2')>()
  const verify: typeof library.verify = (...given) => {
    counted.verified += 1
    return library.verify(...given)
  }
  return { ...library, verify }
})

let test: AccessTest
beforeAll(async () => {
  test = await openAccessTest()
})
afterAll(() => test.close())

interface Enrolled {
  readonly token: string
  readonly name: string
  readonly recoveryCodes: string[]
  /** The code `steps` time steps from now. Set-up uses the step before this one, so that 0 and 1 are fresh. */
  code(steps: number): string
}

const codeAt = (secret: string, steps: number) =>
  new TOTP({ secret }).generate({ timestamp: Date.now() + steps * 30_000 })

/** Sign-in tries of other tests must not count here. */
const forget = () => test.rows('DELETE FROM auth.attempt')

async function enroll(code: string): Promise<Enrolled> {
  await forget()
  const arrived = await test.arrive(code)
  const offer = (await test.post(arrived.token, '/api/password/preparation')).body
  const payload = { password: PASSWORD, ceremony: offer.ceremony, code: codeAt(offer.secret, -1) }
  const set = await test.ask(arrived.token, { method: 'PUT', url: '/api/password', payload })
  expect(set.status).toBe(200)
  return {
    token: set.token,
    name: set.body.signInName,
    recoveryCodes: set.body.recoveryCodes,
    code: (steps) => codeAt(offer.secret, steps),
  }
}

const signIn = (name: string, password: string, code: string): Promise<Answer> =>
  test.post(null, '/api/sign-ins/password', { name, password, code })

describe('a password with an authenticator', () => {
  it('is set up by a one-time link and then signs in', async () => {
    const ana = await enroll('alvarez')
    expect(ana.name).toBe('alvarez')
    expect(new Set(ana.recoveryCodes).size).toBe(10)
    const answer = await signIn(' Alvarez ', PASSWORD, ana.code(0))
    expect(answer).toMatchObject({ status: 200, body: { role: 'counselor', state: 'open' } })
    expect(answer.body.steppedUpUntil).not.toBeNull()
    const kept = await test.rows('SELECT hash FROM auth.password')
    expect(kept[0].hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  })

  it('is not set without one', async () => {
    const { token } = await test.arrive('brand')
    const alone = await test.ask(token, { method: 'PUT', url: '/api/password', payload: { password: PASSWORD } })
    expect(alone).toMatchObject({ status: 422, body: { code: 'authenticator-needed' } })
    const { ceremony } = (await test.post(token, '/api/password/preparation')).body
    const wrong = await test.ask(token, {
      method: 'PUT',
      url: '/api/password',
      payload: { password: PASSWORD, ceremony, code: '000000' },
    })
    expect(wrong).toMatchObject({ status: 422, body: { code: 'authenticator-needed' } })
    expect((await test.ask(token, { url: '/api/session' })).body.state).toBe('enrolling')
  })

  it('is refused when it is weak, with the reason', async () => {
    const { token } = await test.arrive('brand')
    const offer = (await test.post(token, '/api/password/preparation')).body
    const put = (password: string) =>
      test.ask(token, {
        method: 'PUT',
        url: '/api/password',
        payload: { password, ceremony: offer.ceremony, code: codeAt(offer.secret, 0) },
      })
    expect((await put('harbor street 1')).body).toMatchObject({
      code: 'weak-password',
      detail: expect.stringContaining('name of the place'),
    })
    expect((await put('P@ssw0rd!')).body.code).toBe('weak-password')
  })

  it('ends all other sessions when it changes', async () => {
    const first = await enroll('okafor')
    const second = await signIn(first.name, PASSWORD, first.code(0))
    const changed = await test.ask(second.token, {
      method: 'PUT',
      url: '/api/password',
      payload: { password: 'gull kettle nine' },
    })
    expect(changed).toMatchObject({ status: 200, body: { recoveryCodes: null } })
    expect((await test.ask(first.token, { url: '/api/session' })).status).toBe(401)
    expect((await signIn(first.name, PASSWORD, first.code(1))).status).toBe(401)
    expect((await signIn(first.name, 'gull kettle nine', first.code(1))).status).toBe(200)
  })

  it('is hashed anew when the parameters have grown', async () => {
    const desk = await enroll('brand')
    const old = await hash(PASSWORD, { memoryCost: 8192, timeCost: 1 })
    const [{ account_id: account }] = await test.rows(
      `SELECT id AS account_id FROM auth.account WHERE code = 'staff/brand'`,
    )
    await test.rows('UPDATE auth.password SET hash = $1 WHERE account_id = $2', [old, account])
    expect((await signIn(desk.name, PASSWORD, desk.code(0))).status).toBe(200)
    const [kept] = await test.rows('SELECT hash FROM auth.password WHERE account_id = $1', [account])
    expect(kept.hash).toContain('m=19456,t=2')
  })
})

describe('a code of the authenticator', () => {
  it('counts once: replayed, and every earlier one, it is refused', async () => {
    const ana = await enroll('alvarez')
    expect((await signIn(ana.name, PASSWORD, ana.code(1))).status).toBe(200)
    expect((await signIn(ana.name, PASSWORD, ana.code(1))).status).toBe(401)
    expect((await signIn(ana.name, PASSWORD, ana.code(0))).status).toBe(401)
  })

  it('lets one in when it is sent twice at the same moment', async () => {
    const ana = await enroll('alvarez')
    const code = ana.code(0)
    const answers = await Promise.all(Array.from({ length: 5 }, () => signIn(ana.name, PASSWORD, code)))
    expect(answers.map((answer) => answer.status).toSorted()).toEqual([200, 401, 401, 401, 401])
  })

  it('is not used up by a wrong password', async () => {
    const ana = await enroll('alvarez')
    expect((await signIn(ana.name, 'something else', ana.code(0))).status).toBe(401)
    expect((await signIn(ana.name, PASSWORD, ana.code(0))).status).toBe(200)
  })
})

describe('a recovery code', () => {
  it('works once, also when it is sent many times at once', async () => {
    const ana = await enroll('alvarez')
    const code = ana.recoveryCodes[3]!
    const answers = await Promise.all(Array.from({ length: 6 }, () => signIn(ana.name, PASSWORD, code.toUpperCase())))
    expect(answers.map((answer) => answer.status).toSorted()).toEqual([200, 401, 401, 401, 401, 401])
    const token = answers.find((answer) => answer.status === 200)!.token
    expect((await test.ask(token, { url: '/api/credentials' })).body.recoveryCodesLeft).toBe(9)
  })

  it('ends when new ones are made', async () => {
    const ana = await enroll('alvarez')
    const made = await test.post(ana.token, '/api/recovery-codes')
    expect(made.body.recoveryCodes).toHaveLength(10)
    expect((await signIn(ana.name, PASSWORD, ana.recoveryCodes[0]!)).status).toBe(401)
    expect((await signIn(ana.name, PASSWORD, made.body.recoveryCodes[0])).status).toBe(200)
  })

  it('is kept as a hash only', async () => {
    const ana = await enroll('alvarez')
    const rows = await test.rows('SELECT code_hash FROM auth.recovery_code')
    expect(rows.every((row) => row.code_hash.length === 32)).toBe(true)
    expect(JSON.stringify(rows)).not.toContain(ana.recoveryCodes[0]!.slice(0, 4))
  })
})

describe('the secret of an authenticator', () => {
  it('stands nowhere in the database, offered or stored, and opens for its own account only', async () => {
    const arrived = await test.arrive('alvarez')
    const offer = (await test.post(arrived.token, '/api/password/preparation')).body
    const payload = { password: PASSWORD, ceremony: offer.ceremony, code: codeAt(offer.secret, -1) }
    const set = await test.ask(arrived.token, { method: 'PUT', url: '/api/password', payload })
    const rows = [
      ...(await test.rows('SELECT challenge FROM auth.ceremony')),
      ...(await test.rows('SELECT secret FROM auth.authenticator')),
    ]
    expect(rows.length).toBeGreaterThan(1)
    expect(JSON.stringify(rows)).not.toContain(offer.secret)
    const desk = await enroll('brand')
    await test.rows(
      `UPDATE auth.authenticator t SET secret = (SELECT o.secret FROM auth.authenticator o JOIN auth.account a ON a.id = o.account_id
      WHERE a.sign_in_name = $1) FROM auth.account a WHERE a.id = t.account_id AND a.sign_in_name = $2`,
      [set.body.signInName, desk.name],
    )
    expect((await signIn(desk.name, PASSWORD, codeAt(offer.secret, 0))).body.code).toBe('sealed-unreadable')
  })
})

describe('guessing', () => {
  it('gets one answer for an unknown name, a wrong password and a wrong code', async () => {
    const ana = await enroll('alvarez')
    const answers = [
      await signIn('nobody.here', PASSWORD, ana.code(0)),
      await signIn(ana.name, 'something else', ana.code(0)),
      await signIn(ana.name, PASSWORD, '000000'),
      await signIn(ana.name, PASSWORD, 'aaaa-bbbb-cccc-dddd'),
    ]
    expect(new Set(answers.map(({ status, body }) => JSON.stringify({ status, body }))).size).toBe(1)
    expect(answers[0]).toMatchObject({ status: 401, body: { code: 'sign-in-refused' } })
  })

  it('does the same work for an unknown name: one password is verified', async () => {
    const ana = await enroll('alvarez')
    const verified = async (name: string) => {
      const before = counted.verified
      await signIn(name, 'something else', '000000')
      return counted.verified - before
    }
    expect([await verified(ana.name), await verified('nobody.here')]).toEqual([1, 1])
  })

  it('stops after ten tries on a name, known or not, also in parallel, and starts anew for the right person later', async () => {
    const ana = await enroll('alvarez')
    for (const name of [ana.name, 'nobody.here']) {
      const answers = await Promise.all(Array.from({ length: 14 }, () => signIn(name, 'guess guess', '123456')))
      expect(answers.map((answer) => answer.status).toSorted()).toEqual([...Array(10).fill(401), ...Array(4).fill(429)])
    }
    expect(await signIn(ana.name, PASSWORD, ana.code(0))).toMatchObject({ status: 429, body: { code: 'too-many' } })
    await test.rows(`UPDATE auth.attempt SET at = at - interval '16 minutes'`)
    expect((await signIn(ana.name, PASSWORD, ana.code(0))).status).toBe(200)
  })

  it('keeps no name that was tried', async () => {
    await signIn('a.name.somebody.typed', 'x', '123456')
    expect(JSON.stringify(await test.rows('SELECT * FROM auth.attempt'))).not.toContain('somebody')
  })
})

describe('GHSA-xg6x-h9c9-2m83 (second factor bypassed): a right password alone', () => {
  it('opens nothing: no cookie, no session, no difference from a wrong one', async () => {
    const ana = await enroll('alvarez')
    const before = await test.rows('SELECT count(*) FROM auth.session')
    const answer = await signIn(ana.name, PASSWORD, '000000')
    expect(answer).toMatchObject({ status: 401, token: '' })
    expect(answer.headers['set-cookie']).toBeUndefined()
    expect(await test.rows('SELECT count(*) FROM auth.session')).toEqual(before)
  })
})

describe('better-auth < 1.4.0: change-password mounted though password sign-in is off', () => {
  it.each([
    ['POST', '/api/password/preparation', {}],
    ['PUT', '/api/password', { password: PASSWORD }],
    ['POST', '/api/recovery-codes', {}],
  ] as const)('%s %s is not there for a participant', async (method, url, payload) => {
    const { token } = await test.arrive('maria')
    expect(await test.ask(token, { method, url, payload })).toMatchObject({
      status: 404,
      body: { code: 'not-available' },
    })
  })
})

describe('step-up by password', () => {
  it('needs both factors, re-entry after idleness the password alone', async () => {
    const ana = await enroll('alvarez')
    await test.rows(`UPDATE auth.session SET stepped_up_at = NULL`)
    await test.post(ana.token, '/api/session/lock')
    const wrong = await test.post(ana.token, '/api/session/re-entry', { password: 'something else' })
    expect(wrong.status).toBe(401)
    const opened = await test.post(ana.token, '/api/session/re-entry', { password: PASSWORD })
    expect(opened).toMatchObject({ status: 200, body: { steppedUpUntil: null } })
    expect((await test.post(ana.token, '/api/recovery-codes')).body.code).toBe('step-up-needed')
    expect((await test.post(ana.token, '/api/session/step-up', { password: PASSWORD })).status).toBe(400)
    expect((await test.post(ana.token, '/api/session/step-up', { password: PASSWORD, code: '000000' })).status).toBe(
      401,
    )
    expect((await test.post(ana.token, '/api/session/step-up', { password: PASSWORD, code: ana.code(0) })).status).toBe(
      200,
    )
    expect((await test.post(ana.token, '/api/recovery-codes')).status).toBe(200)
  })

  it('is limited like sign-in', async () => {
    const ana = await enroll('alvarez')
    const tries = await Promise.all(
      Array.from({ length: 12 }, () => test.post(ana.token, '/api/session/re-entry', { password: 'guess guess' })),
    )
    expect(tries.filter((answer) => answer.status === 429)).toHaveLength(2)
  })
})
