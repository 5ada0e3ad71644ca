import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { instantOf, instantOfIso, isoOf, wallOf, zoneNamed, type Zone } from '../center/zones.ts'
import type { DataClass, Part, Verb } from '../access/matrix.ts'
import type { Actor } from '../kernel/claims.ts'
import type { Tx } from '../kernel/database.ts'
import { newId } from '../kernel/ids.ts'
import { Refusal } from '../kernel/refusal.ts'
import { onRecord } from '../kernel/trail.ts'
import { linkSupporter } from '../participant/supporter.rows.ts'
import { dateOf, dayNumber } from '../planner/model/time.ts'
import { canonicalJson } from '../kernel/canonical-json.ts'
import {
  ConsentDocument,
  type ConsentForm,
  type ConsentKind,
  documentOf,
  missingElements,
  type SharedClass,
  standingAt,
  STATEMENTS,
  wronglyCombined,
} from './consent.ts'
import type { Consent, Disclosures, Sharing } from './sharing.ts'

const NOTHING_HERE = new Refusal('not-available', 'There is nothing here for you.', 404)

/** SHA-256 of what is stored as written. */
export const hashOf = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest()

/**
 * Stores a signed consent. On the screen a person signs for themselves, today; staff record what was signed on paper.
 * A supporter without an account gets one, which opens nothing before the center invites it. Refusals: `not-available`,
 * `consent-incomplete` (names every missing element), `consent-combined`, `consent-date`.
 */
export async function giveConsent(
  tx: Tx,
  asked: { actor: Actor; participant: string; form: ConsentForm; now: number },
): Promise<{ id: string; account: string | null }> {
  const { actor, participant, form } = asked
  const facts = await factsOf(tx, asked)
  const document = documentOf(form, facts)
  refuseFaulty(document, facts.today)
  const id = newId()
  onRecord(tx, { people: [participant], objects: [id], verb: 'write' })
  const account = form.kind === 'supporter' ? await supporterOf(tx, participant, form) : null
  const text = canonicalJson(document)
  const expiresOn = document.expiry && 'on' in document.expiry ? document.expiry.on : null
  await tx
    .insertInto('consent')
    .values({
      center_id: actor.center,
      participant_id: participant,
      id,
      kind: document.kind,
      grantee_account: account,
      recipient: document.recipient,
      purpose: document.purpose,
      classes: document.classes,
      expires_on: expiresOn,
      ends_at: expiresOn === null ? null : isoOf(instantOf(facts.zone, `${nextDay(expiresOn)}T00:00`).at),
      expiry_event: document.expiry && 'event' in document.expiry ? document.expiry.event : null,
      method: document.method,
      document: text,
      hash: hashOf(text),
      signed_on: document.signedOn,
      signed_by: document.signature,
      recorded_by: actor.uid ?? '',
    })
    .execute()
  // Whoever is told about a person may also tell the team about them; the end of the consent does not end that.
  if (account !== null) await linkSupporter(tx, asked, { account, called: document.participant })
  return { id, account }
}

/** Ends a consent; the next statement of anybody it named finds nothing. A second time changes nothing. */
export async function revokeConsent(
  tx: Tx,
  asked: { actor: Actor; participant: string; consent: string; because: 'revoked' | 'known-false' },
): Promise<{ revokedAt: string }> {
  const { actor, participant, consent, because } = asked
  onRecord(tx, { people: [participant], objects: [consent], verb: 'write' })
  await tx
    .insertInto('consent_revocation')
    .values({
      center_id: actor.center,
      participant_id: participant,
      consent_id: consent,
      because,
      revoked_by: actor.uid ?? '',
      revoked_by_name: actor.name,
    })
    .onConflict((row) => row.columns(['center_id', 'participant_id', 'consent_id']).doNothing())
    .execute()
  const row = await tx
    .selectFrom('consent_revocation')
    .select('revoked_at')
    .where('participant_id', '=', participant)
    .where('consent_id', '=', consent)
    .executeTakeFirst()
  if (!row) throw NOTHING_HERE
  return { revokedAt: row.revoked_at }
}

/** A person's consents, newest first. */
export async function consentsOf(tx: Tx, participant: string, now: number): Promise<Sharing> {
  const person = await personFor(tx, participant, { dataClass: 'C10', verb: 'r', part: 'consent' })
  onRecord(tx, { people: [participant], verb: 'read' })
  const rows = await tx
    .selectFrom('consent')
    .leftJoin('consent_revocation as revocation', (join) =>
      join
        .onRef('revocation.center_id', '=', 'consent.center_id')
        .onRef('revocation.participant_id', '=', 'consent.participant_id')
        .onRef('revocation.consent_id', '=', 'consent.id'),
    )
    .selectAll('consent')
    .select(['revocation.revoked_at', 'revocation.revoked_by_name', 'revocation.because'])
    .where('consent.participant_id', '=', participant)
    .orderBy('consent.recorded_at', 'desc')
    .orderBy('consent.id', 'desc')
    .execute()
  const treated = await isInTreatment(tx, participant)
  const consents = rows.map((row): Consent => {
    const standing = {
      classes: row.classes,
      beginsAt: instantOfIso(row.begins_at),
      endsAt: row.ends_at === null ? null : instantOfIso(row.ends_at),
      endedWithTreatment: row.expiry_event === 'end-of-treatment' && !treated,
      revoked: row.revoked_at !== null,
    }
    return {
      id: row.id,
      kind: row.kind as ConsentKind,
      state: standingAt(standing, now),
      recipient: row.recipient,
      account: row.grantee_account,
      classes: row.classes as SharedClass[],
      purpose: row.purpose,
      expiresOn: row.expires_on,
      expiryEvent: row.expiry_event as Consent['expiryEvent'],
      recordedAt: row.recorded_at,
      revocation:
        row.revoked_at === null
          ? null
          : { at: row.revoked_at, by: row.revoked_by_name ?? '', because: row.because as 'revoked' },
      document: ConsentDocument.parse(JSON.parse(row.document)),
      hash: row.hash.toString('hex'),
    }
  })
  return { consents, statements: STATEMENTS[person.language === 'es' ? 'es' : 'en'] }
}

