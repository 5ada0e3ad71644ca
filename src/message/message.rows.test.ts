import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { openMailer, type Mailer } from '../access/email-code.jobs.ts'
import { type Mailbox, openMailbox } from '../access/test-mailbox.ts'
import { instantOfIso } from '../center/zones.ts'
import { storeDemoCenter, TEST_NOW, type StoredCenter } from '../import/test-center.ts'
import type { Actor } from '../kernel/claims.ts'
import { newId } from '../kernel/ids.ts'
import { logFailure } from '../kernel/keep-looking.ts'
import type { Channel } from './channel.ts'
import type { ContactRow } from './contact.ts'
import { changeContact, putContacts, readContact } from './contact.rows.ts'
import { sendDue } from './keep-messages.jobs.ts'
import type { Message } from './message.ts'
import { decideMessage, queueMessages, readMessages } from './message.rows.ts'

/** Messages leave once, to the contact of this moment, in its hours; a real mail server receives them. */

const HOUR = 3_600_000
let center: StoredCenter
let box: Mailbox
let mailer: Mailer
let desk: Actor
let now = TEST_NOW
const dana = 'dana@example.org'
let danaId = ''
const failures: string[] = []

const tools = (channel: Channel | undefined) => ({
  database: center.database,
  clock: () => now,
  origin: () => 'https://week.example.org',
  channel,
})
const byMail = () => tools({ send: mailer.deliver })
const write = (about = newId(), reason: 'contact-changed' | 'week-changed' = 'contact-changed') =>
  center.database.inTransaction(desk, (tx) => queueMessages(tx, desk, { reason, about, people: [danaId], now }))
const outbox = () => center.database.inTransaction(desk, (tx) => readMessages(tx, now))
const about = async (id: string): Promise<Message> => (await outbox()).find((one) => one.about === id)!
const contact = () => center.database.inTransaction(desk, (tx) => readContact(tx, danaId, now))
const change = async (fields: object) => {
  const { version, inForce } = await contact()
  const wanted = { ...inForce!, ...fields, version }
  await center.database.inTransaction(desk, (tx) =>
    changeContact(tx, desk, { participant: danaId, change: wanted, now }),
  )
}
const countFor = (address: string) => box.mails.filter(({ to }) => to === address).length

beforeAll(async () => {
  center = await storeDemoCenter()
  box = await openMailbox()
  mailer = openMailer({ url: `smtp://127.0.0.1:${box.port}`, from: 'post@example.org' }, (why) => failures.push(why))
  desk = (await center.signIn('front-desk')).actor
  danaId = (await center.signIn('participant', 'dana')).participantId!
})
afterAll(async () => {
  mailer.close()
  await box.close()
  await center.database.close()
})
beforeEach(() => {
  now += 30_000
})

