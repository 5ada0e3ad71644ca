import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Mailer, openMailer } from './email-code.jobs.ts'
import { openAccessTest, openAuthenticator, type AccessTest } from './test-access.ts'
import { codeIn, type Mailbox, openMailbox } from './test-mailbox.ts'

let test: AccessTest
let mailer: Mailer
let box: Mailbox
beforeAll(async () => {
  box = await openMailbox()
  mailer = openMailer({ url: `smtp://127.0.0.1:${box.port}`, from: 'post@example.org' }, () => {})
  test = await openAccessTest({ mailer })
})
afterAll(async () => {
  await test.close()
  mailer.close()
  await box.close()
})

const mailTo = (address: string, count?: number) => box.mailTo(address, count)
const other = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0')
const enter = (handle: string, code: string) => test.post(null, '/api/sign-ins/email-code/entry', { handle, code })
const put = (token: string, handle: string, code: string) =>
  test.ask(token, { method: 'PUT', url: '/api/email', payload: { handle, code } })

let addresses = 0
/** A participant whose address is confirmed. */
async function withAddress(who = 'maria') {
  await test.rows('DELETE FROM auth.email_address')
  await test.rows('UPDATE auth.passkey SET removed_at = now()')
  const address = `box${(addresses += 1)}@example.org`
  const { token } = await test.arrive(who)
  const { handle } = (await test.post(token, '/api/email', { address: address.toUpperCase() })).body
  expect((await put(token, handle, codeIn(await mailTo(address)))).status).toBe(200)
  return { address, token }
}

describe('a code by e-mail', () => {
  it('signs a participant in, in neutral words', async () => {
    const { address } = await withAddress()
    expect((await test.ask(null, { url: '/api/sign-ins/ways' })).body.ways).toContain('email-code')
    const { handle } = (await test.post(null, '/api/sign-ins/email-code', { email: address })).body
    const mail = await mailTo(address, 2)
    expect(mail.text).toMatch(/^Subject: Your code\r$/m)
    expect(mail.text).toMatch(/\r\n\r\n\d{6}\r\n$/)
    expect(mail.text).not.toMatch(/evenkeel|harbor|recovery|treatment|maria|group/i)
    const answer = await enter(handle, codeIn(mail))
    expect(answer).toMatchObject({
      status: 200,
      body: { role: 'participant', asksForPasskey: true, lockAfterSeconds: 600 },
    })
    expect((await enter(handle, codeIn(mail))).status).toBe(401)
  })

  it('works in the browser that asked, for ten minutes, for five tries, also in parallel', async () => {
    const { address } = await withAddress()
    const ask = async (count: number) => {
      const { handle } = (await test.post(null, '/api/sign-ins/email-code', { email: address })).body
      return { handle, code: codeIn(await mailTo(address, count)) }
    }
    const first = await ask(2)
    expect((await enter('A'.repeat(43), first.code)).status).toBe(401)
    await Promise.all(Array.from({ length: 5 }, () => enter(first.handle, other(first.code))))
    expect((await enter(first.handle, first.code)).status).toBe(401)
    const second = await ask(3)
    await Promise.all(Array.from({ length: 4 }, () => enter(second.handle, other(second.code))))
    expect((await enter(second.handle, second.code)).status).toBe(200)
    const third = await ask(4)
    await test.rows(`UPDATE auth.email_code SET expires_at = now()`)
    expect((await enter(third.handle, third.code)).status).toBe(401)
  })

  it('goes to nobody for an unknown address, with the same answer', async () => {
    const before = box.mails.length
    const answer = await test.post(null, '/api/sign-ins/email-code', { email: 'nobody@example.org' })
    expect(answer).toMatchObject({ status: 200, body: { handle: expect.stringMatching(/^[\w-]{43}$/) } })
    const { address } = await withAddress()
    await test.post(null, '/api/sign-ins/email-code', { email: address })
    await mailTo(address, 2)
    expect(box.mails.slice(before).map((mail) => mail.to)).toEqual([address, address])
  })

  it('is never a way in for people who work here', async () => {
    const { token } = await test.arrive('brand')
    const { ceremony, options } = (await test.post(token, '/api/passkeys/options')).body
    const desk = await test.post(token, '/api/passkeys', { ceremony, response: openAuthenticator().register(options) })
    expect((await test.post(desk.token, '/api/email', { address: 'desk@example.org' })).status).toBe(404)
    const [{ id }] = await test.rows(`SELECT id FROM auth.account WHERE code = 'staff/brand'`)
    await test.rows(
      `INSERT INTO auth.email_address (id, account_id, address, in_force_from) VALUES (gen_random_uuid(), $1, 'desk@example.org', now())`,
      [id],
    )
    const { handle } = (await test.post(null, '/api/sign-ins/email-code', { email: 'desk@example.org' })).body
    expect((await enter(handle, '000000')).status).toBe(401)
    const { address } = await withAddress()
    await mailTo(address)
    expect(box.mails.map((mail) => mail.to)).not.toContain('desk@example.org')
  })

  it('is kept as a hash that the database alone cannot search', async () => {
    const { address } = await withAddress()
    const { handle } = (await test.post(null, '/api/sign-ins/email-code', { email: address })).body
    const code = codeIn(await mailTo(address, 2))
    const kept = await test.rows('SELECT code_hash, handle_hash FROM auth.email_code')
    const { createHash } = await import('node:crypto')
    const plain = createHash('sha256').update(code).digest('hex')
    expect(kept.map((row) => row.code_hash.toString('hex'))).not.toContain(plain)
    expect(JSON.stringify(kept)).not.toContain(handle)
  })

  it('is sent five times a quarter of an hour at most', async () => {
    const { address } = await withAddress()
    const answers = []
    for (let turn = 0; turn < 5; turn += 1)
      answers.push((await test.post(null, '/api/sign-ins/email-code', { email: address })).status)
    expect(answers).toEqual([200, 200, 200, 200, 429])
  })

  it('opens a locked session and steps up', async () => {
    const { address, token } = await withAddress()
    await test.rows(`UPDATE auth.session SET idle_limit = interval '10 minutes', stepped_up_at = NULL`)
    await test.post(token, '/api/session/lock')
    expect((await test.ask(token, { url: '/api/session/re-entry' })).body).toEqual({
      locked: true,
      ways: ['email-code'],
    })
    const { handle } = (await test.post(token, '/api/session/email-code')).body
    const emailCode = { handle, code: codeIn(await mailTo(address, 2)) }
    expect((await test.post(token, '/api/session/re-entry', { emailCode })).body.steppedUpUntil).toBeNull()
    expect((await test.ask(token, { url: '/api/session' })).status).toBe(200)
    const again = (await test.post(token, '/api/session/email-code')).body
    const code = codeIn(await mailTo(address, 3))
    expect(
      (await test.post(token, '/api/session/step-up', { emailCode: { handle: again.handle, code } })).body
        .steppedUpUntil,
    ).not.toBeNull()
  })
})

