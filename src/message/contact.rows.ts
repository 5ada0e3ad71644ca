import type { Ids } from '../center/center.rows.ts'
import type { Tally } from '../center/differences.ts'
import { addRows } from '../center/add.rows.ts'
import { instantOfStamp, isoOf } from '../center/zones.ts'
import type { Actor } from '../kernel/claims.ts'
import type { Tx } from '../kernel/database.ts'
import { newId } from '../kernel/ids.ts'
import { Refusal } from '../kernel/refusal.ts'
import { onRecord } from '../kernel/trail.ts'
import {
  addressGivenUp,
  type ChangeContact,
  type Contact,
  type ContactCard,
  contactInForce,
  type ContactRow,
  contactsAfter,
  type ContactVersion,
} from './contact.ts'
import { queueMessages } from './message.rows.ts'

/** How somebody may be reached now, and what comes a day later. Refusal: `not-available`. */
export async function readContact(tx: Tx, participant: string, now: number): Promise<ContactCard> {
  await refuseUnknown(tx, participant)
  onRecord(tx, { people: [participant], verb: 'read' })
  const versions = (await contactVersions(tx, [participant])).get(participant) ?? []
  const latest = versions.toSorted((a, b) => b.version - a.version)[0]
  const inForce = contactInForce(versions, now)
  return {
    version: latest?.version ?? 0,
    inForce: inForce ? fieldsOf(inForce) : null,
    coming: latest && latest.inForceFrom > now ? { ...fieldsOf(latest), inForceFrom: isoOf(latest.inForceFrom) } : null,
  }
}

/** The contact in force of each of these people; whoever has none is absent. */
export async function contactsOf(tx: Tx, people: readonly string[], now: number): Promise<Map<string, ContactVersion>> {
  const found = await contactVersions(tx, people)
  return new Map(
    [...found].flatMap(([person, versions]) => {
      const contact = contactInForce(versions, now)
      return contact ? [[person, contact] as const] : []
    }),
  )
}

/** The contact a message goes to: the one it was written for, else the one in force. */
export async function contactFor(
  tx: Tx,
  { participant, contactVersion }: { participant: string; contactVersion: number | null },
  now: number,
): Promise<ContactVersion | undefined> {
  const versions = (await contactVersions(tx, [participant])).get(participant) ?? []
  if (contactVersion === null) return contactInForce(versions, now)
  return versions.find(({ version }) => version === contactVersion)
}

/** What a version says, without its number and time. */
export function fieldsOf({ version: _version, inForceFrom: _from, ...contact }: ContactVersion): Contact {
  return contact
}

/**
 * Changes how somebody may be reached. Where a number or address is replaced the new one counts a day later, and the old
 * address is told. Refusals: `not-available`; `contact-changed` where somebody else was quicker.
 */
export async function changeContact(
  tx: Tx,
  actor: Actor,
  asked: { participant: string; change: ChangeContact; now: number },
): Promise<void> {
  const { participant, now } = asked
  const { version, ...wanted } = asked.change
  await refuseUnknown(tx, participant)
  const versions = (await contactVersions(tx, [participant])).get(participant) ?? []
  const latest = Math.max(0, ...versions.map((one) => one.version))
  onRecord(tx, { people: [participant], verb: 'write' })
  const added = contactsAfter(versions, wanted, now)
  if (added.length === 0) return
  const made = latest === version && (await storeVersions(tx, actor, { participant, versions: added, now }))
  if (!made)
    throw new Refusal('contact-changed', 'Somebody else changed this contact meanwhile. Maybe look at it again.')
  await tellOldAddress(tx, actor, { participant, version: addressGivenUp(versions, wanted, now), now })
}

/**
 * Stores contacts from a file, by the same rule as a change on the screen, old addresses told; nobody's contact is taken
 * away.
 */
