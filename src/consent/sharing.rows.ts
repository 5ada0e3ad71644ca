import { sql } from 'kysely'
import { decide } from '../access/decide.ts'
import type { Actor } from '../kernel/claims.ts'
import type { Tx } from '../kernel/database.ts'
import { newId } from '../kernel/ids.ts'
import { Refusal } from '../kernel/refusal.ts'
import { onRecord } from '../kernel/trail.ts'
import { canonicalJson } from '../kernel/canonical-json.ts'
import type { SharedClass } from './consent.ts'
import { consentsOf, hashOf, personFor } from './consent.rows.ts'
import { NOTICE_VERSION } from './notice.ts'
import type { SharedWeek, SharedWithMe } from './sharing.ts'

const NOTHING_HERE = new Refusal('not-available', 'There is nothing here for you.', 404)

interface Share {
  readonly participant_id: string
  readonly consent_id: string
  readonly name: string
  readonly purpose: string
  readonly classes: SharedClass[]
  readonly expires_on: string | null
  readonly hash: Buffer
}

/** Who shares with this supporter at this moment, and what. */
export async function sharedWithMe(tx: Tx): Promise<SharedWithMe> {
  const shares = await sharesWithMe(tx)
  onRecord(tx, { people: shares.map((share) => share.participant_id), verb: 'read' })
  return {
    people: shares.map((share) => ({
      id: share.participant_id,
      name: share.name,
      classes: share.classes,
      purpose: share.purpose,
      expiresOn: share.expires_on,
    })),
  }
}

/**
 * A week as a supporter sees it, and a line in the disclosure ledger. Decided here and again
 * by `evenkeel.shared_week`; without a consent in force the answer is the one for nobody.
 */
export async function readSharedWeek(
  tx: Tx,
  asked: { actor: Actor; participant: string; weekStart: string },
): Promise<{ week: SharedWeek; scope: string }> {
  const shares = (await sharesWithMe(tx)).filter((share) => share.participant_id === asked.participant)
  const [share] = shares
  const seesWeek = decide({
    role: 'supporter',
    relation: 'none',
    consentState: shares.some((one) => one.classes.includes('C1')) ? 'in-force' : 'none',
    dataClass: 'C1',
    verb: 'r',
    part: 'shared-week',
    breakGlass: false,
  })
  if (!share || !seesWeek.allow) throw NOTHING_HERE
  const classes = [...new Set(shares.flatMap((one) => one.classes))].toSorted()
  const week = await projectionOf(tx, { ...asked, name: share.name, classes })
  onRecord(tx, { people: [asked.participant], objects: [asked.weekStart], verb: 'read' })
  // One egress, one line: it rests on the first consent that covers the week.
  const basis = shares.find((one) => one.classes.includes('C1')) ?? share
  await tx
    .insertInto('disclosure')
    .values({
      center_id: asked.actor.center,
      participant_id: asked.participant,
      id: newId(),
      recipient: asked.actor.name,
      purpose: basis.purpose,
      classes: ['C1'],
      consent_id: basis.consent_id,
      consent_hash: basis.hash,
      content_hash: hashOf(canonicalJson(week)),
      notice_version: NOTICE_VERSION,
      disclosed_by: asked.actor.uid ?? '',
    })
    .execute()
  return { week, scope: scopeOf(share.name, classes, share.purpose) }
}

/**
 * What a grantee would see of a week with a consent for `classes`, besides what earlier consents give them already. The
 * same function of the database draws it, so it is the supporter's view and no likeness of it.
 */
export async function previewSharedWeek(
  tx: Tx,
  asked: {
    participant: string
    weekStart: string
    grantee?: string | undefined
    classes: readonly SharedClass[]
    now: number
  },
): Promise<SharedWeek> {
  const person = await personFor(tx, asked.participant, { dataClass: 'C10', verb: 'w', part: 'consent' })
  const given = (await consentsOf(tx, asked.participant, asked.now)).consents.filter(
    (consent) => consent.state === 'in-force' && consent.account !== null && consent.account === asked.grantee,
  )
  const classes = [...new Set([...asked.classes, ...given.flatMap((consent) => consent.classes)])].toSorted()
  return projectionOf(tx, { ...asked, name: person.chosen_name, classes })
}

async function sharesWithMe(tx: Tx): Promise<Share[]> {
  const { rows } = await sql<Share>`SELECT * FROM evenkeel.shared_with_me()`.execute(tx)
  return rows
}

async function projectionOf(
  tx: Tx,
  asked: { participant: string; weekStart: string; name: string; classes: readonly SharedClass[] },
): Promise<SharedWeek> {
  const center = await tx.selectFrom('center').select('time_zone').executeTakeFirstOrThrow()
  const rows = asked.classes.includes('C1') ? await appointmentsOf(tx, asked.participant, asked.weekStart) : []
  return {
    person: { id: asked.participant, name: asked.name },
    timeZone: center.time_zone,
    weekStart: asked.weekStart,
    classes: [...asked.classes],
    appointments: rows.map((row) => ({
      start: row.starts_wall,
      end: row.ends_wall,
      title: 'Appointment',
      travelMinutes: row.travel_minutes,
    })),
  }
}

async function appointmentsOf(tx: Tx, participant: string, weekStart: string) {
  const { rows } = await sql<{ starts_wall: string; ends_wall: string; travel_minutes: number }>`
    SELECT * FROM evenkeel.shared_week(${participant}, ${weekStart}::date)`.execute(tx)
  return rows
}

const CLASS_WORDS: Partial<Record<SharedClass, string>> = { C1: 'times of appointments and travel', C2: 'summaries' }

/** A clear explanation of the scope of the consent (42 CFR 2.32). */
function scopeOf(name: string, classes: readonly SharedClass[], purpose: string): string {
  return `${name} consented to share: ${classes.map((one) => CLASS_WORDS[one] ?? one).join(', ')}. Purpose: ${purpose}.`
}
