import pg from 'pg'
import { canonicalJson } from '../kernel/canonical-json.ts'
import { ConsentForm, documentOf } from '../consent/consent.ts'
import type { StoredCenter } from '../import/test-center.ts'
import type { Actor } from '../kernel/claims.ts'
import { newId } from '../kernel/ids.ts'
import { CONSENT_STATES, type ConsentState, type Relation, RELATIONS } from './decide.ts'
import type { DecidedRole } from './matrix.ts'
import { Role } from './sign-in.ts'
import { findSession, openDemoSession, putAccount } from './sign-in.rows.ts'

/** How one asker stands to one person; made as rows, so that the database finds it by itself. */
export interface Case {
  readonly person: string
  readonly relation: Relation
  readonly consentState: ConsentState
  readonly breakGlass: boolean
}

/** Somebody who asks, in one role, about people to whom they stand in every way there is. */
export interface Asker {
  readonly role: DecidedRole
  readonly actor: Actor
  /** The cookie of a signed-in person; null for actors that are not people. */
  readonly token: string | null
  readonly cases: readonly Case[]
}

export interface Scene {
  readonly owner: pg.Client
  readonly askers: readonly Asker[]
  /** Everybody the scene is about. */
  readonly people: readonly string[]
  /** An account of nobody in the scene, who wrote what the askers did not write. */
  readonly somebody: string
  readonly supporter: string
  /** A supporter who asks nothing, for routes that name one. */
  readonly family: string
}

/** A Monday long past: the week in which everybody of the scene has a seat. */
export const SCENE_WEEK = '2020-01-06'

/** Rows for every relation, consent state and break-glass between an account of each role and people made for it. */
export async function makeScene(center: StoredCenter): Promise<Scene> {
  const owner = new pg.Client(center.owner)
  await owner.connect()
  await owner.query('SET ROLE evenkeel_owner')
  await owner.query('SET search_path = evenkeel, public')
  const shared = RELATIONS.filter((relation) => relation !== 'own-record').flatMap(everyCase)
  const own = everyCase('own-record')
  const ownBlocked = [{ person: newId(), relation: 'blocked', consentState: 'none', breakGlass: false } as const]
  const people = [...shared, ...own, ...ownBlocked].map((one) => one.person)
  await owner.query(
    `INSERT INTO participant (center_id, participant_id, code, chosen_name)
     SELECT $1, id, 'scene/' || n, 'Scene ' || n FROM unnest($2::uuid[]) WITH ORDINALITY AS one (id, n)`,
    [center.id, people],
  )
  await owner.query(`INSERT INTO episode (center_id, participant_id, id, admitted_on)
    SELECT center_id, participant_id, gen_random_uuid(), '2020-01-01' FROM participant WHERE code LIKE 'scene/%'`)
  const askers: Asker[] = []
  for (const role of Role.options) askers.push(await makeAsker(center, owner, { role, cases: shared, record: null }))
  for (const one of [...own, ...ownBlocked])
    askers.push(await makeAsker(center, owner, { role: 'participant', cases: [one], record: one.person }))
  askers.push(...(await actors(center, owner, { own: own[0]!, none: shared.filter((one) => one.relation === 'none') })))
  const accountOf = (role: Role) => askers.find((asker) => asker.role === role)!.actor.uid!
  return {
    owner,
    askers,
    people,
    somebody: await makeSomebody(center, 'counselor'),
    supporter: accountOf('supporter'),
    family: await makeSomebody(center, 'supporter'),
  }
}

function everyCase(relation: Relation): Case[] {
  return CONSENT_STATES.flatMap((consentState) =>
    [false, true].map((breakGlass) => ({ person: newId(), relation, consentState, breakGlass })),
  )
}

