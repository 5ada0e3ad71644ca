import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { Refusal } from './refusal.ts'

/** Where a sealed value belongs. It is bound to this place: anywhere else, or as another version, it does not open. */
export interface Place {
  readonly table: string
  readonly column: string
  /** The row's whole key, `/` between its parts. */
  readonly row: string
  /** Data class of the table, such as C4. */
  readonly dataClass: string
  readonly version: number
}

const FORMAT = 1
const NONCE_BYTES = 12
const TAG_BYTES = 16

/**
 * AES-256-GCM: `format (1 byte) | nonce (12) | ciphertext | tag (16)`, additional data
 * `table|column|row|class|version` (trust.md 4.5). `key` is 32 bytes. The length of the words stays visible.
 */
export function seal(key: Buffer, place: Place, plain: Buffer): Buffer {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES }).setAAD(bytesOf(place))
  const hidden = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([Buffer.of(FORMAT), nonce, hidden, cipher.getAuthTag()])
}

/**
 * What was sealed at this very place with this key. Refusal `sealed-unreadable` for everything else: moved, cut, altered,
 * an older version put back, another key. The refusal names the place's table and nothing of the value.
 */
export function unseal(key: Buffer, place: Place, sealed: Buffer): Buffer {
  const body = sealed.subarray(1 + NONCE_BYTES, -TAG_BYTES)
  if (sealed[0] !== FORMAT || sealed.length < 1 + NONCE_BYTES + TAG_BYTES) throw unreadable(place)
  const nonce = sealed.subarray(1, 1 + NONCE_BYTES)
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
  decipher.setAAD(bytesOf(place)).setAuthTag(sealed.subarray(-TAG_BYTES))
  try {
    return Buffer.concat([decipher.update(body), decipher.final()])
  } catch {
    // The cause is left out on purpose: it says nothing, and whatever was deciphered so far must not travel with it.
    throw unreadable(place)
  }
}

/** The one answer to words that do not open. */
export function unreadable(place: Pick<Place, 'table'>): Refusal {
  return new Refusal(
    'sealed-unreadable',
    `A sealed record (${place.table}) does not open: it was altered or moved, or its key is another. Please tell whoever runs Evenkeel.`,
    500,
  )
}

function bytesOf(place: Place): Buffer {
  const words = [place.table, place.column, place.row, place.dataClass]
  if (words.some((word) => word.includes('|'))) throw new Error('a place holds a separator')
  return Buffer.from([...words, String(place.version)].join('|'))
}
