import { expect, test } from 'vitest'
import { exampleWeekAndPlan } from '../check/example-week.ts'
import { openPlan } from '../check/plan-book.ts'
import { heldAtOnce } from './at-once.ts'

function pairs(times: Record<string, [service: string, start: string]>): string[] {
  const { week, plan } = exampleWeekAndPlan()
  const sessions = Object.entries(times).flatMap(([id, [service, clock]]) =>
    plan.sessions.slice(0, 1).map((session) => ({ ...session, id, service, start: `2026-11-30T${clock}` })),
  )
  return heldAtOnce(openPlan(week, sessions).meetings).map(([first, second]) => first.session.id + second.session.id)
}

test('what touches does not overlap, in whatever order it is listed', () => {
  expect(pairs({ c: ['process', '19:30'], a: ['process', '17:30'], b: ['process', '18:30'] })).toEqual([])
  expect(pairs({ b: ['process', '18:29'], a: ['process', '17:30'] })).toEqual(['ab'])
})

test('a long one is compared with all that begin before it ends', () => {
  expect(pairs({ a: ['skills', '17:30'], b: ['medical', '17:45'], c: ['process', '18:30'] })).toEqual(['ab', 'ac'])
})
