import { describe, expect, it } from 'vitest'
import { busyTimeOf, checkObligations, keyOf, ObligationRow } from './obligation.ts'

const PEOPLE = new Set(['p001'])
const row = (day: string, times: string, from = '', until = '') => ({
  ...ObligationRow.parse({
    person: 'p001',
    day,
    starts: times.slice(0, 5),
    ends: times.slice(6),
    from,
    until,
    why: '',
  }),
  line: 2,
})
const found = (...rows: ReturnType<typeof row>[]) =>
  checkObligations(rows, PEOPLE).map((one) => `${one.severity} ${one.column}`)

describe('an obligation', () => {
  it('of every week may run past midnight', () => {
    expect(busyTimeOf(row('tue', '22:00-06:00'))).toMatchObject({ weekday: 2, startsMinute: 1320, endsMinute: 1800 })
    expect(busyTimeOf(row('tue', '08:00-16:30'))).toMatchObject({ startsMinute: 480, endsMinute: 990 })
    expect(busyTimeOf(row('sun', '00:00-24:00'))).toMatchObject({ startsMinute: 0, endsMinute: 1440 })
  })

  it('of one date may run past midnight, to midnight, or over days', () => {
    expect(busyTimeOf(row('2026-12-31', '22:00-06:00'))).toEqual({
      kind: 'once',
      startsWall: '2026-12-31T22:00',
      endsWall: '2027-01-01T06:00',
    })
    expect(busyTimeOf(row('2026-12-31', '00:00-24:00'))).toMatchObject({ endsWall: '2027-01-01T00:00' })
    expect(busyTimeOf(row('2026-12-04', '18:00-18:00', '', '2026-12-06'))).toMatchObject({
      endsWall: '2026-12-06T18:00',
    })
  })

  it('is in order when its times and dates agree', () => {
    expect(found(row('tue', '22:00-06:00', '2026-11-30', '2027-01-31'), row('2026-12-09', '10:00-11:30'))).toEqual([])
  })

  it('is refused when they do not', () => {
    expect(found(row('tue', '08:00-08:00'))).toEqual(['error ends'])
    expect(found(row('tue', '24:00-08:00'))).toEqual(['error starts'])
    expect(found(row('tue', '08:00-09:00', '2026-12-02', '2026-12-01'))).toEqual(['error until'])
    expect(found(row('2026-12-09', '10:00-11:30', '2026-12-01'))).toEqual(['error from'])
    expect(found(row('2026-12-09', '10:00-11:30', '', '2026-12-08'))).toEqual(['error until'])
    expect(found(row('2026-12-09', '10:00-09:00', '', '2026-12-09'))).toEqual(['error until'])
    expect(found({ ...row('tue', '08:00-09:00'), person: 'p002' })).toEqual(['error person'])
  })

  it('twice is a warning and one key', () => {
    expect(found(row('tue', '08:00-09:00'), row('tue', '08:00-09:00'))).toEqual(['warning person'])
    expect(keyOf(busyTimeOf(row('tue', '08:00-09:00')))).not.toBe(
      keyOf(busyTimeOf(row('tue', '08:00-09:00', '2026-12-01'))),
    )
  })
})
