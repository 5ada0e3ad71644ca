import { describe, expect, it } from 'vitest'
import type { BlockRow } from '../center/center.ts'
import { checkLicenses, checkRoster, checkStaff, isValidOn, type DutyRow } from './team.ts'

const STAFF = new Set(['ito', 'lee'])
const BLOCKS: BlockRow[] = [{ code: 'mon-evening', day: 1, starts: 1050, ends: 1230, part: 'evening', line: 2 }]
const duty = (
  line: number,
  starts: number,
  ends: number,
  day: DutyRow['day'] = { weekday: 1, date: null },
): DutyRow => ({
  staff: 'ito',
  day,
  starts,
  ends,
  line,
})
const places = (findings: readonly { severity: string; line: number; column: string }[]) =>
  findings.map((one) => `${one.severity} ${one.line} ${one.column}`)

describe('a roster', () => {
  it('may touch, but not overlap', () => {
    expect(checkRoster([duty(2, 1020, 1140), duty(3, 1140, 1260)], STAFF, BLOCKS)).toEqual([])
    expect(places(checkRoster([duty(2, 1020, 1141), duty(3, 1140, 1260)], STAFF, BLOCKS))).toEqual(['error 3 starts'])
  })

  it('does not overlap on one date; another day or person is another matter', () => {
    const date = { weekday: null, date: '2026-11-30' } as const
    expect(places(checkRoster([duty(2, 1020, 1200, date), duty(3, 1100, 1260, date)], STAFF, BLOCKS))).toEqual([
      'error 3 starts',
    ])
    expect(checkRoster([duty(2, 1020, 1200), { ...duty(3, 1020, 1200), staff: 'lee' }], STAFF, BLOCKS)).toEqual([])
    expect(checkRoster([duty(2, 1020, 1200), duty(3, 1020, 1200, date)], STAFF, BLOCKS)).toEqual([])
  })

  it('stays inside its day', () => {
    expect(places(checkRoster([duty(2, 1320, 360)], STAFF, BLOCKS))).toEqual(['error 2 ends'])
  })

  it('names duty in which nothing takes place, and people who are not staff', () => {
    expect(places(checkRoster([duty(2, 540, 600)], STAFF, BLOCKS))).toEqual(['warning 2 starts'])
    expect(places(checkRoster([{ ...duty(2, 1020, 1200), staff: 'itho' }], STAFF, BLOCKS))).toEqual(['error 2 staff'])
  })
})

describe('licenses', () => {
  const license = { staff: 'ito', service: 'individual', valid_from: '2026-01-01', valid_until: '2026-12-31', line: 2 }
  it('hold on their first and last day', () => {
    expect(['2025-12-31', '2026-01-01', '2026-12-31', '2027-01-01'].map((day) => isValidOn(license, day))).toEqual([
      false,
      true,
      true,
      false,
    ])
  })

  it('are given once, to somebody, for something, and end after they begin', () => {
    const services = new Set(['individual'])
    expect(checkLicenses([license], STAFF, services)).toEqual([])
    expect(places(checkLicenses([license, { ...license, line: 3 }], STAFF, services))).toEqual(['error 3 service'])
    expect(places(checkLicenses([{ ...license, service: 'x', staff: 'y' }], STAFF, services))).toEqual([
      'error 2 staff',
      'error 2 service',
    ])
    expect(places(checkLicenses([{ ...license, valid_until: '2025-01-01' }], STAFF, services))).toEqual([
      'error 2 valid_until',
    ])
  })
})

it('staff stand once, at a site that exists', () => {
  const one = { code: 'ito', name: 'Ito', role: 'counselor', site: 'harbor', max_weekly_minutes: 0, line: 2 } as const
  expect(places(checkStaff([one, { ...one, line: 3, site: 'haven' }], new Set(['harbor'])))).toEqual([
    'error 3 code',
    'error 3 site',
  ])
})
