import { expect, test } from 'vitest'
import { exampleWeekAndPlan } from '../check/example-week.ts'
import { newBreaches } from '../choices/plan-with.ts'
import { drawWeek } from '../drawn-week.ts'
import type { Session, Week } from '../model/week.ts'
import { solve } from '../solve.ts'
import { type Move, movesOf, type Wish, withMove } from './moves.ts'

const SEEDS = Array.from({ length: 6 }, (_, n) => n + 1)

function plannedWeek(seed: number): { week: Week; sessions: Session[] } {
  const week = drawWeek(seed, { people: 9, staff: 4, sites: 2, blocks: 6 })
  let steps = 0
  const { sessions } = solve(week, { seed, keepGoing: () => steps++ < 40 })
  return { week, sessions }
}

/** Every wish a plan allows: each session whole, and each member of a group alone. */
function wishesIn(sessions: readonly Session[]): Wish[] {
  return sessions.flatMap(({ id, members }) => [
    { session: id, person: null },
    ...members.map((person) => ({ session: id, person })),
  ])
}

test.each(SEEDS)(
  'week %i: what is allowed the checker accepts, what is refused breaks exactly the named rules',
  (seed) => {
    const standing = plannedWeek(seed)
    for (const wish of wishesIn(standing.sessions)) {
      for (const move of movesOf(standing, wish)) {
        const found = newBreaches(standing.week, standing.sessions, withMove(standing, wish, move))
        const rules = [...new Set(found.map(({ name }) => name))].toSorted()
        const named = [...new Set(move.because.map(({ rule }) => rule))].toSorted()
        expect([wish, move.start, move.staff, named]).toEqual([wish, move.start, move.staff, rules])
        expect(move.fits).toBe(rules.length === 0)
      }
    }
  },
)

test('the drawn weeks hold moves that fit, moves that do not, and seats that move', () => {
  const moves = SEEDS.flatMap((seed) => {
    const standing = plannedWeek(seed)
    return wishesIn(standing.sessions).flatMap((wish) => movesOf(standing, wish))
  })
  expect(moves.filter(({ fits }) => fits).length).toBeGreaterThan(50)
  expect(moves.filter(({ fits }) => !fits).length).toBeGreaterThan(50)
  expect(moves.some(({ joins }) => joins !== null)).toBe(true)
})

test('a moved session is the only one that changes', () => {
  const standing = plannedWeek(3)
  const wish = { session: standing.sessions[0]!.id, person: null }
  const to = movesOf(standing, wish).find(({ fits }) => fits)
  expect(to).toBeDefined()
  const after = withMove(standing, wish, to!)
  expect(after.filter((session, at) => session !== standing.sessions[at]).map(({ id }) => id)).toEqual([wish.session])
})

function example(): { week: Week; sessions: Session[] } {
  const { week, plan } = exampleWeekAndPlan()
  return { week, sessions: plan.sessions }
}

const individualOf = ({ sessions }: { sessions: Session[] }, person: string) =>
  sessions.find(({ service, members }) => service === 'individual' && members.includes(person))!

test('a busy time is told by its time and never by its reason', () => {
  const standing = example()
  const wish = { session: individualOf(standing, 'p1').id, person: 'p1' }
  const because = movesOf(standing, wish).flatMap((move: Move) => move.because)
  const busy = because.filter(({ rule, time }) => rule === 'H11' && time !== null)
  expect(busy.length).toBeGreaterThan(0)
  for (const { people } of busy) expect(people).toEqual(['p1'])
  expect(JSON.stringify(because)).not.toMatch(/work|child care/)
})

test('nothing moves that has begun, and nothing moves into the past', () => {
  const standing = example()
  const session = individualOf(standing, 'p1')
  const previous = { frozenBefore: '2026-12-02T00:00', sessions: standing.sessions }
  const week = { ...standing.week, previous }
  const past = standing.sessions.filter(({ start }) => start < previous.frozenBefore)
  expect(past.length).toBeGreaterThan(0)
  for (const { id } of past) expect(movesOf({ ...standing, week }, { session: id, person: null })).toEqual([])
  const ahead = { ...session, start: '2026-12-02T09:00' }
  const sessions = standing.sessions.map((one) => (one === session ? ahead : one))
  const moves = movesOf({ week, sessions }, { session: session.id, person: null })
  expect(moves.filter(({ start }) => start < previous.frozenBefore)).toEqual([])
})