async function makeAsker(
  center: StoredCenter,
  owner: pg.Client,
  { role, cases, record }: { role: Role; cases: readonly Case[]; record: string | null },
): Promise<Asker> {
  const code = `scene/${role}/${newId()}`
  const works = role !== 'participant' && role !== 'supporter'
  const staff = works ? await makeStaff(center, owner, code) : null
  const account = await center.database.inTransaction({ ...center.setUp, role: 'import' }, (tx) =>
    putAccount(tx, { code, name: code, staffId: staff?.own ?? null, participantId: record, roles: [role] }),
  )
  if (staff) await relate(center, owner, staff, cases)
  await blockAndOpen(center, owner, account, cases)
  await consentTo(center, owner, account, cases)
  const token = await openDemoSession(center.database, account, role)
  const session = token && (await findSession(center.database, token))
  if (!session) throw new Error(`nobody signs in as ${code}`)
  return { role, actor: session.actor, token, cases }
}

/** A person of the team at a site of their own, and a counselor beside them. */
async function makeStaff(
  center: StoredCenter,
  owner: pg.Client,
  code: string,
): Promise<{ own: string; beside: string }> {
  const [site, own, beside] = [newId(), newId(), newId()]
  await owner.query('INSERT INTO site (center_id, id, code, name) VALUES ($1, $2, $3, $3)', [center.id, site, code])
  await owner.query(
    `INSERT INTO staff (center_id, id, code, name, role, site_id, max_weekly_minutes)
     SELECT $1, id, $4 || id, 'Scene', 'counselor', $2, 0 FROM unnest($3::uuid[]) AS one (id)`,
    [center.id, site, [own, beside], code],
  )
  return { own, beside }
}

async function relate(
  center: StoredCenter,
  owner: pg.Client,
  staff: { own: string; beside: string },
  cases: readonly Case[],
): Promise<void> {
  const put = (relations: readonly Relation[], who: string, kind: string) =>
    owner.query(
      `INSERT INTO caseload (center_id, participant_id, id, staff_id, kind, from_date)
       SELECT $1, id, gen_random_uuid(), $3, $4, current_date - 1 FROM unnest($2::uuid[]) AS one (id)`,
      [center.id, peopleIn(cases, relations), who, kind],
    )
  // A block counts against a relation there really is.
  await put(['assigned', 'blocked'], staff.own, 'own')
  await put(['covering'], staff.own, 'cover')
  await put(['team'], staff.beside, 'own')
  // A cover that is over, and one that has not begun, count for nothing.
  await owner.query(
    `INSERT INTO caseload (center_id, participant_id, id, staff_id, kind, from_date, until_date)
     SELECT $1, id, gen_random_uuid(), $3, 'cover', current_date + span.first, current_date + span.last
     FROM unnest($2::uuid[]) AS one (id), (VALUES (-9, -2), (2, 9)) AS span (first, last)`,
    [center.id, peopleIn(cases, ['none']), staff.own],
  )
}

async function blockAndOpen(
  center: StoredCenter,
  owner: pg.Client,
  account: string,
  cases: readonly Case[],
): Promise<void> {
  const blocked = peopleIn(cases, ['blocked'])
  await owner.query(
    `INSERT INTO access_block (center_id, participant_id, id, account_id, why, set_by)
     SELECT $1, id, gen_random_uuid(), $3, 'relative', $3 FROM unnest($2::uuid[]) AS one (id)`,
    [center.id, blocked, account],
  )
  await owner.query(
    `INSERT INTO supporter (center_id, participant_id, account_id, linked_by)
     SELECT $1, id, $3, $3 FROM unnest($2::uuid[]) AS one (id)`,
    [center.id, peopleIn(cases, ['linked', 'blocked']), account],
  )
  const opened = cases.filter((one) => one.breakGlass).map((one) => one.person)
  const others = cases.filter((one) => !one.breakGlass).map((one) => one.person)
  await owner.query(
    `INSERT INTO break_glass (center_id, participant_id, id, account_id, opened_by, reason)
     SELECT $1, id, gen_random_uuid(), $3, 'scene', 'an emergency made for a test' FROM unnest($2::uuid[]) AS one (id)`,
    [center.id, opened, account],
  )
  // One that is over and one that was closed open nothing.
  await owner.query(
    `INSERT INTO break_glass (center_id, participant_id, id, account_id, opened_by, reason, opened_at, expires_at, closed_at)
     SELECT $1, id, gen_random_uuid(), $3, 'scene', 'an emergency made for a test', now() - span.ago, now() - span.ago
       + interval '30 minutes', CASE WHEN span.ago < interval '30 minutes' THEN now() END
     FROM unnest($2::uuid[]) AS one (id), (VALUES (interval '31 minutes'), (interval '1 minute')) AS span (ago)`,
    [center.id, others, account],
  )
}

