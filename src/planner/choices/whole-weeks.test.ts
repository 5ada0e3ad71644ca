import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkPlan, lineOf } from '../check/check.ts'
import { openPlan } from '../check/plan-book.ts'
import { readWeek } from '../check/well-formed.ts'
import { costOf } from '../costs/cost.ts'
import { missingSessions } from '../costs/missing.ts'
import { drawWeek } from '../drawn-week.ts'
import { wallOf } from '../model/time.ts'
import type { Session, Week } from '../model/week.ts'
import { drawNumber, randomFrom } from '../random.ts'
import { solve } from '../solve.ts'
import { figuresOf } from './own-figures.ts'
import { planWith } from './plan-with.ts'
import { newIn } from './same-session.ts'
import { wholeWeeksFor } from './whole-weeks.ts'

const ROOMY = { people: 6, staff: 4, sites: 2, blocks: 9 }

/** A drawn week with a plan in force; half of them under way. */
function planned(seed: number): { week: Week; sessions: Session[] } | undefined {
  const drawn = drawWeek(seed, ROOMY)
  let steps = 15
  const { sessions } = solve(drawn, { seed, keepGoing: () => steps-- > 0 })
  const random = randomFrom(seed)
  const frozenBefore = wallOf(drawn.weekStart, random() < 0.5 ? 0 : drawNumber(random, 4) * 1440)
  const read = readWeek(JSON.parse(JSON.stringify({ ...drawn, previous: { frozenBefore, sessions } })))
  return 'violations' in read ? undefined : { week: read.week, sessions }
}

/** Everything the checker says about sessions as a plan of the week. */
function violations(week: Week, sessions: Session[]): string[] {
  const book = openPlan(week, sessions)
  const shortfalls = missingSessions(book).map(({ participant, service, count }) => ({
    participant,
    service: service.id,
    missing: count,
    cause: 'choice',
    binding: [],
    relaxations: [],
  }))
  const stated = { week: week.id, planner: 'test', seconds: 0, cost: costOf(book), bound: null, sessions, shortfalls }
  return checkPlan(week, JSON.parse(JSON.stringify({ format: 'evenkeel-plan/1', ...stated }))).map(lineOf)
}

const own = (sessions: readonly Session[], person: string) => sessions.filter(({ members }) => members.includes(person))

/** A person's sessions by what they are, whoever else comes. */
const timesOf = (sessions: readonly Session[], person: string) =>
  own(sessions, person)
    .map(({ members: _members, ...session }) => JSON.stringify(session))
    .toSorted()

/** Places at which two weeks differ: either may hold a session more than the other. */
const differences = (one: readonly Session[], other: readonly Session[]) =>
  Math.max(newIn(one, other).length, newIn(other, one).length)

describe('the whole weeks a person is offered', () => {
  it('pass the checker, keep every hour, take nobody a seat and are clearly different', () => {
    let weeks = 0
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000_000 }), (seed) => {
        const made = planned(seed)
        if (!made) return
        const { week, sessions } = made
        for (const { id } of week.participants) {
          const offer = wholeWeeksFor(week, sessions, id)
          expect(offer.weeks.length === 3).toBe(offer.fewerBecause === null)
          const known = [own(sessions, id)]
          for (const one of offer.weeks) {
            weeks++
            const frozenBefore = week.previous?.frozenBefore ?? ''
            const ahead = one.sessions.filter(({ start }) => start >= frozenBefore)
            const plan = planWith(week, sessions, { person: id, week: ahead })
            expect(plan.gone).toEqual([])
            expect(violations(week, plan.sessions)).toEqual([])
            expect(costOf(openPlan(week, plan.sessions))).toBe(one.cost)
            for (const other of week.participants.filter((person) => person.id !== id)) {
              expect(timesOf(plan.sessions, other.id)).toEqual(timesOf(sessions, other.id))
            }
            const now = figuresOf(week, id, own(sessions, id))
            expect(figuresOf(week, id, own(plan.sessions, id))).toEqual(one.figures)
            expect(one.figures.countedMinutes).toBeGreaterThanOrEqual(now.countedMinutes)
            expect(one.figures.missedWindows).toBeLessThanOrEqual(now.missedWindows)
            expect(one.sessions.every(({ members }) => members.join() === id)).toBe(true)
            for (const other of known) expect(differences(other, one.sessions)).toBeGreaterThanOrEqual(2)
            known.push([...one.sessions])
          }
        }
      }),
      { numRuns: 50 },
    )
    expect(weeks).toBeGreaterThan(40)
  })

  it('are the same whenever they are asked for', () => {
    const { week, sessions } = planned(33)!
    const ask = () => JSON.stringify(week.participants.map(({ id }) => wholeWeeksFor(week, sessions, id)))
    expect(ask()).toBe(ask())
  })
})
