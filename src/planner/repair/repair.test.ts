import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkPlan, lineOf } from '../check/check.ts'
import { readWeek } from '../check/well-formed.ts'
import { drawWeek } from '../drawn-week.ts'
import { minuteOf, wallOf } from '../model/time.ts'
import type { Session, Week } from '../model/week.ts'
import { drawNumber, randomFrom } from '../random.ts'
import { solve } from '../solve.ts'
import { differencesOf } from './difference.ts'
import { proposeRepairs, quickRepair } from './repair.ts'
import type { RepairProposal } from './repair.ts'

const seeds = fc.integer({ min: 0, max: 1_000_000_000 })
const SIZE = { people: 6, staff: 3, sites: 2, blocks: 6 }

const steps = (count: number) => {
  let left = count
  return () => left-- > 0
}

/** A week under way: frozen from a day on, and one of four things changed after it. */
function changed(seed: number): { week: Week; before: Session[] } {
  const week = drawWeek(seed, SIZE)
  const { sessions } = solve(week, { seed: 1, keepGoing: steps(20) })
  const random = randomFrom(seed)
  const frozenBefore = wallOf(week.weekStart, drawNumber(random, 4) * 1440)
  const rest = { start: frozenBefore, end: wallOf(week.weekStart, minuteOf(week.weekStart, frozenBefore) + 2880) }
  const kind = drawNumber(random, 4)
  const hit = drawNumber(random, kind === 1 ? week.staff.length : week.participants.length)
  const after: Week = {
    ...week,
    staff: week.staff.map((one, n) =>
      kind === 1 && n === hit ? { ...one, duty: one.duty.filter(({ end }) => end <= frozenBefore) } : one,
    ),
    sites: week.sites.map((site) =>
      kind === 2 ? { ...site, rooms: site.rooms.map((room) => ({ ...room, closed: [rest] })) } : site,
    ),
    participants: week.participants.map((one, n) => {
      if (n !== hit || kind === 1 || kind === 2) return one
      if (kind === 0) return { ...one, busy: [...one.busy, rest] }
      return { ...one, prescription: Object.fromEntries(week.services.map(({ id }) => [id, 1])) }
    }),
    previous: { frozenBefore, sessions },
  }
  return { week: after, before: sessions }
}

