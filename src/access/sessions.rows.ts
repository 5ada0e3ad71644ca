import { sql } from 'kysely'
import { tokenHash } from '../kernel/claims.ts'
import type { Database, Tx } from '../kernel/database.ts'
import { newToken } from '../kernel/ids.ts'
import type { Role } from './sign-in.ts'
import { type Session, vouchedFor } from './sign-in.rows.ts'

/** What the account behind a session has for proving itself. */
export interface OwnMeans {
  readonly roles: Role[]
  readonly passkeys: number
  readonly has_password: boolean
  readonly recovery_codes: number
  readonly sign_in_name: string | null
  readonly email: string | null
  readonly email_pending: string | null
  readonly display_name: string
  readonly center_name: string
  readonly time_zone: string
  readonly demo: boolean
}

export interface OwnSession {
  readonly id: string
  readonly device: string
  readonly role: Role
  readonly opened_by: string
  readonly created_at: string
  readonly last_seen_at: string
  readonly here: boolean
}

export async function ownMeans(tx: Tx): Promise<OwnMeans> {
  const { rows } = await sql<OwnMeans>`SELECT * FROM auth.own_ways()`.execute(tx)
  return rows[0]!
}

export async function ownSessions(tx: Tx): Promise<OwnSession[]> {
  return (await sql<OwnSession>`SELECT * FROM auth.own_sessions()`.execute(tx)).rows
}

/** Ends one session of the own account, or with null all but this one; returns how many. Another account's: 0. */
export async function endOwnSessions(tx: Tx, one: string | null): Promise<number> {
  const { rows } = await sql<{ ended: number }>`SELECT auth.end_own_sessions(${one}) AS ended`.execute(tx)
  return rows[0]!.ended
}

export async function lockOwnSession(tx: Tx): Promise<void> {
  await sql`SELECT auth.lock_own_session()`.execute(tx)
}

/** The person proved themselves again: the session opens and, with `stepUp`, five minutes of trust begin. */
export async function reopenOwnSession(tx: Tx, stepUp: boolean): Promise<void> {
  await sql`SELECT auth.reopen_own_session(${stepUp})`.execute(tx)
}

/** The session acts in another role of its account from now on, under a new token; undefined when it may not. */
export async function switchRole(database: Database, session: Session, role: Role): Promise<string | undefined> {
  const token = newToken()
  const { rows } = await database.inTransaction(vouchedFor(session), (tx) =>
    sql<{ made: boolean }>`SELECT auth.switch_role(${role}, ${tokenHash(token)}) AS made`.execute(tx),
  )
  return rows[0]?.made ? token : undefined
}

/** Opens a session that was setting up its sign-in; returns its new token. */
export async function finishEnrolment(tx: Tx): Promise<string> {
  const token = newToken()
  await sql`SELECT auth.finish_enrolment(${tokenHash(token)})`.execute(tx)
  return token
}
