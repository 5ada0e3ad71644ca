import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import { sql } from 'kysely'
import type { Actor } from '../kernel/claims.ts'
import type { Database, Tx } from '../kernel/database.ts'
import { newId } from '../kernel/ids.ts'
import type { AssertionResponse, AttestationResponse, PasskeyProof } from './passkey.ts'
import type { OwnMeans } from './sessions.rows.ts'
import type { Proven } from './sign-in.rows.ts'

export interface Passkey {
  readonly id: string
  readonly credential_id: string
  readonly transports: string[]
  readonly name: string
  readonly created_at: string
  readonly last_used_at: string | null
}

export type Purpose = 'sign-in' | 're-entry' | 'add-passkey' | 'authenticator'

/** Keeps a challenge for five minutes and one answer, for exactly this actor; returns its id. */
export async function beginCeremony(tx: Tx, purpose: Purpose, challenge: string): Promise<string> {
  const id = newId()
  await sql`SELECT auth.begin_ceremony(${id}, ${purpose}, ${challenge})`.execute(tx)
  return id
}

/** The challenge of a ceremony, once; undefined when it is unknown, used, too old or of another session. */
export async function takeCeremony(tx: Tx, id: string, purpose: Purpose): Promise<string | undefined> {
  const { rows } = await sql<{ challenge: string | null }>`
    SELECT auth.take_ceremony(${id}, ${purpose}) AS challenge`.execute(tx)
  return rows[0]?.challenge ?? undefined
}

/** Options for proving a passkey: anybody's at sign-in, the own ones (`known`) at re-entry. */
export function assertionOptions(origin: string, known: readonly Passkey[] = []) {
  return generateAuthenticationOptions({
    rpID: domainOf(origin),
    userVerification: 'required',
    timeout: 300_000,
    ...(known.length > 0
      ? { allowCredentials: known.map((key) => ({ id: key.credential_id, transports: key.transports })) }
      : {}),
  })
}

/** Options for a new passkey. Its name on the device is neutral: the sign-in name or the person's own, no center. */
export function registrationOptions(
  origin: string,
  account: string,
  own: { means: OwnMeans; known: readonly Passkey[] },
) {
  const { means, known } = own
  return generateRegistrationOptions({
    rpName: 'Evenkeel',
    rpID: domainOf(origin),
    userID: handleOf(account),
    userName: means.sign_in_name ?? means.display_name,
    userDisplayName: means.display_name,
    timeout: 300_000,
    attestationType: 'none',
    excludeCredentials: known.map((key) => ({ id: key.credential_id, transports: key.transports })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
}

/**
 * Whose passkey answered, or undefined. The challenge is used up whatever the answer; origin, domain, user verification,
 * signature and counter are checked, and the account the device names must be the key's.
 */
export async function provePasskey(
  database: Database,
  actor: Actor,
  proof: PasskeyProof & { purpose: 'sign-in' | 're-entry'; origin: string },
): Promise<(Proven & { credential: string; counter: number }) | undefined> {
  const { challenge, key } = await database.inTransaction(actor, async (tx) => ({
    challenge: await takeCeremony(tx, proof.ceremony, proof.purpose),
    key: await passkeyOf(tx, proof.response.id),
  }))
  if (challenge === undefined || !key || !isOwnHandle(proof.response, key.account_id)) return undefined
  const checked = await verifyAuthenticationResponse({
    response: proof.response as Parameters<typeof verifyAuthenticationResponse>[0]['response'],
    expectedChallenge: challenge,
    expectedOrigin: proof.origin,
    expectedRPID: domainOf(proof.origin),
    requireUserVerification: true,
    credential: { id: proof.response.id, publicKey: Uint8Array.from(key.public_key), counter: key.counter },
  }).catch(() => undefined)
  if (!checked?.verified) return undefined
  const { account_id, center_id } = key
  return { account_id, center_id, credential: proof.response.id, counter: checked.authenticationInfo.newCounter }
}

/** Stores the new counter; false when it did not grow, which a copied key or a replayed answer shows. */
export async function usePasskey(tx: Tx, used: { credential: string; counter: number }): Promise<boolean> {
  const { rows } = await sql<{ used: boolean }>`
    SELECT auth.use_passkey(${used.credential}, ${used.counter}) AS used`.execute(tx)
  return rows[0]!.used
}

/** Checks a new passkey against its challenge and stores it for one's own account; false when it does not hold. */
export async function addPasskey(
  tx: Tx,
  made: { response: AttestationResponse; challenge: string; origin: string; name: string },
): Promise<boolean> {
  const checked = await verifyRegistrationResponse({
    response: made.response as Parameters<typeof verifyRegistrationResponse>[0]['response'],
    expectedChallenge: made.challenge,
    expectedOrigin: made.origin,
    expectedRPID: domainOf(made.origin),
    requireUserVerification: true,
  }).catch(() => undefined)
  if (!checked?.verified) return false
  const { credential } = checked.registrationInfo
  const transports = made.response.response.transports ?? []
  await sql`SELECT auth.add_passkey(${newId()}, ${credential.id}, ${Buffer.from(credential.publicKey)},
    ${credential.counter}, ${sql.val(transports)}, ${made.name})`.execute(tx)
  return true
}

export async function ownPasskeys(tx: Tx): Promise<Passkey[]> {
  return (await sql<Passkey>`SELECT * FROM auth.own_passkeys()`.execute(tx)).rows
}

/** 'absent' for an unknown passkey and another account's alike. */
export async function removePasskey(tx: Tx, id: string): Promise<'done' | 'absent' | 'last-credential'> {
  const { rows } = await sql<{ outcome: 'done' | 'absent' | 'last-credential' }>`
    SELECT auth.remove_passkey(${id}) AS outcome`.execute(tx)
  return rows[0]!.outcome
}

interface PasskeyRow extends Proven {
  public_key: Buffer
  counter: number
}

async function passkeyOf(tx: Tx, credential: string): Promise<PasskeyRow | undefined> {
  return (await sql<PasskeyRow>`SELECT * FROM auth.passkey_of(${credential})`.execute(tx)).rows[0]
}

function domainOf(origin: string): string {
  return new URL(origin).hostname
}

function handleOf(account: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(account.replaceAll('-', ''), 'hex'))
}

function isOwnHandle(response: AssertionResponse, account: string): boolean {
  const handle = response.response.userHandle
  return handle === undefined || Buffer.from(handle, 'base64url').equals(handleOf(account))
}