/** The accounting of disclosures (42 CFR 2.25), newest first. */
export async function disclosuresOf(tx: Tx, participant: string): Promise<Disclosures> {
  await personFor(tx, participant, { dataClass: 'C12', verb: 'r', part: 'disclosures' })
  onRecord(tx, { people: [participant], verb: 'read' })
  const rows = await tx
    .selectFrom('disclosure')
    .selectAll()
    .where('participant_id', '=', participant)
    .orderBy('disclosed_at', 'desc')
    .limit(2000)
    .execute()
  const opened = await tx
    .selectFrom('break_glass')
    .select(['opened_at', 'opened_by', 'expires_at', 'closed_at', 'reason'])
    .where('participant_id', '=', participant)
    .orderBy('opened_at', 'desc')
    .execute()
  return {
    disclosures: rows.map((row) => ({
      at: row.disclosed_at,
      recipient: row.recipient,
      purpose: row.purpose,
      classes: row.classes,
      consent: row.consent_id,
      legalBasis: row.legal_basis,
      noticeVersion: row.notice_version,
    })),
    emergencies: opened.map((row) => ({
      at: row.opened_at,
      by: row.opened_by,
      until: row.closed_at ?? row.expires_at,
      reason: row.reason,
    })),
  }
}

/** The person, for whoever may do this with a class of theirs; otherwise the answer for nobody. */
export async function personFor(
  tx: Tx,
  participant: string,
  may: { readonly dataClass: DataClass; readonly verb: Verb; readonly part: Part },
): Promise<{ chosen_name: string; language: string }> {
  const person = await tx
    .selectFrom('participant')
    .select(['participant_id', 'chosen_name', 'language'])
    .where('participant_id', '=', participant)
    .where(sql<boolean>`sec.may(${may.dataClass}, ${may.verb}, ${may.part}, ${participant})`)
    .executeTakeFirst()
  if (!person) throw NOTHING_HERE
  return person
}

async function factsOf(tx: Tx, asked: { actor: Actor; participant: string; form: ConsentForm; now: number }) {
  const { actor, participant, form } = asked
  const person = await personFor(tx, participant, { dataClass: 'C10', verb: 'w', part: 'consent' })
  const center = await tx.selectFrom('center').select(['name', 'time_zone']).executeTakeFirstOrThrow()
  const zone = zoneOf(center.time_zone)
  const today = wallOf(zone, asked.now).slice(0, 10)
  const method: 'electronic' | 'paper' = actor.role === 'participant' ? 'electronic' : 'paper'
  return {
    zone,
    today,
    participant: person.chosen_name,
    discloser: center.name,
    method,
    signedOn: method === 'electronic' ? today : (form.signedOn ?? ''),
  }
}

function refuseFaulty(document: ConsentDocument, today: string): void {
  const missing = missingElements(document)
  if (missing.length > 0) {
    throw new Refusal('consent-incomplete', `The consent lacks: ${missing.join('; ')}. Maybe fill these in.`, 400)
  }
  const combined = wronglyCombined(document)
  if (combined) throw new Refusal('consent-combined', `${combined} Maybe give two consents.`, 400)
  if (document.signedOn > today)
    throw new Refusal('consent-date', 'It is signed on a day to come. Maybe check the date.', 400)
  if (document.expiry && 'on' in document.expiry && document.expiry.on < today) {
    throw new Refusal('consent-date', `It ended on ${document.expiry.on}. Maybe choose a later day.`, 400)
  }
}

async function supporterOf(tx: Tx, participant: string, form: ConsentForm): Promise<string> {
  if (form.recipient?.account) return form.recipient.account
  const account = newId()
  const { rows } = await sql<{ opened: boolean }>`
    SELECT auth.open_supporter(${account}, ${participant}, ${form.recipient?.name ?? ''}) AS opened`.execute(tx)
  if (!rows[0]?.opened) throw NOTHING_HERE
  return account
}

async function isInTreatment(tx: Tx, participant: string): Promise<boolean> {
  const open = await tx
    .selectFrom('episode')
    .select('id')
    .where('participant_id', '=', participant)
    .where((eb) => eb.or([eb('discharged_on', 'is', null), eb('discharged_on', '>=', sql<string>`current_date`)]))
    .executeTakeFirst()
  return open !== undefined
}

function zoneOf(name: string): Zone {
  const zone = zoneNamed(name)
  if (!zone) throw new Error(`zone ${name} is unknown`)
  return zone
}

const nextDay = (day: string) => dateOf(dayNumber(day) + 1)
