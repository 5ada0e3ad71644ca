import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkPlan, lineOf } from './check/check.ts'
import { readWeek } from './check/well-formed.ts'
import { drawWeek } from './drawn-week.ts'
import { minuteOf, wallOf } from './model/time.ts'
import type { Session, Week } from './model/week.ts'
import { drawNumber, randomFrom } from './random.ts'
import { solve } from './solve.ts'
import type { Solution } from './solve.ts'

/** A drawn week with sessions of groups and of single people. */
const REPAIRABLE = 33
const seeds = fc.integer({ min: 0, max: 1_000_000_000 })
const SMALL = { people: 5, staff: 3, sites: 2, blocks: 5 }

/** A plan of a fixed number of steps. */
function solved(week: Week, steps: number, seed = 1): Solution {
  let left = steps
  return solve(week, { seed, keepGoing: () => left-- > 0 })
}

function violations(week: Week, { cost, bound, sessions, shortfalls }: Solution): string[] {
  const plan = {
    format: 'evenkeel-plan/1',
    week: week.id,
    planner: 'test',
    seconds: 0,
    cost,
    bound,
    sessions,
    shortfalls,
  }
  return checkPlan(week, JSON.parse(JSON.stringify(plan))).map(lineOf)
}

/** The week with the timetable of a plan of it (B), one member of each group pinned. */
function withTimetable(week: Week, plan: Solution): Week {
  const groups = new Set(week.services.filter(({ kind }) => kind === 'group').map(({ id }) => id))
  const fixedGroups = plan.sessions
    .filter(({ service }) => groups.has(service))
    .map(({ members, ...group }, n) => ({ ...group, pinned: n % 2 === 0 ? members.slice(0, 1) : [] }))
  return { ...week, fixedGroups }
}

/** The week under way (C): frozen at a day's start, one staff member sick and one participant busy from then on. */
function underWay(week: Week, plan: Solution, seed: number): Week {
  const random = randomFrom(seed)
  const frozenBefore = wallOf(week.weekStart, drawNumber(random, 6) * 1440)
  const sick = drawNumber(random, week.staff.length)
  const hit = drawNumber(random, week.participants.length)
  const shift = { start: frozenBefore, end: wallOf(week.weekStart, minuteOf(week.weekStart, frozenBefore) + 1440) }
  return {
    ...week,
    staff: week.staff.map((one, n) => ({
      ...one,
      duty: n === sick ? one.duty.filter(({ end }) => end <= frozenBefore) : one.duty,
    })),
    participants: week.participants.map((one, n) => (n === hit ? { ...one, busy: [...one.busy, shift] } : one)),
    previous: { frozenBefore, sessions: plan.sessions },
  }
}

describe('what the planner plans, the checker accepts', () => {
  it('a timetable (A), seats on a given one (B) and a repair (C) of random weeks', () => {
    let seats = 0
    let others = 0
    fc.assert(
      fc.property(seeds, (seed) => {
        const week = drawWeek(seed, SMALL)
        expect(readWeek(week)).toHaveProperty('week')
        const plan = solved(week, 25)
        seats += plan.sessions.length
        expect(violations(week, plan)).toEqual([])
        for (const other of [withTimetable(week, plan), underWay(week, plan, seed)]) {
          const read = readWeek(JSON.parse(JSON.stringify(other)))
          if ('violations' in read) continue
          others++
          expect(violations(other, solved(other, 25))).toEqual([])
        }
      }),
      { numRuns: 100 },
    )
    expect(others).toBeGreaterThan(50)
    expect(seats).toBeGreaterThan(200)
  })

  it('a repair without an event keeps what the plan had, where change is dear', () => {
    const week = drawWeek(REPAIRABLE, SMALL)
    const dear: Week = { ...week, weights: { ...week.weights, change: 1000 } }
    // Enough steps for the best plan: a repair keeps that, and betters any other.
    const plan = solved(dear, 600)
    const again: Week = { ...dear, previous: { frozenBefore: '2026-11-30T00:00', sessions: plan.sessions } }
    const repair = solved(again, 50)
    const key = (one: Session) => `${one.id} ${one.service} ${one.start} ${one.members.toSorted().join()}`
    expect(plan.sessions.length).toBeGreaterThan(0)
    expect(repair.sessions.map(key).toSorted()).toEqual(plan.sessions.map(key).toSorted())
    expect(repair.cost).toBeLessThanOrEqual(plan.cost)
  })
})

describe('weeks with little in them', () => {
  const whole = drawWeek(3, SMALL)
  const cases: [string, Week][] = [
    ['nothing at all', { ...whole, blocks: [], services: [], sites: [], staff: [], participants: [] }],
    [
      'no blocks',
      { ...whole, blocks: [], participants: whole.participants.map((one) => ({ ...one, familyBlocks: [] })) },
    ],
    ['nobody reachable', { ...whole, participants: whole.participants.map((one) => ({ ...one, sites: [] })) }],
    [
      'everybody always busy',
      {
        ...whole,
        participants: whole.participants.map((one) => ({
          ...one,
          busy: [{ start: '2026-11-29T00:00', end: '2026-12-09T00:00' }],
        })),
      },
    ],
    ['nobody on duty', { ...whole, staff: whole.staff.map((one) => ({ ...one, duty: [] })) }],
    ['no minutes left', { ...whole, staff: whole.staff.map((one) => ({ ...one, maxMinutes: 0 })) }],
    [
      'days of no minutes',
      { ...whole, participants: whole.participants.map((one) => ({ ...one, dailyMaxMinutes: 0 })) },
    ],
    ['no rooms', { ...whole, sites: whole.sites.map((one) => ({ ...one, rooms: [] })) }],
    ['stopped before it began', whole],
  ]
  it.each(cases)('%s: an answer, and a valid one', (name, week) => {
    const plan = solved(week, name === 'stopped before it began' ? 0 : 20)
    expect(violations(week, plan)).toEqual([])
    for (const { cause, binding } of plan.shortfalls) expect(cause === 'choice' || binding.length > 0).toBe(true)
  })
})

it('the same seed and number of steps give the same plan, another seed may not', () => {
  const week = drawWeek(11, { people: 8, staff: 3, sites: 2, blocks: 6 })
  expect(solved(week, 60, 5)).toEqual(solved(week, 60, 5))
  const others = [1, 2, 3, 4].map((seed) => JSON.stringify(solved(week, 3, seed).sessions))
  expect(new Set(others).size).toBeGreaterThan(1)
})

it('tells how far it is, and never a bound above a cost', () => {
  const told: string[] = []
  let left = 50
  const report = (one: { step: string; cost: number; bound: number; complete: number; people: number }) => {
    told.push(one.step)
    expect(one.bound).toBeLessThanOrEqual(one.cost)
    expect(one.complete).toBeLessThanOrEqual(one.people)
  }
  solve(drawWeek(11, SMALL), { seed: 1, keepGoing: () => left-- > 0, report })
  expect(told[0]).toBe('first plan')
  expect(told.at(-1)).toBe('explaining')
})