function violations(week: Week, { cost, bound, sessions, shortfalls }: RepairProposal): string[] {
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

/** People with a session of the plan before that no longer holds by itself, or in a group that lost too many. */
function hasToMove(week: Week, before: readonly Session[], plan: RepairProposal): Set<string> {
  const kinds = new Map(week.services.map(({ id, kind }) => [id, kind]))
  const met = new Set(
    plan.sessions.map(({ service, start, site, telehealth }) => [service, start, site, telehealth].join()),
  )
  const closed = before.filter(
    ({ service, start, site, telehealth }) =>
      kinds.get(service) === 'group' && !met.has([service, start, site, telehealth].join()),
  )
  return new Set(closed.flatMap(({ members }) => members))
}

describe('repairs of drawn weeks', () => {
  it('are valid, keep the past and differ from one another', () => {
    let repairs = 0
    fc.assert(
      fc.property(seeds, (seed) => {
        const { week } = changed(seed)
        if ('violations' in readWeek(JSON.parse(JSON.stringify(week)))) return
        const proposals = proposeRepairs(week, { seed: 1, keepGoing: steps(40) })
        repairs += proposals.length
        expect(proposals.length).toBeGreaterThan(0)
        expect(proposals.length).toBeLessThanOrEqual(3)
        for (const one of proposals) expect(violations(week, one)).toEqual([])
        expect(new Set(proposals.flatMap(({ labels }) => labels)).size).toBe(3)
      }),
      { numRuns: 50 },
    )
    expect(repairs).toBeGreaterThan(20)
  })

  it('are several where hours can be had for people', () => {
    const seeds = Array.from({ length: 150 }, (_, seed) => seed)
    const found = seeds.find((seed) => {
      const { week } = changed(seed)
      if ('violations' in readWeek(JSON.parse(JSON.stringify(week)))) return false
      return proposeRepairs(week, { seed: 1, keepGoing: steps(40) }).length > 1
    })
    expect(found).toBeDefined()
  })

  it('move, when they move the fewest, only people whose week did not hold, who missed something, or whose group closed', () => {
    let moved = 0
    fc.assert(
      fc.property(seeds, (seed) => {
        const { week, before } = changed(seed)
        if ('violations' in readWeek(JSON.parse(JSON.stringify(week)))) return
        const quick = quickRepair(week, { seed: 1 })
        expect(violations(week, { ...quick, shortfalls: [] }).filter((line) => !line.startsWith('P4'))).toEqual([])
        const closed = hasToMove(week, before, quick)
        const broken = violations(week, { ...quick, sessions: before, shortfalls: [] }).join('\n')
        for (const { participant } of quick.changes) {
          const own = before.filter(({ members }) => members.includes(participant))
          const named = [participant, ...own.map(({ id }) => id)].some((id) => new RegExp(`\\b${id}\\b`).test(broken))
          moved += Number(own.length > 0)
          expect(own.length === 0 || closed.has(participant) || named).toBe(true)
        }
      }),
      { numRuns: 80 },
    )
    expect(moved).toBeGreaterThan(2)
  })

  it('leave a week in which nothing changed as it is', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const week = drawWeek(seed, SIZE)
        const { sessions } = solve(week, { seed: 1, keepGoing: steps(20) })
        const again: Week = { ...week, previous: { frozenBefore: `${week.weekStart}T00:00`, sessions } }
        const seated = new Set(sessions.flatMap(({ members }) => members))
        const { changes } = quickRepair(again, { seed: 1 })
        expect(changes.filter(({ participant }) => seated.has(participant))).toEqual([])
      }),
      { numRuns: 20 },
    )
  })

  it('are the same for the same seed and number of steps', () => {
    const { week } = changed(7)
    const twice = [1, 2].map(() => proposeRepairs(week, { seed: 3, keepGoing: steps(60) }))
    expect(twice[0]).toEqual(twice[1])
  })
})

describe('differences', () => {
  const services = drawWeek(33, SIZE).services.map((one, n) => ({ ...one, id: `s${n}` }))
  const [group, single] = [
    services.find(({ kind }) => kind === 'group')!,
    services.find(({ kind }) => kind !== 'group')!,
  ]
  const session = (change: Partial<Session>): Session => ({
    id: 'x',
    service: group.id,
    start: '2026-12-01T09:00',
    staff: 'a',
    site: 'h',
    room: 'r',
    telehealth: false,
    members: ['p', 'q'],
    ...change,
  })

  it("see no change in another leader or room of a group, and one in another staff member of one's own session", () => {
    expect(differencesOf(services, [session({})], [session({ staff: 'b', room: null, id: 'y' })])).toEqual([])
    const alone = { service: single.id, members: ['p'] }
    const [change] = differencesOf(services, [session(alone)], [session({ ...alone, staff: 'b' })])
    expect(change).toMatchObject({ participant: 'p', changes: [{ from: { staff: 'a' }, to: { staff: 'b' } }] })
  })

  it('name who moved, came and left, and nobody who stayed', () => {
    const before = [session({}), session({ start: '2026-12-03T09:00', members: ['q'] })]
    const after = [session({ members: ['q'] }), session({ start: '2026-12-02T17:30', members: ['p'] })]
    expect(differencesOf(services, before, after)).toMatchObject([
      { participant: 'p', changes: [{ from: { start: '2026-12-01T09:00' }, to: { start: '2026-12-02T17:30' } }] },
      { participant: 'q', changes: [{ from: { start: '2026-12-03T09:00' }, to: null }] },
    ])
  })
})
