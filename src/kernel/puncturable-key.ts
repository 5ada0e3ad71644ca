import { createHash, createHmac, randomBytes } from 'node:crypto'

/**
 * A key that can forget. It derives a wrapping key for every name and can lose the ability for one name alone, for good:
 * the tree of Goldreich, Goldwasser and Micali (1986), "punctured" as Boneh and Waters (2013) call it. Prefix (a string
 * of 0 and 1) -> the 32-byte secret of that part of the tree. A new key is the root alone; each forgotten name replaces
 * the part it lay in by the parts beside its path, at most 64 of them.
 */
export type PuncturableKey = ReadonlyMap<string, Buffer>

/** Levels of the tree: among 15,000 names two share a leaf with a chance of 1 in 10^11. */
const DEPTH = 64

export function newPuncturableKey(): PuncturableKey {
  return new Map([['', randomBytes(32)]])
}

/** The 32-byte key of a name; undefined once it is forgotten. */
export function derive(key: PuncturableKey, name: string): Buffer | undefined {
  const path = pathOf(name)
  const prefix = prefixHolding(key, path)
  if (prefix === undefined) return undefined
  let secret = key.get(prefix)!
  for (const turn of path.slice(prefix.length)) secret = below(secret, turn)
  return secret
}

/** The same key without the name; every other name derives as before. Forgetting twice changes nothing. */
export function forget(key: PuncturableKey, name: string): PuncturableKey {
  const path = pathOf(name)
  const prefix = prefixHolding(key, path)
  if (prefix === undefined) return key
  const kept = new Map(key)
  let secret = key.get(prefix)!
  kept.delete(prefix)
  for (let level = prefix.length; level < DEPTH; level += 1) {
    const turn = path.charAt(level)
    const other = turn === '0' ? '1' : '0'
    kept.set(path.slice(0, level) + other, below(secret, other))
    secret = below(secret, turn)
  }
  return kept
}

function prefixHolding(key: PuncturableKey, path: string): string | undefined {
  for (let length = 0; length <= DEPTH; length += 1) {
    const prefix = path.slice(0, length)
    if (key.has(prefix)) return prefix
  }
  return undefined
}

function below(secret: Buffer, turn: string): Buffer {
  return createHmac('sha256', secret).update(turn).digest()
}

function pathOf(name: string): string {
  const bytes = createHash('sha256')
    .update(name)
    .digest()
    .subarray(0, DEPTH / 8)
  return [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
}
