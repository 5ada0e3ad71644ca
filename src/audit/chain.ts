import { z } from 'zod'
import { canonicalJson } from '../kernel/canonical-json.ts'

/** Chains 0 to 15 hold what was done with records, chain 16 sign-ins and changes of rights. */
export const CHAINS = 17
/** What the first entry of a chain is hashed with, in hex. */
export const NO_HASH = '0'.repeat(64)

/** What an entry says: ids and names of policies, never words of a record. */
export const Said = z.strictObject({
  actor: z.string().nullable(),
  at: z.string(),
  center: z.string().nullable(),
  chain: z.int(),
  number: z.int(),
  objects: z.array(z.string()),
  outcome: z.enum(['done', 'denied']),
  people: z.array(z.string()),
  purpose: z.string(),
  role: z.string(),
  session: z.string().nullable(),
  verb: z.enum(['read', 'write']),
  what: z.string(),
})
export type Said = z.infer<typeof Said>

/** A row of `audit.entry` as it lies in the database; hashes in hex. */
export interface StoredEntry {
  readonly chain: number
  readonly number: number
  readonly hash: string
  readonly body: string
  /** The columns copied from the body for searching. */
  readonly copied: Pick<Said, 'at' | 'center' | 'actor' | 'people'>
  /** SHA-256 over a hash before and the bytes of the body, in hex. */
  readonly hashAfter: (previous: string) => string
}

/** Where a checkpoint saw a chain: entry `number` (0: none yet) with this hash. */
export interface KnownHead {
  readonly chain: number
  readonly number: number
  readonly hash: string
  readonly at: string
}

/** The first thing wrong in a chain. */
export interface ChainBreak {
  readonly chain: number
  /** The first entry that is not as it was written. */
  readonly number: number
  readonly what: string
}

/**
 * Walks one chain from its first entry on: `step` with each entry in the order of their numbers, then `end`. `known` are
 * the checkpoints' heads of this chain, oldest first: without them a cut end or a chain hashed anew cannot be seen.
 * Both answer the first break, or undefined.
 */
export function walkChain(chain: number, known: readonly KnownHead[]) {
  let last = { number: 0, hash: NO_HASH }
  let vouched = 0
  const heads = new Map(known.map((head) => [head.number, head]))
  return {
    step(entry: StoredEntry): ChainBreak | undefined {
      const number = last.number + 1
      const wrong = wrongIn(entry, number, last.hash)
      if (wrong !== undefined) return { chain, number, what: wrong }
      const head = heads.get(number)
      if (head && head.hash !== entry.hash) return { chain, number: vouched + 1, what: rewritten(vouched, head) }
      if (head) vouched = number
      last = { number, hash: entry.hash }
      return undefined
    },
    end(): ChainBreak | undefined {
      const missing = known.find((head) => head.number > last.number)
      if (!missing) return undefined
      const what = `is missing: the end was cut. The checkpoint of ${missing.at} knew ${missing.number} entries, ${last.number} are left`
      return { chain, number: last.number + 1, what }
    },
  }
}

/** Where each chain stood, by the checkpoints, oldest first. */
export function headsOf(chain: number, known: readonly KnownHead[]): KnownHead[] {
  return known.filter((head) => head.chain === chain && head.number > 0)
}

function wrongIn(entry: StoredEntry, number: number, previous: string): string | undefined {
  if (entry.number !== number) return `is missing: the next one there is number ${entry.number}`
  const said = saidIn(entry.body)
  if (!said || canonicalJson(said) !== entry.body) return 'was altered: it is not in the form entries are written in'
  if (said.chain !== entry.chain || said.number !== number) {
    return `is not in its place: it was written as entry ${said.number} of chain ${said.chain}`
  }
  if (entry.hashAfter(previous) !== entry.hash) {
    return `was altered: its hash does not follow from ${number === 1 ? 'the beginning' : `entry ${number - 1}`} and its words`
  }
  const { at, center, actor, people } = said
  if (canonicalJson({ at, center, actor, people }) !== canonicalJson(entry.copied)) {
    return 'was altered: its columns for searching do not say what it says'
  }
  return undefined
}

function rewritten(vouched: number, head: KnownHead): string {
  const span = head.number === vouched + 1 ? 'was rewritten' : `or a later one up to ${head.number} was rewritten`
  return `${span} and the hashes made anew: the checkpoint of ${head.at} knows entry ${head.number} with another hash`
}

function saidIn(body: string): Said | undefined {
  try {
    return Said.parse(JSON.parse(body))
  } catch {
    return undefined
  }
}