async function consentTo(
  center: StoredCenter,
  owner: pg.Client,
  account: string,
  cases: readonly Case[],
): Promise<void> {
  for (const state of CONSENT_STATES.filter((one) => one !== 'none')) {
    const text = consentText(state === 'other' ? ['C2'] : ['C1', 'C2'])
    const people = cases.filter((one) => one.consentState === state).map((one) => one.person)
    await owner.query(
      `INSERT INTO consent (center_id, participant_id, id, kind, grantee_account, recipient, purpose, classes, begins_at,
         expires_on, ends_at, method, document, hash, signed_on, signed_by, recorded_by)
       SELECT $1, id, gen_random_uuid(), 'supporter', $3, 'Scene', 'support', $4, now() - interval '9 days',
         current_date + $5::int, now() + $5 * interval '1 day', 'paper', $6, sha256(convert_to($6, 'UTF8')),
         current_date, 'Scene', $3
       FROM unnest($2::uuid[]) AS one (id)`,
      [center.id, people, account, state === 'other' ? ['C2'] : ['C1', 'C2'], state === 'expired' ? -1 : 30, text],
    )
  }
  await owner.query(
    `INSERT INTO consent_revocation (center_id, participant_id, consent_id, revoked_by, revoked_by_name)
     SELECT center_id, participant_id, id, $1, 'Scene' FROM consent WHERE grantee_account = $1 AND participant_id = ANY ($2)`,
    [account, cases.filter((one) => one.consentState === 'revoked').map((one) => one.person)],
  )
}

/** The signed words of a complete consent for some classes. */
export function consentText(classes: readonly string[]): string {
  const form = ConsentForm.parse({
    kind: 'supporter',
    recipient: { name: 'Scene' },
    classes,
    information: 'times of appointments',
    purpose: 'support',
    expiry: { on: '2099-12-31' },
    statements: ['may-revoke'],
    signature: 'Scene',
  })
  const facts = { participant: 'Scene', discloser: 'Scene', method: 'paper', signedOn: '2026-01-01' } as const
  return canonicalJson(documentOf(form, facts))
}

/** Import, planner and a calendar feed: to them nobody is related, but the feed's one person. */
async function actors(
  center: StoredCenter,
  owner: pg.Client,
  { own, none }: { own: Case; none: readonly Case[] },
): Promise<Asker[]> {
  const feed = newId()
  await owner.query('INSERT INTO auth.feed (center_id, id, participant_id, token_hash) VALUES ($1, $2, $3, $4)', [
    center.id,
    feed,
    own.person,
    Buffer.from(feed),
  ])
  const strangers = none.map((one) => ({ ...one, consentState: 'none', breakGlass: false }) as const)
  const asActor = (role: 'import' | 'planner' | 'feed', cases: readonly Case[], uid: string | null = null): Asker => ({
    role,
    actor: { ...center.setUp, role, uid },
    token: null,
    cases,
  })
  return [
    asActor('import', strangers),
    asActor('planner', strangers),
    asActor('feed', [{ ...own, consentState: 'none', breakGlass: false }, ...strangers], feed),
  ]
}

async function makeSomebody(center: StoredCenter, role: Role): Promise<string> {
  const account = { code: `somebody/${role}`, name: 'Somebody', staffId: null, participantId: null, roles: [role] }
  return center.database.inTransaction({ ...center.setUp, role: 'import' }, (tx) => putAccount(tx, account))
}

const peopleIn = (cases: readonly Case[], relations: readonly Relation[]) =>
  cases.filter((one) => relations.includes(one.relation)).map((one) => one.person)
