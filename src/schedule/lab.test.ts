import { expect, it } from 'vitest'
import type { LabResult } from '../planner/lab/best-groups.ts'
import { countedFrom, inCounts } from './lab.ts'

const group = {
  service: 'skills',
  start: '2026-11-30T17:30',
  end: '2026-11-30T19:00',
  staff: 'c',
  site: 'home',
  room: null,
  telehealth: false,
  members: 4,
}

function resultFor(people: number): LabResult {
  const each = Array.from({ length: people }, (_, n) => ({ participant: `p${n}`, before: 450, after: 540 }))
  return {
    waiting: people,
    now: { reached: 0, minutes: 450 * people },
    atMost: people,
    tried: 3,
    complete: true,
    answers: [{ groups: [group], reached: people, minutes: 540 * people, leaderMinutes: 90, each, sessions: [] }],
  }
}

it('keeps counts of 11 people and withholds those of 10, the groups never', () => {
  expect(inCounts(resultFor(11))).toMatchObject({
    waiting: 11,
    now: { reached: 0, minutes: 4950 },
    atMost: 11,
    answers: [{ reached: 11, minutes: 5940, groups: [{ service: 'skills', members: 4 }] }],
  })
  const few = inCounts(resultFor(10))
  expect(few.answers).toEqual([
    { groups: [{ ...group, members: null }], reached: null, minutes: null, leaderMinutes: 90 },
  ])
  expect(JSON.stringify(few)).not.toMatch(/p0|450|540|"waiting":10/)
})

it('gives the counts back to a reader who sees the people themselves, to nobody else', () => {
  const few = inCounts(resultFor(2))
  const who = [
    { targetMinutes: 540, minutes: [450, 540] },
    { targetMinutes: 540, minutes: [450, 480] },
  ]
  expect(countedFrom(few, who)).toMatchObject({ waiting: 2, answers: [{ reached: 1, minutes: 1020 }] })
  expect(countedFrom(few, [])).toEqual(few)
})
