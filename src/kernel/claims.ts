import { createHash, createHmac } from 'node:crypto'

/** Who is asking, as the database sees it (trust.md 5.2). Identity only: never a grant or a consent. */
export interface Actor {
  readonly center: string
  readonly role: string
  /** Account of a person, or the feed's id; null for actors that are not people. */
  readonly uid: string | null
  readonly session: string | null
  readonly purpose: string
  /** Shown beside what this actor does ("published by"). */
  readonly name: string
  /**
   * The route that is asking: its policy, which is what the audit trail calls this, the person in its address, and
   * whether it reads. Actors that no route stands for have none.
   */
  readonly asked?: Asked | undefined
}

export interface Asked {
  readonly what: string
  readonly person: string | undefined
  /** By the method: a read stays one although it leaves a row in the ledger of disclosures. */
  readonly verb: 'read' | 'write'
}

const CLAIM_SECONDS = 60

/** `uid|session|role|center|purpose|expiry|hmac`, valid for 60 s from `now` (epoch milliseconds). */
export function signClaims(key: Buffer, actor: Actor, now: number): string {
  const words = [actor.uid ?? '', actor.session ?? '', actor.role, actor.center, actor.purpose]
  if (words.some((word) => word.includes('|'))) throw new Error('a claim holds a separator')
  const signed = [...words, String(Math.floor(now / 1000) + CLAIM_SECONDS)].join('|')
  return `${signed}|${createHmac('sha256', key).update(signed).digest('hex')}`
}

/** The two padded keys of RFC 2104, so that the database can compute HMAC-SHA-256 with its built-in sha256 alone. */
export function paddedKeys(key: Buffer): { inner: Buffer; outer: Buffer } {
  const block = Buffer.alloc(64)
  key.copy(block)
  return { inner: Buffer.from(block.map((byte) => byte ^ 0x36)), outer: Buffer.from(block.map((byte) => byte ^ 0x5c)) }
}

/** What is stored of a secret link or session token. */
export function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
