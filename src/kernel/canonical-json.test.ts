import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson, type Json } from './canonical-json.ts'

describe('canonical JSON', () => {
  it('writes the example of RFC 8785, section 3.2.2', () => {
    const value = {
      numbers: JSON.parse('[333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001]') as number[],
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false],
    }
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    )
  })

  it('sorts as in RFC 8785, section 3.2.3', () => {
    const value = {
      '\u20ac': 'Euro',
      '\r': 'CR',
      '\ufb33': 'Dalet',
      '1': 'One',
      '\ud83d\ude00': 'Smile',
      '\u0080': 'Control',
      '\u00f6': 'o',
    }
    const values = [...canonicalJson(value).matchAll(/:"(\w+)"/g)].map((found) => found[1])
    expect(values).toEqual(['CR', 'One', 'Control', 'o', 'Euro', 'Smile', 'Dalet'])
  })

  it.each([[Infinity], [Number.NaN], ['\ud800'], [{ '\udfff': 1 }]])('refuses %j', (value) => {
    expect(() => canonicalJson(value)).toThrow(/no form in JSON/)
  })

  it('reads back as the same value, and its own form is a fixed point', () => {
    const values = fc.jsonValue({ stringUnit: 'grapheme' }) as fc.Arbitrary<Json>
    fc.assert(
      fc.property(values, (value) => {
        const text = canonicalJson(value)
        expect(canonicalJson(JSON.parse(text) as Json)).toBe(text)
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })
})
