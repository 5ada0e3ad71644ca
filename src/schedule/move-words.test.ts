import { expect, test } from 'vitest'
import type { Hindrance } from '../planner/move/hindrance.ts'
import { becauseWords } from './move-words.ts'

const names = {
  people: new Map([
    ['p1', 'Dana R.'],
    ['p2', 'Maria S.'],
  ]),
  staff: new Map([['c1', 'Luis']]),
  sites: new Map([['s1', 'Harbor Street']]),
  rooms: new Map<string, string>(),
}
const tuesday = (clock: string) => `2026-12-01T${clock}`
const where = {
  ...{ start: tuesday('18:00'), end: tuesday('19:00'), staff: 'c1', site: 's1', telehealth: false, joins: null },
  group: false,
}
const because = (one: Partial<Hindrance> & { rule: string }, at = where) =>
  becauseWords([{ people: [], time: null, ...one }], at, names)
const span = (start: string, end: string) => ({ start: tuesday(start), end: tuesday(end) })

test.each([
  ['H3', span('09:00', '18:30'), 'Luis works until 6:30 pm.'],
  ['H3', span('18:30', '21:00'), 'Luis works from 6:30 pm.'],
  ['H3', null, 'Luis does not work on Tuesday.'],
  ['H4', span('17:30', '18:30'), 'Luis is in another session until 6:30 pm.'],
  ['H7', null, 'No suitable room at Harbor Street is free then.'],
])('%s of the staff member or the room, %o', (rule, time, words) => {
  expect(because({ rule, time })).toEqual([words])
})

test.each([
  [span('16:00', '18:30'), 'Dana R. is busy until 6:30 pm.'],
  [span('16:00', '17:45'), 'Dana R. is busy until 5:45 pm, and needs time to get there.'],
  [span('18:30', '22:00'), 'Dana R. is busy from 6:30 pm.'],
  [span('19:15', '22:00'), 'Dana R. is busy from 7:15 pm, and needs time to get home.'],
  [{ start: tuesday('12:00'), end: '2026-12-02T00:00' }, 'Dana R. is busy until midnight.'],
  [{ start: tuesday('12:00'), end: '2026-12-02T06:00' }, 'Dana R. is busy until Wednesday 6:00 am.'],
  [null, 'Dana R. would still be on the way from or to another visit.'],
])('a busy time of the person who moves, %o', (time, words) => {
  expect(because({ rule: 'H11', people: ['p1'], time })).toEqual([words])
})

test('of a group only who cannot come, never when they are busy, and whoever may not be seen is counted', () => {
  const found: Hindrance[] = [
    { rule: 'H11', people: ['p1'], time: span('16:00', '18:30') },
    { rule: 'H9', people: ['p2', 'hidden'], time: null },
  ]
  const words = becauseWords(found, { ...where, group: true }, names)
  expect(words).toEqual(['Dana R., Maria S. and 1 other cannot come then.'])
  const unseen = [{ rule: 'H11', people: ['hidden'], time: span('16:00', '18:30') }]
  expect(becauseWords(unseen, { ...where, group: true }, names)).toEqual(['One member cannot come then.'])
})

test('every hard rule a move can break has a sentence of its own', () => {
  const rules = Array.from({ length: 18 }, (_, n) => `H${n + 1}`)
  const sentences = rules.map((rule) => because({ rule, people: ['p1'] })[0])
  expect(sentences.filter((sentence) => sentence === 'A rule of the week is in the way.')).toEqual([])
  expect(because({ rule: 'H99' })).toEqual(['A rule of the week is in the way.'])
})