describe('an address', () => {
  it('that replaces another counts after 24 hours, and the old one is told', async () => {
    const { address, token } = await withAddress()
    expect((await test.post(token, '/api/email', { address: 'new@example.org' })).body.code).toBe('step-up-needed')
    await test.rows('UPDATE auth.session SET stepped_up_at = now()')
    const { handle } = (await test.post(token, '/api/email', { address: 'new@example.org' })).body
    const changed = await put(token, handle, codeIn(await mailTo('new@example.org')))
    expect(Date.parse(changed.body.from)).toBeGreaterThan(Date.now() + 23 * 3_600_000)
    expect((await mailTo(address, 2)).text).not.toMatch(/evenkeel|new@example/i)
    expect((await test.ask(token, { url: '/api/credentials' })).body).toMatchObject({
      email: address,
      emailPending: 'new@example.org',
    })
    await test.rows(
      `UPDATE auth.email_address SET in_force_from = in_force_from - interval '25 hours', ended_at = ended_at - interval '25 hours'`,
    )
    expect((await test.ask(token, { url: '/api/credentials' })).body).toMatchObject({
      email: 'new@example.org',
      emailPending: null,
    })
  })

  it('belongs to one account', async () => {
    const { address } = await withAddress('maria')
    const { token } = await test.arrive('dana')
    const { handle } = (await test.post(token, '/api/email', { address })).body
    expect(await put(token, handle, codeIn(await mailTo(address, 2)))).toMatchObject({
      status: 422,
      body: { code: 'address-refused' },
    })
  })

  it('cannot carry a second receiver or a header', async () => {
    const { token } = await test.arrive('dana')
    for (const address of [
      'a@example.org, b@example.org',
      'a@example.org\r\nBcc: b@example.org',
      '"a" <a@example.org>',
    ]) {
      expect((await test.post(token, '/api/email', { address })).status, address).toBe(400)
    }
  })
})

describe('GHSA-qq9h-g4jm-xgf3 (hijack by a pre-registered e-mail)', () => {
  it('an address entered but not confirmed is worth nothing, to the one who entered it and to its owner', async () => {
    await test.rows('DELETE FROM auth.email_address')
    const hijacker = await test.arrive('dana')
    const { handle } = (await test.post(hijacker.token, '/api/email', { address: 'victim@example.org' })).body
    await mailTo('victim@example.org')
    expect((await put(hijacker.token, handle, '000000')).status).toBe(422)
    const before = box.mails.length
    const asked = (await test.post(null, '/api/sign-ins/email-code', { email: 'victim@example.org' })).body
    expect((await enter(asked.handle, '000000')).status).toBe(401)
    expect(box.mails).toHaveLength(before)
    const owner = await test.arrive('maria')
    await test.rows('UPDATE auth.session SET stepped_up_at = now()')
    const own = (await test.post(owner.token, '/api/email', { address: 'victim@example.org' })).body
    expect((await put(owner.token, own.handle, codeIn(await mailTo('victim@example.org', 2)))).status).toBe(200)
    const [{ code }] = await test.rows(
      `SELECT a.code FROM auth.email_address e JOIN auth.account a ON a.id = e.account_id`,
    )
    expect(code).toBe('person/maria')
  })
})

describe('without a mail server', () => {
  it('the way is not offered and its routes are not there', async () => {
    const bare = await openAccessTest()
    expect((await bare.ask(null, { url: '/api/sign-ins/ways' })).body.ways).toEqual(['passkey', 'password'])
    expect((await bare.post(null, '/api/sign-ins/email-code', { email: 'a@example.org' })).status).toBe(404)
    const { token } = await bare.arrive('maria')
    expect((await bare.post(token, '/api/email', { address: 'a@example.org' })).status).toBe(404)
    expect((await bare.ask(token, { url: '/api/credentials' })).body.mayUseEmail).toBe(false)
    await bare.close()
  })
})
