import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { derive, forget, newPuncturableKey } from './puncturable-key.ts'

const names = Array.from({ length: 60 }, (_, at) => `name ${at}`)

describe('a key that can forget', () => {
  it('derives one 32-byte key for each name, the same every time', () => {
    const key = newPuncturableKey()
    const derived = names.map((name) => derive(key, name)?.toString('hex'))
    expect(new Set(derived).size).toBe(names.length)
    expect(derived.every((one) => one?.length === 64)).toBe(true)
    expect(names.map((name) => derive(key, name)?.toString('hex'))).toEqual(derived)
    expect(derive(newPuncturableKey(), 'name 0')).not.toEqual(derive(key, 'name 0'))
  })

  it('forgets exactly the names it was told to, in any order, and keeps no part that leads to them', () => {
    const key = newPuncturableKey()
    fc.assert(
      fc.property(fc.uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 12 }), (gone) => {
        const kept = gone.reduce(forget, key)
        for (const name of names) {
          expect(derive(kept, name)).toEqual(gone.includes(name) ? undefined : derive(key, name))
        }
        expect(kept.size).toBeLessThanOrEqual(64 * gone.length)
      }),
      { numRuns: 10 },
    )
  })

  it('keeps nothing of the root after the first name, and nothing changes when a name is forgotten twice', () => {
    const once = forget(newPuncturableKey(), 'name 1')
    expect(once.has('')).toBe(false)
    expect(once.size).toBe(64)
    expect(forget(once, 'name 1')).toBe(once)
  })
})
