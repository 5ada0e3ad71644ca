import { describe, expect, it } from 'vitest'
import { firstCallFigures, mostUrgentFirst, type OutreachTask, type Outcome, standingOf } from './outreach.ts'

const rule = {
  callAgainMinutes: 60,
  counselorAfterAttempts: 2,
  supervisorAfterAttempts: 4,
  counselorAfterHours: 4,
  supervisorAfterHours: 24,
}
const minute = 60_000
const call = (at: number, outcome: Outcome) => ({ at: at * minute, outcome })
const task = (calls: ReturnType<typeof call>[], mark: Parameters<typeof standingOf>[0]['mark'] = null) => ({
  openedAt: 0,
  calls,
  mark,
})

describe('a call to somebody who was missed', () => {
  it('is due at once, and again after the rule’s minutes', () => {
    expect(standingOf(task([]), rule, 0)).toEqual({
      state: 'call',
      nextAt: 0,
      turn: 'front-desk',
      turnSince: 0,
      ended: null,
    })
    const later = task([call(3, 'no-answer')])
    expect(standingOf(later, rule, 62 * minute)).toMatchObject({ state: 'wait', nextAt: 63 * minute })
    expect(standingOf(later, rule, 63 * minute)).toMatchObject({ state: 'call' })
  })

  it.each([
    ['here', 'came'],
    ['late', 'came'],
    ['left-early', 'came'],
    ['remote', 'came'],
    ['excused', 'excused'],
    ['no-show', null],
    [null, null],
  ] as const)('with the mark %s is ended by %s', (mark, ended) => {
    expect(standingOf(task([], mark), rule, 0).ended).toBe(ended)
  })

  it.each([
    ['reached-coming', 'reached'],
    ['reached-not-coming', 'reached'],
    ['do-not-contact', 'do-not-contact'],
    ['message-left', null],
    ['no-answer', null],
    ['wrong-number', null],
  ] as const)('that came to %s is ended by %s', (outcome, ended) => {
    expect(standingOf(task([call(1, outcome)]), rule, 0).ended).toBe(ended)
  })

  it('never goes on after do-not-contact, whatever came later', () => {
    const calls = [call(1, 'do-not-contact'), call(2, 'no-answer')]
    expect(standingOf(task(calls), rule, 1e9)).toMatchObject({ state: 'done', ended: 'do-not-contact' })
  })

  it('goes to the counselor after two in vain, to the supervisor after four', () => {
    const turns = [0, 1, 2, 3, 4].map(
      (n) => standingOf(task(Array.from({ length: n }, (_, k) => call(k, 'no-answer'))), rule, 10 * minute).turn,
    )
    expect(turns).toEqual(['front-desk', 'front-desk', 'counselor', 'counselor', 'supervisor'])
  })

  it('goes on by the hours as well, whichever comes first, and says since when', () => {
    const at = (minutes: number, calls: ReturnType<typeof call>[] = []) => {
      const { turn, turnSince } = standingOf(task(calls), rule, minutes * minute)
      return [turn, turnSince / minute]
    }
    expect(at(239)).toEqual(['front-desk', 0])
    expect(at(240)).toEqual(['counselor', 240])
    expect(at(1440)).toEqual(['supervisor', 1440])
    expect(at(300, [call(7, 'no-answer'), call(90, 'no-answer')])).toEqual(['counselor', 90])
  })
})

it('counts minutes to the first call: median and 90th percentile by nearest rank', () => {
  const tasks = [2, 4, 6, 8, 10, 12, 14, 16, 18, 100].map((at) =>
    task([call(at, 'no-answer'), call(at + 60, 'no-answer')]),
  )
  expect(firstCallFigures([...tasks, task([])])).toEqual({ missed: 11, called: 10, median: 10, p90: 18 })
  expect(firstCallFigures([])).toEqual({ missed: 0, called: 0, median: null, p90: null })
})

it('puts calls to make first, the longest missed of them first, and what is done last', () => {
  const one = (id: string, state: OutreachTask['state'], nextAt: string | null) =>
    ({ id, state, nextAt, openedAt: nextAt ?? '2026-11-23T10:00:00Z' }) as OutreachTask
  const sorted = [
    one('d', 'done', null),
    one('w', 'wait', '2026-11-23T11:00:00Z'),
    one('b', 'call', '2026-11-23T10:20:00Z'),
    one('a', 'call', '2026-11-23T10:10:00Z'),
  ].toSorted(mostUrgentFirst)
  expect(sorted.map(({ id }) => id).join('')).toBe('abwd')
})
