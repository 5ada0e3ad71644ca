import { sql } from 'kysely'
import { type Actor, tokenHash } from '../kernel/claims.ts'
import type { Database, Tx } from '../kernel/database.ts'
import { newId, newToken } from '../kernel/ids.ts'
import type { Role } from './sign-in.ts'

const SESSION_HOURS = 12
const INVITATION_MINUTES = 15

export interface Session {
  readonly actor: Actor
  readonly role: Role
  readonly participantId: string | null
  readonly staffId: string | null
  /** Only an open one reaches rows: the database refuses the claims of the others. */
  readonly state: 'open' | 'enrolling' | 'locked'
  /** Instant until which the last step-up holds; null without one or when it is over. */
  readonly steppedUpUntil: string | null
  readonly expiresAt: string
  readonly openedBy: 'demo' | 'invitation' | 'passkey' | 'password' | 'email-code'
  readonly lockAfterSeconds: number | null
}

/** The open session behind a token, looked up at every request: a revoked or locked session is dead on the next one. */
export async function findSession(database: Database, token: string): Promise<Session | undefined> {
  const session = await lookUpSession(database, token)
  return session?.state === 'open' ? session : undefined
}

/** The live session behind a token in any state. With `active` the idle lock moves ahead, at most every 30 s. */
export async function lookUpSession(
  database: Database,
  token: string,
  { active = false } = {},
): Promise<Session | undefined> {
  const hash = tokenHash(token)
  const { rows } = await database.asNobody((tx) =>
    sql<SessionRow>`SELECT * FROM auth.find_session(${hash})`.execute(tx),
  )
  const found = rows[0]
  if (!found) return undefined
  if (active && !found.seen_lately && found.state !== 'locked') {
    await database.asNobody((tx) => sql`SELECT auth.touch_session(${hash})`.execute(tx))
  }
  const actor = {
    center: found.center_id,
    role: found.role,
    uid: found.account_id,
    session: found.session_id,
    purpose: 'TREAT',
    name: found.display_name,
  }
  return {
    actor,
    role: found.role,
    participantId: found.participant_id,
    staffId: found.staff_id,
    state: found.state,
    steppedUpUntil: found.stepped_up_until,
    expiresAt: found.expires_at,
    openedBy: found.opened_by,
    lockAfterSeconds: found.lock_after,
  }
}

interface SessionRow {
  center_id: string
  session_id: string
  account_id: string
  role: Role
  display_name: string
  staff_id: string | null
  participant_id: string | null
  state: Session['state']
  stepped_up_until: string | null
  expires_at: string
  opened_by: Session['openedBy']
  lock_after: number | null
  seen_lately: boolean
}

const NO_CENTER = '00000000-0000-0000-0000-000000000000'

/** An account the server vouches for. */
export interface Proven {
  readonly account_id: string
  readonly center_id: string
}

/**
 * The server vouching for somebody while they sign in (nobody yet, or the account they proved): signed claims without
 * which no function about hashes, passkeys, codes and new sessions answers. They reach no record of any person.
 */
export function vouched(proven?: Proven): Actor {
  const { account_id: uid, center_id: center } = proven ?? { account_id: null, center_id: NO_CENTER }
  return { center, role: 'sign-in', uid, session: null, purpose: 'sign-in', name: 'sign-in' }
}

/** The same for the own sign-in of whoever has this session. */
export function vouchedFor({ actor }: Session): Actor {
  return { ...actor, role: 'sign-in', purpose: 'sign-in', name: 'sign-in' }
}

/** Returns the new session's token, or undefined when the account is not of a demo center. */
export async function openDemoSession(
  database: Database,
  account: string,
  role: Role,
  device = '',
): Promise<string | undefined> {
  return openSession(database, (tx, opened) =>
    sql<{ opened: boolean }>`
      SELECT auth.open_demo_session(${opened.id}, ${account}, ${role}, ${opened.hash}, ${opened.until}, ${device}) AS opened`.execute(
      tx,
    ),
  )
}

