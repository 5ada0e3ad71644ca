import { createHash, randomBytes } from 'node:crypto'
import { hash as argon2, parseOptions, verify } from '@node-rs/argon2'
import { sql } from 'kysely'
import type { Database, Tx } from '../kernel/database.ts'
import { newToken } from '../kernel/ids.ts'
import type { KeyStore } from '../kernel/key-store.ts'
import { attemptSucceeded } from './attempt.rows.ts'
import { openSecret } from './authenticator-secret.rows.ts'
import { newSecret, recoveryCode, stepOfCode, typedRecoveryCode } from './second-factor.ts'
import { openVouchedSession, type Proven, type Session, vouched, vouchedFor } from './sign-in.rows.ts'

/** Argon2id (2 in the library's numbering), 19 MiB, two passes. Raise them here: older hashes follow at their next use. */
const PARAMETERS = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const
const NOBODY: Proven = {
  account_id: '00000000-0000-0000-0000-000000000000',
  center_id: '00000000-0000-0000-0000-000000000000',
}
const RECOVERY_CODES = 10

interface Known extends Proven {
  hash: string
  secret: string
}

export interface PasswordTools {
  readonly database: Database
  readonly keys: KeyStore
}

export interface PasswordTry {
  readonly name: string
  readonly password: string
  readonly code: string
  readonly device: string
  /** From `beginAttempt`. */
  readonly attempt: string
  /** The real clock, epoch milliseconds: codes follow it, not the center's time. */
  readonly now: number
}

/**
 * Password and second factor in one step; returns the token of a session, or undefined. There is no half-way state: a
 * right password alone opens nothing and tells nothing. Unknown names cost the same work as known ones.
 */
export async function signInWithPassword(
  { database, keys }: PasswordTools,
  given: PasswordTry,
): Promise<string | undefined> {
  const known = await database.inTransaction(vouched(), (tx) => passwordOf(tx, keys, given.name.toLowerCase()))
  const right = await isPassword(known?.hash, given.password)
  const renewed = right && known && isOutdated(known.hash) ? await hashPassword(given.password) : undefined
  return database.inTransaction(vouched(known ?? NOBODY), async (tx) => {
    const second = await useSecondFactor(tx, known, { code: given.code, now: given.now, really: right })
    if (!known || !right || !second) return undefined
    if (renewed) await sql`SELECT auth.rehash_password(${known.hash}, ${renewed})`.execute(tx)
    await attemptSucceeded(tx, given.attempt)
    return openVouchedSession(tx, 'password', given.device)
  })
}

/** The password of one's own account and, where `code` is given, the second factor too. */
export async function provePassword(
  { database, keys }: PasswordTools,
  session: Session,
  given: { password: string; code?: string | undefined; now: number },
): Promise<boolean> {
  const known = await database.inTransaction(vouchedFor(session), (tx) => passwordOf(tx, keys, null))
  const right = await isPassword(known?.hash, given.password)
  if (given.code === undefined) return right && known !== undefined
  const { code, now } = given
  return database.inTransaction(vouchedFor(session), async (tx) => {
    const second = await useSecondFactor(tx, known, { code, now, really: right })
    return right && second && known !== undefined
  })
}

/** Stores a password for one's own account and ends its other sessions; returns the name it signs in with. */
export async function storePassword(tx: Tx, password: string): Promise<string> {
  const hash = await hashPassword(password)
  const { rows } = await sql<{ name: string }>`SELECT auth.store_password(${hash}) AS name`.execute(tx)
  return rows[0]!.name
}

/** `secret` as sealed; `step`: the time step of the code that confirmed the authenticator, which counts as used. */
export async function storeAuthenticator(tx: Tx, secret: string, step: number): Promise<void> {
  await sql`SELECT auth.store_authenticator(${secret}, ${step})`.execute(tx)
}

/** Ten new codes in place of all old ones; only their hashes stay here. */
export async function storeRecoveryCodes(tx: Tx, account: string): Promise<string[]> {
  const codes = Array.from({ length: RECOVERY_CODES }, () => recoveryCode(randomBytes(10)))
  const hashes = codes.map((code) => recoveryHash(account, code.replaceAll('-', '')))
  await sql`SELECT auth.store_recovery_codes(${sql.val(hashes)})`.execute(tx)
  return codes
}

/** Starts the work that unknown names cost, so that the first one is not told by its slowness. */
export async function warmUp(): Promise<void> {
  await decoy()
}

/** With the authenticator's secret opened. Null: of the own session's account. */
async function passwordOf(tx: Tx, keys: KeyStore, name: string | null): Promise<Known | undefined> {
  const [found] = (await sql<Known>`SELECT * FROM auth.password_of(${name})`.execute(tx)).rows
  return found && { ...found, secret: openSecret(keys, found.account_id, found.secret) }
}

/** Uses a code up; with `really` false the same statement runs and matches nothing. */
async function useSecondFactor(
  tx: Tx,
  known: Known | undefined,
  given: { code: string; now: number; really: boolean },
): Promise<boolean> {
  const recovery = typedRecoveryCode(given.code)
  if (recovery !== undefined) {
    const hash = given.really && known ? recoveryHash(known.account_id, recovery) : Buffer.alloc(32)
    const { rows } = await sql<{ used: boolean }>`SELECT auth.use_recovery_code(${hash}) AS used`.execute(tx)
    return rows[0]!.used
  }
  const step = stepOfCode(known?.secret ?? DECOY_SECRET, given.code, given.now)
  const used = given.really && known && step !== undefined ? step : -1
  const { rows } = await sql<{ used: boolean }>`SELECT auth.use_code_step(${used}) AS used`.execute(tx)
  return rows[0]!.used
}

function recoveryHash(account: string, code: string): Buffer {
  return createHash('sha256').update(`${account}|${code}`).digest()
}

const DECOY_SECRET = newSecret()
let decoyHash: Promise<string> | undefined
const decoy = () => (decoyHash ??= hashPassword(newToken()))

async function isPassword(hash: string | undefined, password: string): Promise<boolean> {
  return (await verify(hash ?? (await decoy()), password.normalize('NFKC'))) && hash !== undefined
}

function hashPassword(password: string): Promise<string> {
  return argon2(password.normalize('NFKC'), PARAMETERS)
}

function isOutdated(hash: string): boolean {
  const { algorithm, memoryCost, timeCost } = parseOptions(hash)
  return (
    (algorithm as number) !== PARAMETERS.algorithm ||
    memoryCost < PARAMETERS.memoryCost ||
    timeCost < PARAMETERS.timeCost
  )
}
