import { expect, test } from 'vitest'
import { exampleWeekAndPlan } from './example-week.ts'
import { prescribed } from './week-book.ts'

test('what is not named is not prescribed, also when every object has a field of that name', () => {
  const [participant] = exampleWeekAndPlan().week.participants
  if (!participant) throw new Error('the example has no participants')
  expect(prescribed(participant, 'process')).toBe(2)
  expect(prescribed(participant, 'medical')).toBe(0)
  expect(prescribed(participant, 'constructor')).toBe(0)
  expect(prescribed(participant, '__proto__')).toBe(0)
})
