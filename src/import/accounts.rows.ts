import type { Role } from '../access/sign-in.ts'
import { inviteAccount, putAccount } from '../access/sign-in.rows.ts'
import type { Tx } from '../kernel/database.ts'

/** The role somebody signs in with, by the role they have at the center. */
const SIGN_IN_ROLES: Record<string, Role> = {
  counselor: 'counselor',
  supervisor: 'supervisor',
  prescriber: 'prescriber',
  nurse: 'prescriber',
  'screen-technician': 'screen-technician',
  'front-desk': 'front-desk',
  director: 'director',
  biller: 'biller',
  'privacy-officer': 'privacy-officer',
  administrator: 'administrator',
}

export interface OpenedAccount {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly role: Role
}

/**
 * Opens the account of a staff member or participant by the center's own code, or by `staff/CODE` or `person/CODE` where
 * both have one; undefined when nobody has that code or the role does not sign in.
 */
export async function openAccount(tx: Tx, asked: string): Promise<OpenedAccount | undefined> {
  const [, kind, code = ''] = /^(?:(staff|person)\/)?(.*)$/s.exec(asked) ?? []
  return (
    (kind === 'person' ? undefined : await openStaff(tx, code)) ??
    (kind === 'staff' ? undefined : await openPerson(tx, code))
  )
}

async function openStaff(tx: Tx, code: string): Promise<OpenedAccount | undefined> {
  const member = await tx.selectFrom('staff').select(['id', 'name', 'role']).where('code', '=', code).executeTakeFirst()
  const role = SIGN_IN_ROLES[member?.role ?? '']
  if (!member || role === undefined) return undefined
  const account = { code: `staff/${code}`, name: member.name, staffId: member.id, participantId: null, roles: [role] }
  return { id: await putAccount(tx, account), code: account.code, name: member.name, role }
}

async function openPerson(tx: Tx, code: string): Promise<OpenedAccount | undefined> {
  const person = await tx
    .selectFrom('participant')
    .select(['participant_id as id', 'chosen_name as name'])
    .where('code', '=', code)
    .executeTakeFirst()
  if (!person) return undefined
  const role = 'participant' as const
  const account = { code: `person/${code}`, name: person.name, staffId: null, participantId: person.id, roles: [role] }
  return { id: await putAccount(tx, account), code: account.code, name: person.name, role }
}

/** A one-time sign-in token for the person with this code; undefined when nobody has it. */
export async function inviteByCode(
  tx: Tx,
  code: string,
): Promise<{ account: OpenedAccount; token: string } | undefined> {
  const account = await openAccount(tx, code)
  const token = account && (await inviteAccount(tx, account.code, account.role))
  return account && token ? { account, token } : undefined
}
