import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contentLines, decodeText } from './calendar-text.ts'

describe('decodeText', () => {
  it('reads what UTF-8 writes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 50 }), (text) => {
        expect(decodeText(new TextEncoder().encode(text))).toBe(text.replace(/^\uFEFF/, ''))
      }),
    )
  })

  it('agrees with the platform on which bytes are UTF-8, and loses no byte of the others', () => {
    const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 6 }), (tail) => {
        const bytes = Uint8Array.from([0x41, ...tail])
        let expected: string | undefined
        try {
          expected = strict.decode(bytes)
        } catch {
          expected = undefined
        }
        if (expected === undefined) expect(decodeText(bytes)).toHaveLength(bytes.length)
        else expect(decodeText(bytes)).toBe(expected)
      }),
      { numRuns: 5000 },
    )
  })

  it.each([
    ['a surrogate', [0xed, 0xa0, 0x80]],
    ['an overlong slash', [0xc0, 0xaf]],
    ['an overlong three', [0xe0, 0x80, 0xaf]],
    ['beyond Unicode', [0xf4, 0x90, 0x80, 0x80]],
    ['a cut character', [0x41, 0xe2, 0x82]],
  ])('takes %s for Windows-1252', (_, bytes) => {
    expect(decodeText(Uint8Array.from(bytes))).toHaveLength(bytes.length)
  })

  it('reads Windows-1252, byte-order marks and UTF-16', () => {
    expect(decodeText(Uint8Array.from([0x4d, 0xfc, 0x92, 0x80]))).toBe('Mü’€')
    expect(decodeText(Uint8Array.from([0xef, 0xbb, 0xbf, 0x41]))).toBe('A')
    expect(decodeText(Uint8Array.from([0xff, 0xfe, 0x41, 0x00, 0xac, 0x20]))).toBe('A€')
    expect(decodeText(Uint8Array.from([0xfe, 0xff, 0x00, 0x41, 0x20, 0xac]))).toBe('A€')
  })
})

describe('contentLines', () => {
  it('undoes folds and counts the lines of the file', () => {
    expect([...contentLines('A:1\r\n 2\r\n\t3\n\nB:4\rC:5\n')]).toEqual([
      { text: 'A:123', line: 1 },
      { text: 'B:4', line: 5 },
      { text: 'C:5', line: 6 },
    ])
    expect([...contentLines('')]).toEqual([])
    expect([...contentLines(' A:1')]).toEqual([{ text: ' A:1', line: 1 }])
  })
})
