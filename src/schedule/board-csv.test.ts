import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csvOf } from '../kernel/csv.ts'
import { boardCsv } from './board-csv.ts'
import { WeekBoard } from './week-board.ts'

const GROUP = {
  id: 'g',
  service: '=HYPERLINK("https://elsewhere.example")',
  kind: 'group' as const,
  start: '2026-11-30T09:00',
  end: '2026-11-30T10:30',
  staff: 'Ann, of the day',
  site: 'Main',
  room: null,
  telehealth: false,
  taken: 1,
  capacity: 12,
}
const PERSON = {
  id: '0192f000-0000-7000-8000-000000000001',
  name: '@Dana "D"',
  counselor: 'Ann',
  prefers: 'none' as const,
  targetMinutes: 540,
  prescribedMinutes: 540,
  plannedMinutes: 90,
  busy: [],
  sessions: ['g'],
  shortfalls: [],
  warnings: 0,
}
const BOARD: WeekBoard = {
  center: 'Center',
  timeZone: 'America/New_York',
  weekStart: '2026-11-30',
  state: 'published',
  proposal: null,
  publication: null,
  mayPlan: false,
  mayPublish: false,
  blocks: [],
  sessions: [GROUP],
  people: [PERSON, { ...PERSON, name: 'Nobody yet', sessions: [] }],
  summary: {
    people: 2,
    peopleAtTarget: 0,
    groups: 1,
    individual: 0,
    family: 0,
    other: 0,
    ownCounselorPercent: null,
    cost: null,
    bound: null,
    gapPercent: null,
    seconds: null,
  },
}
const linesOf = (text: string) => parse(text, { relaxColumnCount: true })

describe('the board as CSV', () => {
  it('has a line per seat, one for whoever has none, and ends with the notice of 42 CFR 2.32', () => {
    const lines = linesOf(boardCsv(WeekBoard.parse(BOARD)))
    expect(lines).toHaveLength(4)
    expect(lines[1]).toEqual([
      `'@Dana "D"`,
      'Ann',
      '540',
      '90',
      `'=HYPERLINK("https://elsewhere.example")`,
      'group',
      '2026-11-30T09:00',
      '2026-11-30T10:30',
      'Ann, of the day',
      'Main',
      '',
      'no',
    ])
    expect(lines[2]?.slice(0, 5)).toEqual(['Nobody yet', 'Ann', '540', '90', ''])
    expect(lines[3]).toEqual(['42 CFR part 2 prohibits unauthorized use or disclosure of these records.'])
  })

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])('never lets a spreadsheet run %j', (cell) => {
    expect(linesOf(csvOf([[cell, 'x']]))).toEqual([[`'${cell}`, 'x']])
  })

  it('gives every cell back as it was, but for the guard', () => {
    const cell = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !/^[=+\-@\t\r]/.test(text))
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1 }), (lines) => {
        expect(linesOf(csvOf(lines))).toEqual(lines)
      }),
    )
  })
})
