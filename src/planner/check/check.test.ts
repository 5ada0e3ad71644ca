import { expect, test } from 'vitest'
import { checkPlan, lineOf } from './check.ts'
import type { Damage } from './example-week.ts'
import { change, exampleWeekAndPlan, found, restate, withGivenTimetable, withMondayFrozen } from './example-week.ts'

function namesOf(week: unknown, plan: unknown): string[] {
  return [...new Set(checkPlan(week, plan).map(({ name }) => name))]
}

test('the example is valid: as a timetable to make, as a given one, and as a repair', () => {
  const { week, plan } = exampleWeekAndPlan()
  expect(checkPlan(week, plan)).toEqual([])
  withGivenTimetable(week, plan)
  expect(checkPlan(week, plan)).toEqual([])
  withMondayFrozen(week, plan)
  expect(checkPlan(week, plan)).toEqual([])
})

test('what has happened is not compared with obligations, a given timetable, or the order of its members', () => {
  const { week, plan } = exampleWeekAndPlan()
  withGivenTimetable(week, plan)
  withMondayFrozen(week, plan)
  found(week.participants, 'p1').busy.push({ start: '2026-11-30T17:00', end: '2026-11-30T23:00' })
  week.fixedGroups = week.fixedGroups?.filter(({ id }) => id !== 's1') ?? []
  Object.assign(found(week.fixedGroups, 's8'), { pinned: ['p1'] })
  found(plan.sessions, 's1').members.reverse()
  expect(checkPlan(week, plan)).toEqual([])
})

test('rooms of one name at two sites are two rooms', () => {
  const { week, plan } = exampleWeekAndPlan()
  found(week.participants, 'p3').sites = [
    { site: 'annex', travelMinutes: 45 },
    { site: 'harbor', travelMinutes: 45 },
  ]
  found(week.participants, 'p4').sites = [{ site: 'annex', travelMinutes: 15 }]
  change('s8', { site: 'annex', staff: 'a1', room: 'hall' })(week, plan)
  expect(checkPlan(week, plan)).toEqual([])
})

test('breaches are told in words, without the reason of an obligation', () => {
  const { week, plan } = exampleWeekAndPlan()
  change('s8', { room: 'hall' })(week, plan)
  change('s2', { start: '2026-11-30T19:30' })(week, plan)
  restate(week, plan)
  expect(checkPlan(week, plan).map(lineOf)).toEqual([
    'H7 hall holds s1 and s8 at once on Mon 17:30',
    'H11 p1 is on the way or in sessions Mon 17:00 to 21:00 but is busy Mon 20:30 to 22:00',
  ])
})

test.each<[string, string, Damage]>([
  ['P1', 'an unknown field', (_week, plan) => Object.assign(plan, { mood: 'good' })],
  ['P1', 'another format', (_week, plan) => Object.assign(plan, { format: 'evenkeel-plan/2' })],
  ['P1', 'a plan of another week', (_week, plan) => void (plan.week = 'harbor-30-1')],
  ['P1', 'a time that only adds up to an allowed one', change('s1', { start: '2026-11-30T16:90' })],
  ['P2', 'a cost too low by one', (_week, plan) => void (plan.cost = 845)],
  ['P3', 'a bound above the cost', (_week, plan) => void (plan.bound = 847)],
  ['P4', 'a shortfall not listed', (_week, plan) => void plan.shortfalls.pop()],
  ['P4', 'a wrong count', (_week, plan) => Object.assign(plan.shortfalls[0] ?? {}, { missing: 2 })],
  ['P4', 'a superfluous entry', (_week, plan) => Object.assign(plan.shortfalls[0] ?? {}, { service: 'process' })],
  ['P4', 'an entry listed twice', (_week, plan) => void plan.shortfalls.push(...plan.shortfalls.slice(0, 1))],
])('%s finds %s, and nothing else', (name, _what, damage) => {
  const { week, plan } = exampleWeekAndPlan()
  damage(week, plan)
  expect(namesOf(week, plan)).toEqual([name])
})

test('a bound that equals the cost is allowed: it proves the plan optimal', () => {
  const { week, plan } = exampleWeekAndPlan()
  plan.bound = plan.cost
  expect(checkPlan(week, plan)).toEqual([])
})

test('unknown ids everywhere are named and nothing crashes', () => {
  const { week, plan } = exampleWeekAndPlan()
  const lost = { service: '__proto__', staff: 'constructor', site: 'x', room: 'y', members: ['z'] }
  plan.sessions = plan.sessions.map((one) => ({ ...one, ...lost }))
  expect(namesOf(week, plan)).toEqual(['H1', 'P4'])
})

test('an id with line ends stays on its line', () => {
  expect(lineOf({ name: 'H1', text: 's1\nvalid  cost 1\u001B[2J' })).toBe('H1 s1?valid  cost 1?[2J')
})
