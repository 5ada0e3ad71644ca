import { createHash, randomInt } from 'node:crypto'
import { sql } from 'kysely'
import { tokenHash } from '../kernel/claims.ts'
import type { Tx } from '../kernel/database.ts'
import { newId, newToken } from '../kernel/ids.ts'
import type { EmailProof } from './email-code.ts'
import type { Proven } from './sign-in.rows.ts'

type Purpose = 'sign-in' | 're-entry' | 'address'

/**
 * Stores a new code and returns what to send to whom. `to` is null when nobody may get it; the browser gets a handle all
 * the same. Only code and handle together give the stored hash, so a copy of the database does not tell the code.
 */
export async function beginEmailCode(
  tx: Tx,
  purpose: Purpose,
  address: string | null,
): Promise<{ handle: string; code: string; to: string | null }> {
  const handle = newToken()
  const code = String(randomInt(1_000_000)).padStart(6, '0')
  const { rows } = await sql<{ to: string | null }>`
    SELECT auth.begin_email_code(${tokenHash(handle)}, ${codeHash(handle, code)}, ${purpose}, ${address}) AS to`.execute(
    tx,
  )
  return { handle, code, to: rows[0]!.to }
}

/** Who may come in by this code, once; undefined when it is wrong, used, too old or tried five times. */
export async function tryEmailCode(
  tx: Tx,
  purpose: Purpose,
  { handle, code }: EmailProof,
): Promise<(Proven & { address: string }) | undefined> {
  const { rows } = await sql<Proven & { address: string }>`
    SELECT * FROM auth.try_email_code(${tokenHash(handle)}, ${codeHash(handle, code)}, ${purpose})`.execute(tx)
  return rows[0]
}

/** Makes a confirmed address one's own; undefined when another account has it. `notify`: the address it replaces. */
export async function putEmail(
  tx: Tx,
  address: string,
): Promise<{ in_force_from: string; notify: string | null } | undefined> {
  const { rows } = await sql<{ in_force_from: string; notify: string | null }>`
    SELECT * FROM auth.put_email(${newId()}, ${address})`.execute(tx)
  return rows[0]
}

export async function endEmail(tx: Tx): Promise<'done' | 'last-credential'> {
  const { rows } = await sql<{ outcome: 'done' | 'last-credential' }>`SELECT auth.end_email() AS outcome`.execute(tx)
  return rows[0]!.outcome
}

function codeHash(handle: string, code: string): Buffer {
  return createHash('sha256').update(`${handle}|${code}`).digest()
}
