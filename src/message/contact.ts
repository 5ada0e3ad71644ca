import { z } from 'zod'
import { EmailAddress } from '../access/email-code.ts'
import { codeCell, optional, readCell, timeCell, wordCell, yesNoCell } from '../center/cells.ts'
import { errorAt, repeated, unknownCode, type Finding, type Lined } from '../center/finding.ts'

/** Digits with what people write between them, and an extension. */
const PHONE = /^\+?[0-9(][0-9 ()./-]{4,28}[0-9](?: ?x ?[0-9]{1,6})?$/

/**
 * How a person may be reached (safe contact): where, in which hours of the center's clocks (minutes since midnight), in
 * which language, and whether a message may be left and the center named. `none`: not at all.
 */
export const Contact = z.strictObject({
  phone: z.string().trim().regex(PHONE).nullable(),
  email: EmailAddress.nullable(),
  channel: z.enum(['phone', 'email', 'none']),
  from: z.int().min(0).max(1439),
  until: z.int().min(1).max(1440),
  leaveMessage: z.boolean(),
  nameUs: z.boolean(),
  language: z.enum(['en', 'es']),
})
export type Contact = z.infer<typeof Contact>

/** A new version; `version` is the one it was made from, 0 for the first. */
export const ChangeContact = Contact.extend({ version: z.int().min(0) }).refine(
  (contact) => contact.from < contact.until && isReachable(contact),
  'the hours end after they begin, and the chosen way has an address',
)
export type ChangeContact = z.infer<typeof ChangeContact>

export const ContactCard = z.object({
  version: z.int(),
  inForce: Contact.nullable(),
  /** Another number or address, which waits a day; null when none does. */
  coming: Contact.extend({ inForceFrom: z.string() }).nullable(),
})
export type ContactCard = z.infer<typeof ContactCard>

/** A stored version; instants in milliseconds since 1970 UTC. */
export interface ContactVersion extends Contact {
  readonly version: number
  readonly inForceFrom: number
}

/** A changed number or address waits so long, while the old one is told (trust.md 4.2, note 1). */
const HOLD = 24 * 3_600_000

/** The version that counts: the latest of those whose time has come. */
export function contactInForce(versions: readonly ContactVersion[], now: number): ContactVersion | undefined {
  return latestOf(versions.filter(({ inForceFrom }) => inForceFrom <= now))
}

/**
 * The versions a change makes. What restricts, and what fills a field that was empty for a day, holds at once; another
 * number or address in place of one that held within the last day holds a day later, so that whoever got hold of the
 * person's phone cannot cut them off unseen, in one step or in several. Empty when nothing changes.
 */
export function contactsAfter(versions: readonly ContactVersion[], wanted: Contact, now: number): ContactVersion[] {
  const latest = latestOf(versions)
  if (latest && isSame(latest, wanted)) return []
  const next = (latest?.version ?? 0) + 1
  const held = contactInForce(versions, now)
  const waits = (field: 'phone' | 'email') => {
    const known = lastKnown(versions, field, now)
    return known !== undefined && wanted[field] !== null && known[field] !== wanted[field]
  }
  const phone = waits('phone') ? (held?.phone ?? null) : wanted.phone
  const email = waits('email') ? (held?.email ?? null) : wanted.email
  // Until the way chosen has its address, nobody is reached by it.
  const channel = isReachable({ channel: wanted.channel, phone, email }) ? wanted.channel : 'none'
  const atOnce = { ...wanted, phone, email, channel, version: next, inForceFrom: now }
  if (!waits('phone') && !waits('email')) return [atOnce]
  const asked = latest !== undefined && latest.phone === wanted.phone && latest.email === wanted.email
  const inForceFrom = asked && latest.inForceFrom > now ? latest.inForceFrom : now + HOLD
  return [atOnce, { ...wanted, version: next + 1, inForceFrom }]
}

/**
 * The version whose e-mail address a change replaces or removes, and which is told so; undefined when none is, or when the
 * same was asked for before.
 */
export function addressGivenUp(
  versions: readonly ContactVersion[],
  wanted: Contact,
  now: number,
): ContactVersion | undefined {
  const known = lastKnown(versions, 'email', now)
  return known === undefined || known.email === wanted.email || latestOf(versions)?.email === wanted.email
    ? undefined
    : known
}

/** One row of contacts.csv. */
export const ContactRow = z.object({
  person: codeCell,
  phone: optional(
    readCell((text) => (PHONE.test(text) ? text : undefined), 'a phone number', 'Write it like +1 555 0100.'),
    null,
  ),
  email: optional(
    readCell((text) => EmailAddress.safeParse(text).data, 'an e-mail address', 'Write it like name@example.org.'),
    null,
  ),
  channel: wordCell(['phone', 'email', 'none']),
  from: timeCell,
  until: timeCell,
  leave_message: yesNoCell,
  name_us: yesNoCell,
  language: wordCell(['en', 'es']),
})
export type ContactRow = Lined<z.infer<typeof ContactRow>>

/** People twice or unknown, hours that end before they begin, and a chosen way without an address. */
export function checkContacts(rows: readonly ContactRow[], people: ReadonlySet<string>): Finding[] {
  const file = 'contacts.csv'
  return [
    ...repeated(file, 'person', rows, (row) => row.person),
    ...rows.flatMap((row) => {
      const at = (column: string) => ({ file, line: row.line, column, person: row.person })
      return [
        ...unknownCode(at('person'), row.person, people, 'participant'),
        ...(row.from < row.until
          ? []
          : [errorAt(at('until'), 'the hours end before they begin', 'Write the earlier time first.')]),
        ...(isReachable(row)
          ? []
          : [errorAt(at('channel'), `there is no address for "${row.channel}"`, 'Fill it in, or write none.')]),
      ]
    }),
  ]
}

/** The last version with this field filled that was in force at some moment of the past day. */
function lastKnown(
  versions: readonly ContactVersion[],
  field: 'phone' | 'email',
  now: number,
): ContactVersion | undefined {
  const endOf = ({ version }: ContactVersion) =>
    Math.min(...versions.filter((later) => later.version > version).map(({ inForceFrom }) => inForceFrom))
  return latestOf(
    versions.filter((one) => {
      const end = endOf(one)
      return one[field] !== null && one.inForceFrom <= now && one.inForceFrom < end && end > now - HOLD
    }),
  )
}

function latestOf(versions: readonly ContactVersion[]): ContactVersion | undefined {
  return versions.toSorted((a, b) => b.version - a.version)[0]
}

function isReachable({ channel, phone, email }: Pick<Contact, 'channel' | 'phone' | 'email'>): boolean {
  return channel === 'none' || (channel === 'phone' ? phone : email) !== null
}

function isSame(one: Contact, other: Contact): boolean {
  return (Object.keys(Contact.shape) as (keyof Contact)[]).every((field) => one[field] === other[field])
}
