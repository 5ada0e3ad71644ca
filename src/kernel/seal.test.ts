import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { Refusal } from './refusal.ts'
import { seal, unseal, type Place } from './seal.ts'

const WORDS = 'the tide goes out at Harbor Street'
const key = randomBytes(32)
const place: Place = { table: 'counseling_note', column: 'sealed', row: 'c/p/n', dataClass: 'C4', version: 2 }
const sealed = seal(key, place, Buffer.from(WORDS))

/** What opening says instead of the words; undefined when it opens. */
function refusalOf(at: Place, value: Buffer, opener = key): Refusal | undefined {
  try {
    unseal(opener, at, value)
    return undefined
  } catch (error) {
    return error as Refusal
  }
}

function expectRefused(refusal: Refusal | undefined) {
  expect(refusal).toBeInstanceOf(Refusal)
  expect(refusal).toMatchObject({ code: 'sealed-unreadable', status: 500 })
  expect(refusal?.cause).toBeUndefined()
  for (const word of WORDS.split(' ').filter((one) => one.length > 3)) expect(refusal?.message).not.toContain(word)
}

describe('sealed words', () => {
  it('open at their place, and are never sealed the same way twice', () => {
    expect(unseal(key, place, sealed).toString()).toBe(WORDS)
    expect(seal(key, place, Buffer.from(WORDS)).equals(sealed)).toBe(false)
    expect(sealed.includes(Buffer.from('tide'))).toBe(false)
  })

  it.each<[string, Partial<Place>]>([
    ['table', { table: 'check_in_words' }],
    ['column', { column: 'words' }],
    ['row', { row: 'c/p/other' }],
    ['person', { row: 'c/other/n' }],
    ['class', { dataClass: 'C2' }],
    ['older version', { version: 1 }],
  ])('moved to another %s do not open', (_what, moved) => {
    expectRefused(refusalOf({ ...place, ...moved }, sealed))
  })

  it('do not open with another key, cut at any length, or with any byte altered', () => {
    expectRefused(refusalOf(place, sealed, randomBytes(32)))
    for (let length = 0; length < sealed.length; length += 1)
      expectRefused(refusalOf(place, sealed.subarray(0, length)))
    for (let at = 0; at < sealed.length; at += 1) {
      const altered = Buffer.from(sealed)
      altered[at]! ^= 1
      expectRefused(refusalOf(place, altered))
    }
  })

  it('know that a place with a separator could be read as another place', () => {
    expect(() => seal(key, { ...place, row: 'c|p' }, Buffer.from(WORDS))).toThrow('separator')
  })
})
