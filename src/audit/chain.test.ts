import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../kernel/canonical-json.ts'
import { type ChainBreak, type KnownHead, NO_HASH, type Said, type StoredEntry, walkChain } from './chain.ts'

const hashOf = (previous: string, body: string) =>
  createHash('sha256').update(previous, 'hex').update(body).digest('hex')

function said(number: number, outcome: Said['outcome'] = 'done'): Said {
  const who = { actor: `account-${number % 3}`, center: 'center', role: 'counselor', session: null, purpose: 'TREAT' }
  const what = { verb: 'read' as const, what: 'person-week.read', objects: [], people: [`person-${number}`], outcome }
  return { ...who, ...what, chain: 4, number, at: `2026-11-23T15:00:${String(number).padStart(2, '0')}.000000Z` }
}

/** A row that says `entry` and carries `hash`, stored under `number`. */
function stored(entry: Said, hash: string, number = entry.number): StoredEntry {
  const body = canonicalJson(entry)
  const { at, center, actor, people } = entry
  return {
    chain: 4,
    number,
    hash,
    body,
    copied: { at, center, actor, people },
    hashAfter: (previous) => hashOf(previous, body),
  }
}

function chainOf(entries: readonly Said[]): StoredEntry[] {
  let last = NO_HASH
  return entries.map((entry) => {
    last = hashOf(last, canonicalJson(entry))
    return stored(entry, last)
  })
}

function firstBreak(entries: readonly StoredEntry[], known: readonly KnownHead[] = []): ChainBreak | undefined {
  const walk = walkChain(4, known)
  for (const entry of entries) {
    const broken = walk.step(entry)
    if (broken) return broken
  }
  return walk.end()
}

const LENGTH = 40
const whole = chainOf(Array.from({ length: LENGTH }, (_, at) => said(at + 1)))
const head = (number: number): KnownHead => ({
  chain: 4,
  number,
  hash: whole[number - 1]!.hash,
  at: '2026-11-23T15:01:00Z',
})
const place = fc.integer({ min: 1, max: LENGTH })

describe('a chain', () => {
  it('holds as it was written, with checkpoints anywhere', () => {
    fc.assert(
      fc.property(fc.uniqueArray(place), (places) => {
        expect(firstBreak(whole, places.toSorted((a, b) => a - b).map(head))).toBeUndefined()
      }),
    )
  })

  it('names the altered entry', () => {
    fc.assert(
      fc.property(place, (number) => {
        const altered = whole.with(number - 1, stored(said(number, 'denied'), whole[number - 1]!.hash))
        expect(firstBreak(altered)).toMatchObject({ number, what: expect.stringMatching(/^was altered/) as string })
      }),
    )
  })

  it('names the first entry that is missing from the middle', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: LENGTH - 1 }), (number) => {
        expect(firstBreak(whole.toSpliced(number - 1, 1))).toMatchObject({
          number,
          what: expect.stringMatching(/^is missing/) as string,
        })
      }),
    )
  })

  it('names the first of two entries that changed places', () => {
    fc.assert(
      fc.property(place, place, (one, other) => {
        fc.pre(one < other)
        const [a, b] = [whole[one - 1]!, whole[other - 1]!]
        const swapped = whole.with(one - 1, { ...b, number: one }).with(other - 1, { ...a, number: other })
        expect(firstBreak(swapped)).toMatchObject({
          number: one,
          what: expect.stringMatching(/^is not in its place/) as string,
        })
      }),
    )
  })

  it('names a cut end exactly when a checkpoint knew it', () => {
    fc.assert(
      fc.property(place, place, (kept, seen) => {
        const found = firstBreak(whole.slice(0, kept), [head(seen)])
        if (seen <= kept) expect(found).toBeUndefined()
        else
          expect(found).toMatchObject({
            number: kept + 1,
            what: expect.stringMatching(/^is missing: the end was cut/) as string,
          })
      }),
    )
  })

  it('names a rewriting whose hashes were made anew exactly when a checkpoint knew it', () => {
    fc.assert(
      fc.property(place, place, (number, seen) => {
        const anew = chainOf(whole.map((_, at) => said(at + 1, at + 1 === number ? 'denied' : 'done')))
        const found = firstBreak(anew, [head(seen)])
        if (seen < number) expect(found).toBeUndefined()
        else expect(found).toMatchObject({ number: 1, what: expect.stringMatching(/hashes made anew/) as string })
      }),
    )
  })

  it('refuses an entry that says more than entries may', () => {
    const body = canonicalJson({ ...said(1), name: 'somebody' })
    const chatty = {
      ...stored(said(1), hashOf(NO_HASH, body)),
      body,
      hashAfter: (previous: string) => hashOf(previous, body),
    }
    expect(firstBreak([chatty])).toMatchObject({ number: 1, what: expect.stringMatching(/form/) as string })
  })
})
