import { describe, expect, it } from 'vitest'
import { instantOfIso, isoOf, zoneNamed } from '../center/zones.ts'
import { addressGivenUp, type Contact, ContactRow, checkContacts, contactInForce, contactsAfter } from './contact.ts'
import { nextOpening } from './hours.ts'
import { mayLeave, reminderMail } from './message.ts'
import { TELLING } from './test-telling.ts'

const zone = zoneNamed('America/New_York')!
const at = instantOfIso
const opening = (from: number, until: number, now: string) => isoOf(nextOpening(zone, { from, until }, at(now)))

const known: Contact = {
  phone: '+1 555 0100',
  email: 'a@example.org',
  channel: 'phone',
  from: 540,
  until: 1020,
  leaveMessage: true,
  nameUs: false,
  language: 'en',
}

describe('hours', () => {
  it('open at nine by the wall, before and after the clocks change', () => {
    expect(opening(540, 1020, '2026-10-31T22:00:00Z')).toBe('2026-11-01T14:00:00Z')
    expect(opening(540, 1020, '2026-10-30T22:00:00Z')).toBe('2026-10-31T13:00:00Z')
    expect(opening(540, 1020, '2027-03-13T23:00:00Z')).toBe('2027-03-14T13:00:00Z')
    expect(opening(540, 1020, '2026-10-30T15:30:00Z')).toBe('2026-10-30T15:30:00Z')
  })

  it('that a change skips open a day later, and that come twice open twice', () => {
    expect(opening(120, 150, '2027-03-14T05:00:00Z')).toBe('2027-03-15T06:00:00Z')
    expect(opening(60, 90, '2026-11-01T05:35:00Z')).toBe('2026-11-01T06:00:00Z')
  })
})

describe('a message that is due', () => {
  const decide = (contact: Partial<Contact> | undefined, contactVersion: number | null = null) =>
    mayLeave(
      { contactVersion, expiresAt: at('2026-11-24T15:00:00Z') },
      contact && { ...known, ...contact, version: 3, inForceFrom: 0 },
      { zone, now: at('2026-11-23T15:00:00Z') },
    )

  it.each([
    [{}, { act: 'send', to: 'a@example.org', language: 'en' }],
    [{ from: 660 }, { act: 'wait', until: at('2026-11-23T16:00:00Z') }],
    [
      { from: 540, until: 600 },
      { act: 'wait', until: at('2026-11-24T14:00:00Z') },
    ],
    [{ channel: 'none' }, { act: 'drop', because: 'do-not-contact' }],
    [{ email: null }, { act: 'drop', because: 'no-address' }],
  ] as const)('to a contact with %o: %o', (contact, verdict) => expect(decide(contact)).toEqual(verdict))

  it('reaches nobody without a contact, and an address that was replaced whatever else is chosen', () => {
    expect(decide(undefined)).toEqual({ act: 'drop', because: 'no-contact' })
    expect(decide({ channel: 'none' }, 3)).toMatchObject({ act: 'send', to: 'a@example.org' })
  })
})

describe('a changed contact', () => {
  const first = contactsAfter([], known, 0)

  it('holds at once where it restricts, and a day later where an address is replaced', () => {
    const versions = [...first, ...contactsAfter(first, { ...known, email: 'b@example.org', until: 600 }, 1000)]
    expect(contactInForce(versions, 1000)).toMatchObject({ email: 'a@example.org', until: 600 })
    expect(contactInForce(versions, 1000 + 24 * 3_600_000)).toMatchObject({ email: 'b@example.org', until: 600 })
  })

  it('holds a day later in two steps too, and each step tells the old address once', () => {
    const later = { ...known, email: 'b@example.org', channel: 'email' } as const
    const gone = { ...known, email: null }
    expect(addressGivenUp(first, gone, 1000)).toMatchObject({ version: 1 })
    const removed = [...first, ...contactsAfter(first, gone, 1000)]
    expect(addressGivenUp(removed, { ...gone, until: 600 }, 2000)).toBeUndefined()
    expect(addressGivenUp(removed, later, 2000)).toMatchObject({ version: 1, email: known.email })
    const filled = [...removed, ...contactsAfter(removed, later, 2000)]
    expect(contactInForce(filled, 3000)).toMatchObject({ email: null, channel: 'none' })
    expect(contactInForce(filled, 2000 + 24 * 3_600_000)).toMatchObject(later)
    expect(addressGivenUp(filled, { ...later, until: 600 }, 3000)).toBeUndefined()
    const dayLater = contactsAfter(removed, later, 1000 + 24 * 3_600_000)
    expect(dayLater.map(({ inForceFrom }) => inForceFrom)).toEqual([1000 + 24 * 3_600_000])
  })

  it('is undone by the next one', () => {
    const asked = [...first, ...contactsAfter(first, { ...known, phone: '+1 555 0199' }, 1000)]
    const undone = [...asked, ...contactsAfter(asked, known, 2000)]
    expect(contactInForce(undone, 9e9)).toMatchObject({ phone: known.phone })
    expect(contactsAfter(undone, known, 3000)).toEqual([])
  })
})

describe('contacts.csv', () => {
  const row = (cells: object) =>
    ContactRow.safeParse({
      person: 'p001',
      phone: '+1 555 0100',
      email: '',
      channel: 'phone',
      from: '09:00',
      until: '17:00',
      leave_message: 'no',
      name_us: 'no',
      language: 'en',
      ...cells,
    })

  it.each([
    { phone: '=HYPERLINK("x")' },
    { phone: '+1 555 0100\r\nBcc: x' },
    { email: 'a@example.org, b@example.org' },
    { email: 'a@example.org\nBcc: b@example.org' },
    { email: `${'a'.repeat(250)}@example.org` },
    { from: '9 am' },
    { channel: 'carrier pigeon' },
    { language: 'xx' },
  ])('is refused with %o', (cells) => expect(row(cells).success).toBe(false))

  it('finds people twice or unknown, hours that end first, and a way without an address', () => {
    const rows = [
      { ...row({}).data!, line: 2 },
      { ...row({ until: '08:00', channel: 'email' }).data!, line: 3 },
      { ...row({ person: 'p999' }).data!, line: 4 },
    ]
    const found = checkContacts(rows, new Set(['p001'])).map(({ line, column }) => `${line} ${column}`)
    expect(found.toSorted()).toEqual(['3 channel', '3 person', '3 until', '4 person'])
  })
})

it('every text, in both languages, tells a bystander nothing', () => {
  for (const language of ['en', 'es'] as const) {
    const { subject, text } = reminderMail(language, 'https://week.example.org/me')
    expect(`${subject} ${text}`).not.toMatch(TELLING)
    expect(text).toBe(`${subject}.\n\nhttps://week.example.org/me\n`)
  }
  expect('Your counselor wrote').toMatch(TELLING)
})
