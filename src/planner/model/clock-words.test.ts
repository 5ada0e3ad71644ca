import { expect, test } from 'vitest'
import { clockWords, dayWords, spanWords } from './clock-words.ts'

const TUESDAY = 1440

test('a minute is told as a day and a time', () => {
  expect(clockWords(0)).toBe('Mon 00:00')
  expect(clockWords(TUESDAY + 17 * 60 + 5)).toBe('Tue 17:05')
  expect(dayWords(6)).toBe('Sun')
})

test('outside the week the weeks are counted in days', () => {
  expect(clockWords(-60)).toBe('Sun-7 23:00')
  expect(clockWords(7 * 1440)).toBe('Mon+7 00:00')
})

test('an interval names its day once, and both days when it passes midnight', () => {
  expect(spanWords(TUESDAY + 60, TUESDAY + 150)).toBe('Tue 01:00 to 02:30')
  expect(spanWords(TUESDAY - 60, TUESDAY + 60)).toBe('Mon 23:00 to Tue 01:00')
})
