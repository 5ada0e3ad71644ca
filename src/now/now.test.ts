import { describe, expect, it } from 'vitest'
import type { Forecast } from '../hours/forecast.ts'
import { shareOf, shownCount } from '../schedule/share.ts'
import { caseloadHours, type CaseloadHours, noteState, tightestFirst } from './my-day.ts'
import { byAuthor } from './team.ts'

const HOUR = 3_600_000

describe('what a director is told', () => {
  it('is nobody, or eleven and more', () => {
    expect([0, 1, 10, 11, 36].map(shownCount)).toEqual([0, null, null, 11, 36])
  })

  it('tells neither a small group nor the small rest of a whole', () => {
    for (let of = 0; of <= 40; of += 1)
      for (let count = 0; count <= of; count += 1) {
        const share = shareOf(count, of)
        if (share.count === null) continue
        expect([share.of, share.count, of - share.count]).not.toContainEqual(null)
        for (const part of [share.count, of - share.count]) expect(part === 0 || part > 10).toBe(true)
      }
    expect(shareOf(34, 36)).toEqual({ count: null, of: 36, shown: 'nearly-all' })
    expect(shareOf(2, 36)).toEqual({ count: null, of: 36, shown: 'few' })
    expect(shareOf(20, 36)).toEqual({ count: 20, of: 36, shown: 'exact' })
    expect(shareOf(36, 36)).toEqual({ count: 36, of: 36, shown: 'exact' })
    expect(shareOf(3, 4)).toEqual({ count: null, of: null, shown: 'hidden' })
  })

  it('tells no whole that leaves a small group out of another it was told', () => {
    const hidden = { count: null, of: null, shown: 'hidden' }
    expect([35, 46].map((of) => shareOf(20, of, 36))).toEqual([hidden, hidden])
    expect([36, 25, 47].map((of) => shareOf(12, of, 36).of)).toEqual([36, 25, 47])
  })
})

describe('a counselor’s caseload', () => {
  const forecast = (needs: number, short: number, soFar = 0, atEnd = needs - short) =>
    ({ soFar, atEnd, short, lost: [], unmarked: [], verdict: { clinical: { needs } } }) as unknown as Forecast
  const named = (name: string, one: Forecast) => caseloadHours({ id: name, name }, one)

  it('leaves out whoever has no hours prescribed', () => {
    expect(named('a', forecast(0, 0))).toBeUndefined()
    expect(named('a', forecast(540, 90, 390))).toMatchObject({ soFar: 390, atEnd: 450, needs: 540, short: 90 })
  })

  it('stands with the tightest week first', () => {
    const people = [
      named('roomy', forecast(540, 0, 0, 600)),
      named('a little short', forecast(540, 30)),
      named('tight', forecast(540, 0, 0, 540)),
      named('far too short', forecast(540, 180)),
    ] as CaseloadHours[]
    const names = people.toSorted(tightestFirst).map(({ name }) => name)
    expect(names).toEqual(['far too short', 'a little short', 'tight', 'roomy'])
  })

  it('has notes that are not to be written before a session is over', () => {
    const open = { signed: false, begun: false }
    expect(noteState(10, 9, open)).toBe('later')
    expect(noteState(10, 10, open)).toBe('to-write')
    expect(noteState(10, 9, { ...open, begun: true })).toBe('begun')
    expect(noteState(10, 11, { signed: true, begun: true })).toBe('signed')
  })
})

describe('a supervisor’s team', () => {
  it('has whoever owes the oldest note first', () => {
    const held = (staff: string, endsAt: number, staffId = staff) => ({
      staffId,
      staff,
      session: staff,
      service: 's',
      start: 't',
      endsAt,
    })
    const owed = byAuthor(
      [held('Ana', 0), held('Luis', 24 * HOUR), held('Ana', 30 * HOUR), held('Ana', 31 * HOUR, 'another')],
      49 * HOUR,
    )
    expect(owed.map(({ staff, sessions, oldestDays }) => [staff, sessions.length, oldestDays])).toEqual([
      ['Ana', 2, 2],
      ['Luis', 1, 1],
      ['Ana', 1, 0],
    ])
  })
})