/** Returns the new session's token, or undefined when the link is unknown, used or too old. */
export async function acceptInvitation(
  database: Database,
  invitation: string,
  device = '',
): Promise<string | undefined> {
  return openSession(database, (tx, opened) =>
    sql<{ opened: boolean }>`
      SELECT auth.accept_invitation(${tokenHash(invitation)}, ${opened.id}, ${opened.hash}, ${opened.until}, ${device}) AS opened`.execute(
      tx,
    ),
  )
}

export async function closeSession(database: Database, token: string): Promise<void> {
  await database.asNobody((tx) => sql`SELECT auth.close_session(${tokenHash(token)})`.execute(tx))
}

export async function demoPeople(
  database: Database,
): Promise<{ center_name: string; account_id: string; code: string; display_name: string; role: Role }[]> {
  const { rows } = await database.asNobody((tx) =>
    sql<{ center_name: string; account_id: string; code: string; display_name: string; role: Role }>`
      SELECT * FROM auth.demo_people()`.execute(tx),
  )
  return rows
}

export async function hasDemo(database: Database): Promise<boolean> {
  const { rows } = await database.asNobody((tx) => sql<{ demo: boolean }>`SELECT auth.has_demo() AS demo`.execute(tx))
  return rows[0]?.demo ?? false
}

export interface CenterName {
  readonly center_id: string
  readonly code: string
  readonly name: string
  readonly demo: boolean
}

/** The centers of this installation, oldest first. */
export async function centersHere(database: Database): Promise<CenterName[]> {
  const { rows } = await database.asNobody((tx) => sql<CenterName>`SELECT * FROM auth.centers()`.execute(tx))
  return rows
}

export interface NewAccount {
  readonly code: string
  readonly name: string
  readonly staffId: string | null
  readonly participantId: string | null
  readonly roles: readonly Role[]
}

/** Only for the actors `import` and `setup`; an account that exists keeps its id. */
export async function putAccount(tx: Tx, account: NewAccount): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    SELECT auth.put_account(${newId()}, ${account.code}, ${account.name}, ${account.staffId}, ${account.participantId},
                            ${sql.val([...account.roles])}) AS id`.execute(tx)
  return rows[0]!.id
}

/** A one-time sign-in token for an account, or undefined when there is no such account with that role. */
export async function inviteAccount(tx: Tx, code: string, role: Role): Promise<string | undefined> {
  const { token, hash, until } = newInvitation()
  const { rows } = await sql<{
    made: boolean
  }>`SELECT auth.invite(${code}, ${role}, ${hash}, ${until}) AS made`.execute(tx)
  return rows[0]?.made ? token : undefined
}

/** A token for a link that works once, for 15 minutes by the real clock. */
export function newInvitation(): { token: string; hash: Buffer; until: string } {
  const token = newToken()
  return { token, hash: tokenHash(token), until: new Date(Date.now() + INVITATION_MINUTES * 60_000).toISOString() }
}

/** A session for the account these vouched claims name, in the role it last acted in; undefined when it may not sign in. */
export async function openVouchedSession(
  tx: Tx,
  method: 'passkey' | 'password' | 'email-code',
  device: string,
): Promise<string | undefined> {
  const opened = newSession()
  const { rows } = await sql<{ opened: boolean }>`
    SELECT auth.open_session(${method}, ${opened.id}, ${opened.hash}, ${opened.until}, ${device}) AS opened`.execute(tx)
  return rows[0]?.opened ? opened.token : undefined
}

async function openSession(
  database: Database,
  open: (tx: Tx, opened: NewSession) => Promise<{ rows: { opened: boolean }[] }>,
): Promise<string | undefined> {
  const opened = newSession()
  const { rows } = await database.asNobody((tx) => open(tx, opened))
  return rows[0]?.opened ? opened.token : undefined
}

interface NewSession {
  readonly token: string
  readonly id: string
  readonly hash: Buffer
  readonly until: string
}

function newSession(): NewSession {
  const token = newToken()
  const until = new Date(Date.now() + SESSION_HOURS * 3_600_000).toISOString()
  return { token, id: newId(), hash: tokenHash(token), until }
}
