import { sql } from 'kysely'
import type { Tx } from '../kernel/database.ts'
import { newId } from '../kernel/ids.ts'
import type { Accounts } from './accounts.ts'
import { newInvitation } from './sign-in.rows.ts'
import type { Role } from './sign-in.ts'

/** How a decision about an account ended: `done`, or why it was refused. */
export type Outcome = 'done' | 'absent' | 'exists' | 'own-role' | 'own-role-alone' | 'last-role' | 'last-administrator'

interface AccountRow {
  id: string
  staff_id: string | null
  name: string
  sign_in_name: string | null
  roles: Role[]
  enrolled: boolean
  invited_until: string | null
  last_seen_at: string | null
  deactivated_at: string | null
}

export async function listAccounts(tx: Tx): Promise<Accounts> {
  const { rows } = await sql<AccountRow>`SELECT * FROM auth.accounts_here()`.execute(tx)
  const taken = new Set(rows.map((row) => row.staff_id))
  const staff = await tx.selectFrom('staff').select(['id', 'name', 'role']).orderBy('name').execute()
  return {
    accounts: rows.map((row) => ({
      id: row.id,
      name: row.name,
      signInName: row.sign_in_name,
      roles: row.roles,
      enrolled: row.enrolled,
      invitedUntil: row.invited_until,
      lastSeenAt: row.last_seen_at,
      deactivatedAt: row.deactivated_at,
    })),
    staffWithoutAccount: staff.filter((member) => !taken.has(member.id)),
  }
}

/** The id is the new account's. */
export const openStaffAccount = (
  tx: Tx,
  id: string,
  wish: { staff?: string | undefined; name?: string | undefined; roles: readonly Role[] },
): Promise<Outcome> =>
  decide(
    tx,
    sql`SELECT auth.open_account(${id}, ${wish.staff ?? null}, ${wish.name ?? null}, ${sql.val([...wish.roles])}) AS outcome`,
  )

export const giveRole = (tx: Tx, account: string, role: Role): Promise<Outcome> =>
  decide(tx, sql`SELECT auth.give_role(${account}, ${role}) AS outcome`)

export const endRole = (tx: Tx, account: string, role: Role): Promise<Outcome> =>
  decide(tx, sql`SELECT auth.end_role(${account}, ${role}) AS outcome`)

/** In one transaction: sessions, links, credentials and open break-glass of the account end with the next statement. */
export const deactivate = (tx: Tx, account: string, why: string): Promise<Outcome> =>
  decide(tx, sql`SELECT auth.deactivate_account(${account}, ${why}) AS outcome`)

/** Nothing of the former sign-in comes back; the account is invited anew. */
export const reactivate = (tx: Tx, account: string, why: string): Promise<Outcome> =>
  decide(tx, sql`SELECT auth.reactivate_account(${account}, ${why}) AS outcome`)

/** A one-time link for an account of the staff, undefined when there is none; older links end. */
export const inviteStaff = (tx: Tx, account: string): Promise<Invitation | undefined> =>
  invite(tx, ({ hash, until }) => sql`SELECT auth.invite_staff(${account}, ${hash}, ${until}) AS made`)

/** A one-time link for a participant; opens the account when there is none. Undefined: not within reach. */
export const inviteParticipant = (tx: Tx, participant: string): Promise<Invitation | undefined> =>
  invite(
    tx,
    ({ hash, until }) => sql`SELECT auth.invite_participant(${participant}, ${newId()}, ${hash}, ${until}) AS made`,
  )

/** A one-time link for a supporter whom a consent of this participant names. */
export const inviteSupporter = (tx: Tx, participant: string, account: string): Promise<Invitation | undefined> =>
  invite(
    tx,
    ({ hash, until }) => sql`SELECT auth.invite_supporter(${participant}, ${account}, ${hash}, ${until}) AS made`,
  )

/** False when there is no such account within reach. */
export async function closeParticipantAccount(tx: Tx, participant: string): Promise<boolean> {
  const { rows } = await sql<{ closed: boolean }>`
    SELECT auth.close_participant_account(${participant}) AS closed`.execute(tx)
  return rows[0]!.closed
}

interface Invitation {
  readonly token: string
  readonly until: string
}

async function invite(
  tx: Tx,
  statement: (made: { hash: Buffer; until: string }) => ReturnType<typeof sql>,
): Promise<Invitation | undefined> {
  const { token, hash, until } = newInvitation()
  const { rows } = await statement({ hash, until }).execute(tx)
  return (rows[0] as { made: boolean }).made ? { token, until } : undefined
}

async function decide(tx: Tx, decision: ReturnType<typeof sql>): Promise<Outcome> {
  const { rows } = await decision.execute(tx)
  return (rows[0] as { outcome: Outcome }).outcome
}
