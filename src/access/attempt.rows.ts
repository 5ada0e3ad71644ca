import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Database, Tx } from '../kernel/database.ts'
import { newId } from '../kernel/ids.ts'
import { Refusal } from '../kernel/refusal.ts'
import { vouched } from './sign-in.rows.ts'

/** Tries in 15 minutes that did not succeed: by what is guessed (a name, an account), and by the network asking. */
const LIMITS = {
  password: { subject: 10, network: 100 },
  passkey: { subject: 20, network: 100 },
  're-entry': { subject: 10, network: 100 },
  'email-request': { subject: 5, network: 40 },
  'email-code': { subject: 10, network: 60 },
} as const

export interface Attempt {
  readonly kind: keyof typeof LIMITS
  /** What the limit counts by besides the network; known and unknown names alike. Null: the network alone. */
  readonly subject: string | null
  readonly network: string
}

export const TOO_MANY = new Refusal('too-many', 'Too many tries. Please wait a quarter of an hour.', 429)

/**
 * Counts a try before it is judged, in a transaction of its own, so that parallel guesses cannot slip through together.
 * Returns its id for `attemptSucceeded`. Refuses with `too-many`.
 */
export async function beginAttempt(database: Database, attempt: Attempt): Promise<string> {
  const id = newId()
  const { kind, subject, network } = attempt
  const hash = subject === null ? null : createHash('sha256').update(`${kind}|${subject}`).digest()
  const limit = LIMITS[kind]
  const { rows } = await database.inTransaction(vouched(), (tx) =>
    sql<{ allowed: boolean }>`
      SELECT auth.begin_attempt(${id}, ${kind}, ${hash}, ${network}, ${limit.subject}, ${limit.network}) AS allowed`.execute(
      tx,
    ),
  )
  if (!rows[0]?.allowed) throw TOO_MANY
  return id
}

/** A try that succeeded does not count against the next ones. */
export async function attemptSucceeded(tx: Tx, id: string): Promise<void> {
  await sql`SELECT auth.attempt_succeeded(${id})`.execute(tx)
}
