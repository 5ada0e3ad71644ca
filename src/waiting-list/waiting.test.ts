import { expect, it } from 'vitest'
import { Admit, checkWaiting, type WaitingRow, wantedPrescription } from './waiting.ts'

const row: WaitingRow = {
  code: 'w1',
  chosen_name: 'Nadia F.',
  since: '2026-11-02',
  sites: [{ code: 'harbor', count: 30 }],
  prescription: [{ code: 'skills', count: 8 }],
  weekly_minutes: 540,
  below_540: null,
  daily_max_minutes: 240,
  screens_per_week: 0,
  prefers: 'none',
  telehealth: false,
  template: null,
  family_blocks: [],
  line: 2,
}
const found = (...rows: WaitingRow[]) =>
  checkWaiting(rows, new Set(['p1']), new Set(['harbor'])).map((one) => `${one.severity} ${one.line} ${one.column}`)

it('finds codes used twice or by somebody in treatment, and sites nobody knows', () => {
  expect(found(row)).toEqual([])
  expect(found(row, { ...row, line: 3 })).toEqual(['error 3 code'])
  expect(found({ ...row, code: 'p1' })).toEqual(['error 2 code'])
  expect(found({ ...row, sites: [] })).toEqual(['error 2 sites'])
  expect(found({ ...row, sites: [{ code: 'haven', count: 1 }] })).toEqual(['error 2 sites'])
})

it('wants a prescription from the first day of waiting on, with no counselor', () => {
  expect(wantedPrescription(row)).toMatchObject({ valid_from: '2026-11-02', counselor: null, weekly_minutes: 540 })
})

it('admits on a Monday', () => {
  const counselor = '0192f000-0000-7000-8000-000000000000'
  expect(Admit.safeParse({ from: '2026-11-30', counselor }).success).toBe(true)
  expect(Admit.safeParse({ from: '2026-12-01', counselor }).success).toBe(false)
})
