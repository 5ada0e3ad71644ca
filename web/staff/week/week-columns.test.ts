import { describe, expect, it } from 'vitest'
import type { BoardSession } from '../../../src/schedule/week-board.ts'
import { byColumn, columnsOf, daysOf, placeIn } from './week-columns.ts'

const block = (start: string, end: string, part: 'morning' | 'evening') => ({ id: start, start, end, part })
const columns = columnsOf([
  block('2026-11-30T17:30', '2026-11-30T20:30', 'evening'),
  block('2026-11-30T09:00', '2026-11-30T12:00', 'morning'),
  block('2026-11-30T08:30', '2026-11-30T11:00', 'morning'),
])

function session(id: string, start: string, end: string): BoardSession {
  const rest = { service: 'Group', kind: 'group', staff: '', site: '', room: null, telehealth: false } as const
  return { id, start, end, taken: 1, capacity: 8, ...rest }
}

describe('columns of the board', () => {
  it('are one per day and part, as wide as the widest site', () => {
    expect(columns.map(({ start, end }) => [start, end])).toEqual([
      ['2026-11-30T08:30', '2026-11-30T12:00'],
      ['2026-11-30T17:30', '2026-11-30T20:30'],
    ])
    expect(daysOf(columns)).toHaveLength(1)
  })

  it('hold the sessions of their time, and the nearest ones outside', () => {
    const sorted = byColumn(columns, [
      session('early', '2026-11-30T08:00', '2026-11-30T08:30'),
      session('evening', '2026-11-30T19:00', '2026-11-30T20:00'),
    ])
    expect(sorted.get('2026-11-30 morning')?.map(({ id }) => id)).toEqual(['early'])
    expect(sorted.get('2026-11-30 evening')?.map(({ id }) => id)).toEqual(['evening'])
  })

  it('cut an interval to the column and leave out what does not meet it', () => {
    const evening = columns[1]
    if (!evening) throw new Error('no evening')
    expect(placeIn(evening, '2026-11-30T16:00', '2026-11-30T19:00')).toEqual({ from: 0, length: 50 })
    expect(placeIn(evening, '2026-11-30T19:00', '2026-12-01T07:00')).toEqual({ from: 50, length: 50 })
    expect(placeIn(evening, '2026-11-30T20:30', '2026-11-30T22:00')).toBeUndefined()
  })
})
