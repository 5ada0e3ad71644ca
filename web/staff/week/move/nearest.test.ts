import { expect, test } from 'vitest'
import type { MoveCell } from '../../../../src/schedule/move.ts'
import { nearestFitting, nearestTo, timeAt } from './nearest.ts'

const cell = (start: string, fits: boolean): MoveCell => ({
  ...{ start, fits, end: start, block: 'b', staff: 'ana', staffName: 'Ana', site: 'Harbor', room: null },
  ...{ telehealth: false, joins: null, because: fits ? [] : ['Ana works until 6:30 pm.'] },
})
const [early, later, thursday] = [
  cell('2026-12-01T17:30', false),
  cell('2026-12-01T18:30', true),
  cell('2026-12-03T17:30', true),
]
const cells = [early, later, thursday]

test('a pointer in a column means the start nearest to it', () => {
  const evening = { start: '2026-12-01T17:30', end: '2026-12-01T20:30' }
  expect(timeAt(evening, 0.5)).toBe('2026-12-01T19:00')
  expect(timeAt(evening, 7)).toBe('2026-12-01T20:30')
  expect(nearestTo(cells, timeAt(evening, 0.1))).toBe(early)
  expect(nearestTo(cells, timeAt(evening, 0.5))).toBe(later)
  expect(nearestTo([], timeAt(evening, 0.5))).toBeUndefined()
})

test('a drop where it does not fit offers the nearest place that does', () => {
  expect(nearestFitting(cells, early)).toBe(later)
  expect(nearestFitting([early], early)).toBeUndefined()
})

test('of two staff at one time the one who can comes first', () => {
  const both = [cell('2026-12-01T17:30', false), cell('2026-12-01T17:30', true)]
  expect(nearestTo(both, '2026-12-01T17:30')).toBe(both.at(1))
})
