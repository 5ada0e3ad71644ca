import { expect, it } from 'vitest'
import { checkPlan, lineOf } from '../planner/check/check.ts'
import { drawWeek } from '../planner/drawn-week.ts'
import type { Week } from '../planner/model/week.ts'
import { proveBound } from '../planner/prove.ts'
import { solve } from '../planner/solve.ts'
import { loadLp } from './highs.worker.ts'

const lp = await loadLp(() => 60)
const SEEDS = Array.from({ length: 10 }, (_, n) => 1000 + n)

function solved(week: Week, steps: number, guided: boolean, seed = 1) {
  let left = steps
  return solve(week, { seed, keepGoing: () => left-- > 0, ...(guided ? { lp } : {}) })
}

/** The week with the timetable of a plan of it. */
function withTimetable(week: Week): Week {
  const groups = new Set(week.services.filter(({ kind }) => kind === 'group').map(({ id }) => id))
  const { sessions } = solved(week, 60, false)
  const fixedGroups = sessions
    .filter(({ service }) => groups.has(service))
    .map(({ members, ...group }, n) => ({ ...group, pinned: n % 3 === 0 ? members.slice(0, 1) : [] }))
  return { ...week, fixedGroups }
}

it('a solver of linear programs lifts the bound, never above a plan, and its plans keep every rule', () => {
  let lifted = 0
  let met = 0
  for (const seed of SEEDS) {
    const drawn = drawWeek(seed, { people: 5, staff: 2, sites: 1, blocks: 5 })
    for (const week of [drawn, withTimetable(drawn)]) {
      const alone = solved(week, 150, false)
      const { pairs, ...found } = solved(week, 150, true)
      const told: number[] = []
      const proven = proveBound(week, { lp, keepGoing: () => told.length < 40, report: (bound) => told.push(bound) })
      expect(told.at(-1)).toBe(proven)
      const guided = { ...found, bound: Math.max(found.bound, proven) }
      const best = Math.min(alone.cost, guided.cost, solved(week, 150, false, 2).cost)
      expect(guided.bound).toBeLessThanOrEqual(best)
      expect(guided.bound).toBeGreaterThanOrEqual(alone.bound)
      if (guided.bound > alone.bound) lifted++
      if (guided.bound === best) met++
      expect(pairs.length).toBeGreaterThanOrEqual(0)
      const plan = { format: 'evenkeel-plan/1', week: week.id, planner: 'test', seconds: 0, ...guided }
      expect(checkPlan(week, JSON.parse(JSON.stringify(plan))).map(lineOf)).toEqual([])
    }
  }
  expect(lifted).toBeGreaterThan(4)
  expect(met).toBeGreaterThan(4)
})

it('the same seed and steps give the same plan with it, too', () => {
  const week = withTimetable(drawWeek(11, { people: 8, staff: 3, sites: 2, blocks: 6 }))
  expect(solved(week, 120, true, 5)).toEqual(solved(week, 120, true, 5))
})

it('says in its own words what a solver refuses', () => {
  const model = lp()
  const wrong = { cost: 1, lower: 0, upper: 1, rows: [7], values: [1] }
  expect(() => model.addColumns([wrong])).toThrow(/^The linear program solver failed: .{1,120}$/)
  model.dispose()
})
