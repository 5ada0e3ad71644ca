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
}

/** The live session behind a token, looked up at every request: a revoked session is dead on the next one. */
export async function findSession(database: Database, token: string): Promise<Session | undefined> {
  const { rows } = await database.asNobody((tx) =>
    sql<{
      center_id: string
      session_id: string
      account_id: string
      role: Role
      display_name: string
      staff_id: string | null
      participant_id: string | null
    }>`SELECT * FROM auth.find_session(${tokenHash(token)})`.execute(tx),
  )
  const found = rows[0]
  if (!found) return undefined
  const actor = {
    center: found.center_id,
    role: found.role,
    uid: found.account_id,
    session: found.session_id,
    purpose: 'TREAT',
    name: found.display_name,
  }
  return { actor, role: found.role, participantId: found.participant_id, staffId: found.staff_id }
}

/** Returns the new session's token, or undefined when the account is not of a demo center. */
export async function openDemoSession(database: Database, account: string, role: Role): Promise<string | undefined> {
  return openSession(database, (tx, opened) =>
    sql<{ opened: boolean }>`
      SELECT auth.open_demo_session(${opened.id}, ${account}, ${role}, ${opened.hash}, ${opened.until}) AS opened`.execute(
      tx,
    ),
  )
}

/** Returns the new session's token, or undefined when the link is unknown, used or too old. */
export async function acceptInvitation(database: Database, invitation: string): Promise<string | undefined> {
  return openSession(database, (tx, opened) =>
    sql<{ opened: boolean }>`
      SELECT auth.accept_invitation(${tokenHash(invitation)}, ${opened.id}, ${opened.hash}, ${opened.until}) AS opened`.execute(
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
  const token = newToken()
  const until = new Date(Date.now() + INVITATION_MINUTES * 60_000).toISOString()
  const { rows } = await sql<{ made: boolean }>`
    SELECT auth.invite(${code}, ${role}, ${tokenHash(token)}, ${until}) AS made`.execute(tx)
  return rows[0]?.made ? token : undefined
}

async function openSession(
  database: Database,
  open: (tx: Tx, opened: { id: string; hash: Buffer; until: string }) => Promise<{ rows: { opened: boolean }[] }>,
): Promise<string | undefined> {
  const token = newToken()
  const until = new Date(Date.now() + SESSION_HOURS * 3_600_000).toISOString()
  const { rows } = await database.asNobody((tx) => open(tx, { id: newId(), hash: tokenHash(token), until }))
  return rows[0]?.opened ? token : undefined
}
