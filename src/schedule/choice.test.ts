import { describe, expect, it } from 'vitest'
import type { OwnFigures } from '../planner/choices/own-figures.ts'
import { AnswerRequest, type ChoiceFacts, mayTakeBack, needsOf, wishState } from './choice.ts'

const week: OwnFigures = {
  countedMinutes: 540,
  trips: 4,
  travelMinutes: 240,
  days: [],
  parts: [],
  weekendVisits: 0,
  cover: 0,
  missedWindows: 0,
}
const rails = { noticeHours: 24, changesAWeek: 2, cover: false }
const inside: ChoiceFacts = { present: week, after: week, targetMinutes: 540, minutesAhead: 1440, changesMade: 1 }

describe('a choice needs a person', () => {
  it.each<[string, Partial<ChoiceFacts>, Partial<typeof rails>, string[]]>([
    ['never inside the rails', {}, {}, []],
    ['a minute too late', { minutesAhead: 1439 }, {}, ['short-notice 24']],
    ['never for notice where the center wants none', { minutesAhead: 1 }, { noticeHours: 0 }, []],
    ['after two changes', { changesMade: 2 }, {}, ['many-changes 2']],
    ['for a covering counselor', { after: { ...week, cover: 1 } }, {}, ['cover 1']],
    ['never for cover the center allows', { after: { ...week, cover: 1 } }, { cover: true }, []],
    ['for fewer hours', { after: { ...week, countedMinutes: 480 } }, {}, ['below-target 480']],
    [
      'never for hours that were as few before',
      { present: { ...week, countedMinutes: 480 }, after: { ...week, countedMinutes: 480 } },
      {},
      [],
    ],
  ])('%s', (_name, facts, more, needs) => {
    const found = needsOf({ ...rails, ...more }, { ...inside, ...facts })
    expect(found.map(({ kind, count }) => `${kind} ${count}`)).toEqual(needs)
  })
})

describe('a wish', () => {
  const row = { publication_id: null, decided_at: null, taken_back_at: null }
  const at = '2026-11-23T15:00:00Z'

  it.each([
    [row, 'waiting', true, true],
    [{ ...row, publication_id: 'p' }, 'in-force', true, false],
    [{ ...row, publication_id: 'p', decided_at: at }, 'approved', false, false],
    [{ ...row, decided_at: at }, 'declined', false, false],
    [{ ...row, publication_id: 'p', taken_back_at: at }, 'taken-back', false, false],
  ])('%j is %s', (wish, state, atOnce, later) => {
    expect([wishState(wish), mayTakeBack(wish, 1), mayTakeBack(wish, 60)]).toEqual([state, atOnce, later])
  })
})

it('is not declined without a reason', () => {
  expect(AnswerRequest.safeParse({ answer: 'decline', because: '  ' }).success).toBe(false)
  expect(AnswerRequest.safeParse({ answer: 'approve' }).success).toBe(true)
})
