import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawWeek } from '../drawn-week.ts'
import { dateOf, dayNumber } from '../model/time.ts'
import type { Relax } from '../model/plan.ts'
import type { Participant, Session, Week } from '../model/week.ts'
import { solve } from '../solve.ts'
import type { Solution } from '../solve.ts'
import { oneHour } from './test-one-hour.ts'
import { mostOf, plainWeeks } from './test-plain-weeks.ts'
import type { PlainQuestion } from './test-plain-weeks.ts'

const SMALL = { people: 4, staff: 3, sites: 2, blocks: 3 }

function solved(week: Week): Solution {
  let steps = 6
  return solve(week, { seed: 1, keepGoing: () => steps-- > 0 })
}

/** The same week from its second day on: its beginning has happened as it was planned. */
function underWay(week: Week, { sessions }: Solution): Week {
  const frozenBefore = `${dateOf(dayNumber(week.weekStart) + 1)}T00:00`
  return { ...week, previous: { frozenBefore, sessions } }
}

interface Seen {
  readonly causes: Record<string, number>
  readonly types: Record<string, number>
  pairs: number
}

function countOf(sessions: readonly Session[], service: string): number {
  return sessions.filter((one) => one.service === service).length
}

/** Whether one of the weeks has the plan's count of every service, and one more of the missing one. */
function hasOneMore(weeks: readonly Session[][], own: readonly Session[], missing: string): boolean {
  const services = [...new Set([...own.map(({ service }) => service), missing])]
  return weeks.some((week) =>
    services.every((service) => countOf(week, service) >= countOf(own, service) + (service === missing ? 1 : 0)),
  )
}

/** Only opened groups and added duty can be read in two ways. */
function readingsOf(changes: readonly Relax[]): ('narrow' | 'wide')[] {
  return changes.some(({ type }) => type === 'group' || type === 'duty') ? ['narrow', 'wide'] : ['narrow']
}

function examine(week: Week, plan: Solution, seen: Seen): void {
  const { sessions, shortfalls, pairs } = plan
  const frozenBefore = week.previous?.frozenBefore ?? ''
  for (const { participant, service, cause, relaxations } of shortfalls) {
    const question: PlainQuestion = { week, sessions, participant }
    const stands = plainWeeks(question)
    const alone = stands && plainWeeks({ ...question, alone: true })
    if (!stands || !alone) continue
    const own = sessions.filter(({ members, start }) => members.includes(participant) && start >= frozenBefore)
    const named = hasOneMore(stands, own, service)
      ? 'choice'
      : hasOneMore(alone, own, service)
        ? 'capacity'
        : 'intrinsic'
    expect([participant, service, cause]).toEqual([participant, service, named])
    seen.causes[cause] = (seen.causes[cause] ?? 0) + 1
    const together = pairs.filter((pair) => pair.participant === participant && pair.service === service)
    seen.pairs += together.length
    if (together.length > 0) expect(relaxations).toEqual([])
    const stated = [
      ...relaxations.map(({ relax, regainsMinutes }) => ({ changes: [relax], regainsMinutes })),
      ...together.map(({ relax, regainsMinutes }) => ({ changes: relax, regainsMinutes })),
    ]
    for (const { changes, regainsMinutes } of stated) {
      for (const { type } of changes) seen.types[type] = (seen.types[type] ?? 0) + 1
      for (const reading of readingsOf(changes)) {
        const changed = plainWeeks({ ...question, changes, reading })
        if (!changed) continue
        const regained = mostOf(week, changed) - mostOf(week, stands)
        expect({ week: week.id, participant, changes, reading, regained }).toEqual({
          week: week.id,
          participant,
          changes,
          reading,
          regained: regainsMinutes,
        })
        expect(regainsMinutes).toBeGreaterThan(0)
        expect(hasOneMore(changed, own, service)).toBe(true)
      }
    }
  }
}

it('regains exactly what it states, in random weeks solved a second time by plain enumeration', () => {
  const seen: Seen = { causes: {}, types: {}, pairs: 0 }
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e9 }), (seed) => {
      const week = drawWeek(seed, SMALL)
      const plan = solved(week)
      examine(week, plan, seen)
      const later = underWay(week, plan)
      examine(later, solved(later), seen)
    }),
    { numRuns: 12 },
  )
  expect(Object.keys(seen.causes).toSorted()).toEqual(['capacity', 'choice', 'intrinsic'])
  expect(Object.values(seen.types).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(20)
  expect(Object.keys(seen.types).length).toBeGreaterThan(4)
  expect(seen.pairs).toBeGreaterThan(0)
}, 180_000)

