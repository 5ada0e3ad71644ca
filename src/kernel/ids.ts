import { randomBytes } from 'node:crypto'

/** Ids of one millisecond are told apart by a counter of 12 bits, which begins low enough to count on (RFC 9562, 6.2). */
const COUNTED = 1 << 12
let lastMillisecond = 0
let counter = 0

/**
 * A UUIDv7 (RFC 9562): sortable by creation, also within a millisecond of this process, so that rows stored one after the
 * other stay in that order. Never a secret: it carries its time; secret links use `newToken`.
 */
export function newId(now: number = Date.now()): string {
  const bytes = randomBytes(16)
  counter = now > lastMillisecond ? bytes.readUInt16BE(6) & 0x3ff : counter + 1
  // More ids than a millisecond holds take the next one's time.
  if (now > lastMillisecond) lastMillisecond = now
  else if (counter >= COUNTED) {
    lastMillisecond += 1
    counter = 0
  }
  bytes.writeUIntBE(lastMillisecond, 0, 6)
  bytes.writeUInt16BE(0x7000 | counter, 6)
  bytes[8] = 0x80 | (bytes[8]! & 0x3f)
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** 256 random bits, safe in a URL. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}