export async function putContacts(
  tx: Tx,
  center: string,
  rows: readonly ContactRow[],
  by: { readonly people: Ids; readonly person: string; readonly now: number },
): Promise<Tally> {
  const stored = await contactVersions(tx, [...by.people.values()])
  const changes = rows.map((row) => {
    const participant = by.people.get(row.person) ?? ''
    const versions = stored.get(participant) ?? []
    const wanted = contactIn(row)
    const added = contactsAfter(versions, wanted, by.now)
    return { participant, isNew: versions.length === 0, added, old: addressGivenUp(versions, wanted, by.now) }
  })
  const actor = { center, uid: null, name: by.person }
  await addRows(
    tx,
    'contact',
    changes.flatMap(({ participant, added }) =>
      added.map((version) => rowOf(actor, { participant, version, now: by.now })),
    ),
  )
  for (const { participant, old } of changes)
    await tellOldAddress(tx, actor, { participant, version: old, now: by.now })
  const changed = changes.filter(({ added }) => added.length > 0)
  const added = changed.filter(({ isNew }) => isNew).length
  return { added, changed: changed.length - added, same: rows.length - changed.length, gone: 0 }
}

/** Writes to an address that no longer counts, or soon will not. */
async function tellOldAddress(
  tx: Tx,
  actor: Pick<Actor, 'center' | 'name'>,
  { participant, version, now }: { participant: string; version: ContactVersion | undefined; now: number },
): Promise<void> {
  if (!version) return
  const notice = { reason: 'contact-changed', about: newId(), contactVersion: version.version, now } as const
  await queueMessages(tx, actor, { ...notice, people: [participant] })
}

async function contactVersions(tx: Tx, people: readonly string[]): Promise<Map<string, ContactVersion[]>> {
  if (people.length === 0) return new Map()
  const rows = await tx.selectFrom('contact').selectAll().where('participant_id', 'in', people).execute()
  const found = new Map<string, ContactVersion[]>()
  for (const row of rows) {
    const version: ContactVersion = {
      version: row.version,
      inForceFrom: instantOfStamp(row.in_force_from),
      phone: row.phone,
      email: row.email,
      channel: row.channel as Contact['channel'],
      from: row.from_minute,
      until: row.until_minute,
      leaveMessage: row.leave_message,
      nameUs: row.name_us,
      language: row.language as Contact['language'],
    }
    found.set(row.participant_id, [...(found.get(row.participant_id) ?? []), version])
  }
  return found
}

/** False when somebody else stored this version first. */
async function storeVersions(
  tx: Tx,
  actor: Actor,
  { participant, versions, now }: { participant: string; versions: readonly ContactVersion[]; now: number },
): Promise<boolean> {
  const made = await tx
    .insertInto('contact')
    .values(versions.map((version) => rowOf(actor, { participant, version, now })))
    .onConflict((on) => on.doNothing())
    .returning('version')
    .execute()
  return made.length === versions.length
}

function rowOf(
  actor: Pick<Actor, 'center' | 'uid' | 'name'>,
  { participant, version, now }: { participant: string; version: ContactVersion; now: number },
) {
  return {
    center_id: actor.center,
    participant_id: participant,
    version: version.version,
    phone: version.phone,
    email: version.email,
    channel: version.channel,
    from_minute: version.from,
    until_minute: version.until,
    leave_message: version.leaveMessage,
    name_us: version.nameUs,
    language: version.language,
    in_force_from: isoOf(version.inForceFrom - (version.inForceFrom % 1000)),
    recorded_at: isoOf(now - (now % 1000)),
    recorded_by: actor.uid,
    recorded_by_name: actor.name,
  }
}

function contactIn(row: ContactRow): Contact {
  const { line: _line, person: _person, leave_message: leaveMessage, name_us: nameUs, ...same } = row
  return { ...same, leaveMessage, nameUs }
}

async function refuseUnknown(tx: Tx, participant: string): Promise<void> {
  const person = await tx
    .selectFrom('participant')
    .select('participant_id')
    .where('participant_id', '=', participant)
    .executeTakeFirst()
  if (!person) throw new Refusal('not-available', 'There is nothing here for you.', 404)
}