describe('a message', () => {
  it('leaves once, whoever asks for it and however many workers send', async () => {
    const id = newId()
    expect(await Promise.all([write(id), write(id), write(id)])).toContain(1)
    await write(newId())
    await write(newId())
    await Promise.all([byMail(), byMail(), byMail()].map((one) => sendDue(one, center.id)))
    expect(countFor(dana)).toBe(3)
    await sendDue(byMail(), center.id)
    expect(countFor(dana)).toBe(3)
    expect((await outbox()).map(({ state }) => state)).toEqual(['sent', 'sent', 'sent'])
    const { text } = await box.mailTo(dana)
    expect(text).toMatch(/^Subject: You have a reminder\r$/m)
    expect(text).toContain('https://week.example.org/me\r\n')
    expect(text).not.toMatch(new RegExp(`${danaId}|harbor|Dana R`, 'i'))
  })

  it('whose sender went down is unknown, shown, and sent again only by a person’s word', async () => {
    const id = newId()
    const before = countFor(dana)
    await write(id)
    const goesDown: Channel = {
      send: async (to, text) => {
        await mailer.deliver(to, text)
        throw new Error('the power went')
      },
    }
    await expect(sendDue(tools(goesDown), center.id)).rejects.toThrow('the power went')
    await sendDue(byMail(), center.id)
    expect(await about(id)).toMatchObject({ state: 'sending' })
    now += 11 * 60_000
    await sendDue(byMail(), center.id)
    expect(await about(id)).toMatchObject({ state: 'unknown', because: 'stopped-while-sending' })
    expect(countFor(dana)).toBe(before + 1)
    const message = (await about(id)).id
    const decide = (decision: 'send-again' | 'leave') =>
      center.database.inTransaction(desk, (tx) => decideMessage(tx, { message, decision, now }))
    await decide('send-again')
    await sendDue(byMail(), center.id)
    expect(await about(id)).toMatchObject({ state: 'sent' })
    expect(countFor(dana)).toBe(before + 2)
    await expect(decide('leave')).rejects.toMatchObject({ code: 'message-known' })
  })

  it('that fails before it is handed over waits, and keeps no other from leaving', async () => {
    const [first, second] = [newId(), newId()]
    await write(first)
    await write(second)
    let asked = 0
    const origin = () => {
      if (asked++ === 0) throw new Error('no address yet')
      return 'https://week.example.org'
    }
    await expect(sendDue({ ...byMail(), origin }, center.id)).rejects.toThrow('no address yet')
    const states = async () => (await Promise.all([about(first), about(second)])).map(({ state }) => state).toSorted()
    expect(await states()).toEqual(['queued', 'sent'])
    now += 60_000
    await sendDue(byMail(), center.id)
    expect(await states()).toEqual(['sent', 'sent'])
  })

  it('that fails is logged by its kind alone', () => {
    const written = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    logFailure(Object.assign(new Error('Key (name)=(Dana)'), { code: '23505', detail: 'Dana R' }))
    logFailure('Dana')
    const lines = written.mock.calls.map(([line]) => String(line))
    written.mockRestore()
    expect(lines).toEqual(['work in the background failed: Error 23505\n', 'work in the background failed: string\n'])
  })

  it('that the mail server puts off is tried again with growing pauses, and at last has failed', async () => {
    const id = newId()
    await write(id)
    const busy: Channel = { send: async () => ({ outcome: 'refused', later: true, reason: 'EENVELOPE 451' }) }
    const pauses: number[] = []
    for (let tries = 0; tries < 5; tries += 1) {
      await sendDue(tools(busy), center.id)
      const { state, at } = await about(id)
      pauses.push(state === 'queued' ? Math.round((instantOfIso(at) - now) / 60_000) : -1)
      now = Math.max(now, instantOfIso(at)) + 1000
    }
    expect(pauses).toEqual([1, 5, 15, 60, -1])
    expect(await about(id)).toMatchObject({ state: 'failed', because: 'refused' })
  })

  it('no longer leaves when its reason is gone, or when there is no mail at all', async () => {
    const [gone, nothing] = [newId(), newId()]
    await write(gone, 'week-changed')
    await sendDue(byMail(), center.id)
    expect(await about(gone)).toMatchObject({ state: 'dropped', because: 'no-longer-true' })
    await write(nothing)
    await sendDue(tools(undefined), center.id)
    expect(await about(nothing)).toMatchObject({ state: 'dropped', because: 'no-mail', mayRepeat: true })
    const again = async (id: string) => {
      const asked = { message: (await about(id)).id, decision: 'send-again', now } as const
      return center.database.inTransaction(desk, (tx) => decideMessage(tx, asked))
    }
    await expect(again(gone)).rejects.toMatchObject({ code: 'message-known' })
    await again(nothing)
    await sendDue(byMail(), center.id)
    expect(await about(nothing)).toMatchObject({ state: 'sent', mayRepeat: false })
  })
})

