import { describe, expect, it } from 'vitest'
import { arrivedFor } from './arrival.ts'
import { openingCode, plainCode, ShowCode } from './kiosk.ts'
import { marksEvent, noticeOf, untold } from './live.ts'

const news = (replaces: string | null) => ({ session: 's', participant: 'p', mark: null, replaces })

describe('what a screen is told', () => {
  it('is each mark once, also when a notice and a look bring the same', () => {
    const told = new Map<string, string | null>()
    expect(untold(told, [news('a')])).toHaveLength(1)
    expect(untold(told, [news('a')])).toEqual([])
    expect(untold(told, [news('b'), { ...news('b'), participant: 'q' }])).toHaveLength(2)
  })

  it('is one event, ended by an empty line', () => {
    expect(marksEvent([news('a')])).toMatch(/^event: marks\ndata: \[\{.*\}\]\n\n$/)
  })

  it('comes of notices that are whole', () => {
    expect(noticeOf('c s p')).toEqual({ center: 'c', session: 's', participant: 'p' })
    expect(noticeOf('c s')).toBeUndefined()
  })
})

describe('an arrival', () => {
  const seat = (session: string, marked = false) => ({ participant: 'p', session, startsAt: 0, endsAt: 1, marked })

  it('is for the first session expected, and for none when one is marked', () => {
    expect(arrivedFor([seat('first'), seat('second')])?.session).toBe('first')
    expect(arrivedFor([seat('first', true), seat('second')])).toBeUndefined()
    expect(arrivedFor([])).toBeUndefined()
  })

  it('takes six digits as people type them', () => {
    expect(ShowCode.parse({ code: ' 012 345\n' })).toEqual({ code: '012345' })
    for (const code of ['12345', '1234567', '12a456', '']) expect(ShowCode.safeParse({ code }).success).toBe(false)
  })

  it('is opened by a code that survives being typed', () => {
    const code = openingCode(Array.from({ length: 10 }, (_, n) => n * 25))
    expect(code).toMatch(/^[A-HJ-NP-Z2-9]{5}-[A-HJ-NP-Z2-9]{5}$/)
    expect(plainCode(` ${code.toLowerCase()} `)).toBe(plainCode(code))
  })
})
