import { describe, expect, it } from 'vitest'
import { arrivedFor } from './arrival.ts'
import { openingCode, plainCode, ShowCode } from './kiosk.ts'
import { marksEvent, noteScreen, noticeOf, onScreenOf, presentFor, screenNotice, untold } from './live.ts'

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

describe('who else has a session open', () => {
  const screen = (staff: string, session: string | null, { screen: id = staff, until = 10, center = 'c' } = {}) => ({
    center,
    session,
    staff,
    screen: id,
    until,
  })
  const reader = { center: 'c', staff: 'me', sessions: new Set(['s', 't']) }

  it('is told once a person, never to themselves, and only of sessions the reader sees someone in', () => {
    const screens = [
      screen('ana', 's'),
      screen('ana', 's', { screen: 'second' }),
      screen('luis', 's'),
      screen('me', 's'),
      screen('ana', 'hidden'),
      screen('ana', 't', { screen: 'third', center: 'elsewhere' }),
    ]
    expect(presentFor(screens, reader, 0)).toEqual({ s: ['ana', 'luis'] })
  })

  it('is spoken for by nobody else, and one person has only so many', () => {
    const screens = new Map<string, ReturnType<typeof screen> & { until: number }>()
    const note = (staff: string, session: string | null, id: string) =>
      noteScreen(screens, screen(staff, session, { screen: id }), 10)
    note('ana', 's', 'one')
    note('luis', null, 'one')
    expect([...screens.values()].map(({ staff }) => staff)).toEqual(['ana'])
    for (let at = 0; at < 8; at += 1) note('luis', 's', `n${at}`)
    expect(note('luis', 's', 'last')).toEqual(['c luis n0'])
    expect(screens.size).toBe(9)
  })

  it('ends when the session is closed, and when the screen says nothing any more', () => {
    expect(presentFor([screen('ana', null)], reader, 0)).toEqual({})
    expect(presentFor([screen('ana', 't')], reader, 9)).toEqual({ t: ['ana'] })
    expect(presentFor([screen('ana', 't')], reader, 10)).toEqual({})
  })

  it('travels as ids', () => {
    for (const session of ['s', null]) {
      const said = { center: 'c', session, staff: 'w', screen: 'x' }
      expect(onScreenOf(screenNotice(said))).toEqual(said)
    }
    expect(onScreenOf('c s')).toBeUndefined()
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
