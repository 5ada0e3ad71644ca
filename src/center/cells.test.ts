import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  codeCell,
  countedListCell,
  dateCell,
  dayCell,
  listCell,
  optional,
  textCell,
  timeCell,
  wholeCell,
  yesNoCell,
} from './cells.ts'

describe('cells', () => {
  it('read what the format says', () => {
    expect(timeCell.parse('17:30')).toBe(1050)
    expect(timeCell.parse('24:00')).toBe(1440)
    expect(dayCell.parse('sun')).toEqual({ weekday: 7, date: null })
    expect(dayCell.parse('2028-02-29')).toEqual({ weekday: null, date: '2028-02-29' })
    expect(countedListCell(1, 9, 'a:1').parse('early-recovery:2; individual:1')).toEqual([
      { code: 'early-recovery', count: 2 },
      { code: 'individual', count: 1 },
    ])
    expect(optional(wholeCell(0, 7), 3).parse('')).toBe(3)
    expect(textCell.parse('=HYPERLINK("x")')).toBe('=HYPERLINK("x")')
  })

  const wrong: [text: string, cell: { safeParse(text: string): { success: boolean } }][] = [
    ['24:01', timeCell],
    ['9:00', timeCell],
    ['12:60', timeCell],
    ['2026-02-29', dateCell],
    ['2026-13-01', dateCell],
    ['11/30/2026', dateCell],
    ['Monday', dayCell],
    ['__proto__', codeCell],
    ['a b', codeCell],
    ['x'.repeat(65), codeCell],
    ['1.5', wholeCell(1, 9)],
    ['-1', wholeCell(1, 9)],
    ['1e1', wholeCell(1, 9)],
    ['TRUE', yesNoCell],
    ['x'.repeat(201), textCell],
    ['a; b; a', listCell(codeCell)],
    ['early-recovery', countedListCell(1, 9, 'a:1')],
    ['a:0', countedListCell(1, 9, 'a:1')],
    ['a:1:2', countedListCell(1, 9, 'a:1')],
  ]
  it.each(wrong)('refuse %s', (text, cell) => {
    expect(cell.safeParse(text).success).toBe(false)
  })

  it('answer any text with a value or with words and advice', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        for (const cell of [codeCell, timeCell, dayCell, countedListCell(0, 9, 'a:1')]) {
          const read = cell.safeParse(text)
          for (const issue of read.error?.issues ?? []) {
            expect(issue.message.length).toBeLessThan(120)
            expect('params' in issue && issue.params?.['fix']).toBeTruthy()
          }
        }
      }),
    )
  })
})
