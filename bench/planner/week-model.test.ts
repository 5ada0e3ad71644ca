import { describe, expect, it } from 'vitest'
import { readWeek } from '../../src/planner/check/well-formed.ts'
import { drawWeek } from '../../src/planner/drawn-week.ts'
import type { Session, Week } from '../../src/planner/model/week.ts'
import { cheapestOfAll } from './every-plan.ts'
import { solveWithHighs } from './highs.ts'
import { judged } from './judged.ts'
import { sessionsOfColumns } from './sessions-of-columns.ts'
import { modelOfWeek } from './week-model.ts'

const SECONDS = 60
/** A drawn week with more sessions wanted than there are hours. */
const FULL = 103

/** Missing sessions are dear, so that plans are full; everything else costs something, so that it is looked at. */
function drawFull(seed: number): Week {
  const some = 1 + (seed % 2)
  const week = drawWeek(seed, { people: 2, staff: some, sites: some, blocks: 3 - (seed % 2) })
  return { ...week, weights: { ...week.weights, short: 100, idle: 5, group: 9, screen: 30 } }
}

/** The groups of a plan as a given timetable (B), the first member of every second one pinned. */
function withTimetable(week: Week, sessions: readonly Session[]): Week {
  const groups = new Set(week.services.filter(({ kind }) => kind === 'group').map(({ id }) => id))
  const fixedGroups = sessions
    .filter(({ service }) => groups.has(service))
    .map(({ members, ...group }, n) => ({ ...group, pinned: n % 2 === 0 ? members.slice(0, 1) : [] }))
  return { ...week, id: `${week.id}-fixed`, fixedGroups }
}

/** The week from its second block on (C): the first participant is busy in the last block, and changes cost something. */
function underWay(week: Week, sessions: Session[]): Week {
  const [hit, ...others] = week.participants
  const last = week.blocks.at(-1)
  const frozenBefore = week.blocks[1]?.start
  if (!hit || !last || frozenBefore === undefined) return week
  const busy = [...hit.busy, { start: last.start, end: last.end }]
  return {
    ...week,
    id: `${week.id}-repair`,
    weights: { ...week.weights, change: 7 },
    participants: [{ ...hit, busy }, ...others],
    previous: { frozenBefore, sessions },
  }
}

/** What HiGHS makes of the program, and what the checker makes of its plan. */
async function optimumOf(week: Week) {
  const model = modelOfWeek(week)
  const { program } = model
  const { values, bound } = await solveWithHighs(program, SECONDS)
  if (!values) throw new Error(`${week.id}: HiGHS found no plan`)
  const objective = program.cost.reduce((sum, cost, column) => sum + cost * (values[column] ?? 0), program.offset)
  const sessions = sessionsOfColumns(model, values)
  return { sessions, objective: Math.round(objective), bound: Math.round(bound ?? -1), ...judged(week, sessions) }
}

describe('the integer program of a week', () => {
  it('costs what the best of all plans costs, and its plan keeps every rule', { timeout: 240_000 }, async () => {
    const seen = { A: 0, B: 0, C: 0, sessions: 0 }
    const compare = async (week: Week, problem: 'A' | 'B' | 'C'): Promise<Session[]> => {
      const best = 'week' in readWeek(JSON.parse(JSON.stringify(week))) ? cheapestOfAll(week) : undefined
      if (best === undefined || best === Number.POSITIVE_INFINITY) return []
      const { sessions, ...found } = await optimumOf(week)
      const all = { objective: best, bound: best, cost: best, broken: undefined }
      expect({ week: week.id, ...found }).toEqual({ week: week.id, ...all })
      seen[problem] += 1
      seen.sessions += sessions.length
      return sessions
    }
    for (let seed = 101; seed <= 116; seed++) {
      const week = drawFull(seed)
      const sessions = await compare(week, 'A')
      if (sessions.length === 0) continue
      await compare(withTimetable(week, sessions), 'B')
      await compare(underWay(week, sessions), 'C')
    }
    expect(seen.A).toBeGreaterThan(10)
    expect(seen.B).toBeGreaterThan(5)
    expect(seen.C).toBeGreaterThan(5)
    expect(seen.sessions).toBeGreaterThan(30)
  })

  it('is seen to be wrong without the rows that let one thing happen at a time', async () => {
    const week = drawFull(FULL)
    const model = modelOfWeek(week)
    const most = model.program.rowUpper.map((limit) => (limit === 1 ? Number.POSITIVE_INFINITY : limit))
    const loose = await solveWithHighs({ ...model.program, rowUpper: most }, SECONDS)
    const { cost } = await optimumOf(week)
    expect(loose.bound).toBeLessThan(cost)
    expect(judged(week, sessionsOfColumns(model, loose.values ?? [])).broken).toBeDefined()
  })
})