describe('a contact', () => {
  it('keeps a message until its hours open', async () => {
    const id = newId()
    await change({ from: 17 * 60 })
    await write(id)
    await sendDue(byMail(), center.id)
    expect(await about(id)).toMatchObject({ state: 'queued', because: 'hours', at: '2026-11-23T22:00:00Z' })
    now = instantOfIso('2026-11-23T22:00:00Z')
    await sendDue(byMail(), center.id)
    expect(await about(id)).toMatchObject({ state: 'sent' })
  })

  it('with another address counts a day later, and the old address is told', async () => {
    const before = countFor(dana)
    await change({ email: 'other@example.org' })
    expect(await contact()).toMatchObject({ inForce: { email: dana }, coming: { email: 'other@example.org' } })
    await sendDue(byMail(), center.id)
    expect([countFor(dana), countFor('other@example.org')]).toEqual([before + 1, 0])
    now += 24 * HOUR
    expect(await contact()).toMatchObject({ inForce: { email: 'other@example.org' }, coming: null })
    const stale = center.database.inTransaction(desk, (tx) =>
      changeContact(tx, desk, {
        participant: danaId,
        change: {
          phone: null,
          email: dana,
          channel: 'email',
          from: 0,
          until: 1440,
          leaveMessage: false,
          nameUs: false,
          language: 'en',
          version: 1,
        },
        now,
      }),
    )
    await expect(stale).rejects.toMatchObject({ code: 'contact-changed' })
  })

  it('cannot be taken over in two steps, and the old address is told whatever else is chosen', async () => {
    const before = countFor('other@example.org')
    await change({ email: null, channel: 'none' })
    await change({ email: 'taker@example.org', channel: 'email' })
    expect(await contact()).toMatchObject({ inForce: { email: null }, coming: { email: 'taker@example.org' } })
    await sendDue(byMail(), center.id)
    expect([countFor('other@example.org'), countFor('taker@example.org')]).toEqual([before + 2, 0])
    await change({ email: 'other@example.org' })
    const importer: Actor = { ...desk, role: 'import', uid: null, session: null, purpose: 'import', name: 'Pat' }
    const row = {
      line: 2,
      person: 'd',
      phone: null,
      email: 'filed@example.org',
      channel: 'email',
      from: 0,
      until: 1440,
    }
    const rows = [{ ...row, leave_message: false, name_us: false, language: 'en' } as ContactRow]
    const by = { people: new Map([['d', danaId]]), person: 'Pat', now }
    await center.database.inTransaction(importer, (tx) => putContacts(tx, center.id, rows, by))
    await sendDue(byMail(), center.id)
    expect([countFor('other@example.org'), countFor('filed@example.org')]).toEqual([before + 3, 0])
    await change({ email: 'other@example.org' })
  })

  it('taken back just before sending stops what was already written', async () => {
    const id = newId()
    await write(id)
    await change({ channel: 'none' })
    await sendDue(byMail(), center.id)
    expect(await about(id)).toMatchObject({ state: 'dropped', because: 'do-not-contact' })
  })

  it('is read by the outbox only of somebody who is being written to', async () => {
    const actor: Actor = { ...desk, role: 'outbox', uid: null, session: null }
    const seen = await center.database.inTransaction(actor, (tx) => tx.selectFrom('contact').selectAll().execute())
    expect(seen).toEqual([])
  })
})

it('a line that breaks while a mail is handed over leaves the outcome open; no line at all does not', async () => {
  const { createServer } = await import('node:net')
  const server = createServer((socket) => {
    socket.write('220 ready\r\n')
    socket.on('error', () => {})
    socket.on('data', (data) => {
      const text = String(data)
      if (/^DATA/m.test(text)) socket.write('354 go on\r\n')
      else if (text.endsWith('\r\n.\r\n')) socket.destroy()
      else socket.write('250 ok\r\n')
    })
  })
  const port = await new Promise<number>((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port)),
  )
  const breaking = openMailer({ url: `smtp://127.0.0.1:${port}`, from: 'post@example.org' }, () => {})
  const mail = { subject: 'x', text: 'x' }
  expect(await breaking.deliver(dana, mail)).toMatchObject({ outcome: 'unknown' })
  await new Promise<void>((closed) => server.close(() => closed()))
  expect(await breaking.deliver(dana, mail)).toMatchObject({ outcome: 'refused', later: true })
  breaking.close()
})