it('finds a statement that is not true, and a cause that is not', () => {
  const [person] = oneHour().participants
  const busy = [{ start: '2026-11-30T09:00', end: '2026-11-30T10:00' }]
  const week = { ...oneHour(), participants: [{ ...person!, busy }] }
  const plan = solved(week)
  const [shortfall] = plan.shortfalls
  const seen: Seen = { causes: {}, types: {}, pairs: 0 }
  examine(week, plan, seen)
  const { relax } = shortfall!.relaxations[0]!
  const wrong = [
    { ...shortfall!, relaxations: [{ relax, regainsMinutes: 90 }] },
    { ...shortfall!, relaxations: [{ relax: { type: 'telehealth' as const }, regainsMinutes: 60 }] },
    { ...shortfall!, cause: 'capacity' as const },
  ]
  for (const one of wrong) expect(() => examine(week, { ...plan, shortfalls: [one] }, seen)).toThrow('to deeply equal')
})

describe('each type of change, where it is what helps', () => {
  const hour = { start: '2026-11-30T09:00', end: '2026-11-30T10:00' }
  const week = oneHour()
  const [person] = week.participants
  const [talk] = week.services
  const [counselor] = week.staff
  const live = (change: Partial<Participant>): Week => ({ ...week, participants: [{ ...person!, ...change }] })
  const circle = { ...talk!, kind: 'group' as const }
  const led = { ...week, staff: [{ ...counselor!, leads: ['talk'], gives: [] }], services: [circle] }
  const room = [{ id: 'home', rooms: [{ id: 'room', seats: 1, kinds: ['group' as const] }] }]

  it.each<[string, Week, Relax[]]>([
    ['busy', live({ busy: [hour] }), [{ type: 'busy', ...hour }]],
    [
      'busyWhy, where one interval alone is not enough',
      live({
        busy: [
          { start: '2026-11-30T09:00', end: '2026-11-30T09:30', why: 'work' },
          { start: '2026-11-30T09:30', end: '2026-11-30T10:00', why: 'work' },
        ],
      }),
      [{ type: 'busyWhy', why: 'work' }],
    ],
    [
      'telehealth before a shorter way, before an obligation',
      {
        ...live({ busy: [{ start: '2026-11-30T08:00', end: '2026-11-30T09:00' }] }),
        services: [{ ...talk!, telehealth: true }],
      },
      [
        { type: 'telehealth' },
        { type: 'travel', minutes: 15 },
        { type: 'busy', start: '2026-11-30T08:00', end: '2026-11-30T09:00' },
      ],
    ],
    ['dailyMax, no more than is needed', live({ dailyMaxMinutes: 30 }), [{ type: 'dailyMax', minutes: 30 }]],
    [
      'anyCounselor',
      { ...live({ counselor: 'other' }), staff: [counselor!, { ...counselor!, id: 'other', gives: [] }] },
      [{ type: 'anyCounselor' }],
    ],
    ['familyBlocks', { ...week, services: [{ ...talk!, kind: 'family' }] }, [{ type: 'familyBlocks' }]],
    [
      'seat',
      {
        ...led,
        sites: room,
        services: [{ ...circle, needsRoom: true }],
        participants: [person!, { ...person!, id: 'q' }],
      },
      [{ type: 'seat', session: 's0001' }],
    ],
    [
      'group, which too few want to open it',
      { ...led, services: [{ ...circle, minMembers: 2, maxMembers: 8 }] },
      [{ type: 'group', service: 'talk', start: hour.start, staff: 'c', telehealth: false }],
    ],
    ['duty', { ...week, staff: [{ ...counselor!, duty: [] }] }, [{ type: 'duty', staff: 'c', ...hour }]],
  ])('%s', (_name, relaxed, expected) => {
    const { shortfalls, pairs } = solved(relaxed)
    expect(shortfalls).toHaveLength(1)
    expect(shortfalls[0]!.relaxations).toEqual(expected.map((relax) => ({ relax, regainsMinutes: 60 })))
    expect(pairs).toEqual([])
  })

  it('two together where neither helps alone', () => {
    const { shortfalls, pairs } = solved({ ...live({ busy: [hour] }), staff: [{ ...counselor!, duty: [] }] })
    expect(shortfalls).toMatchObject([{ relaxations: [] }])
    const relax = [
      { type: 'duty', staff: 'c', ...hour },
      { type: 'busy', ...hour },
    ]
    expect(pairs).toEqual([{ participant: 'p', service: 'talk', relax, regainsMinutes: 60 }])
  })

  it('names nothing of somebody else who has the seat or the hour', () => {
    const q = { ...person!, id: 'q', busy: [{ ...hour, why: 'a secret' }] }
    const { shortfalls, pairs } = solved({ ...week, participants: [{ ...person!, busy: [hour] }, q] })
    for (const one of [...shortfalls, ...pairs]) expect(JSON.stringify(one)).not.toContain('a secret')
    const own = shortfalls.find(({ participant }) => participant === 'p')
    expect(JSON.stringify(own)).not.toContain('"q"')
  })
})
