import { expect, test } from 'vitest'
import type { Damage } from '../check/example-week.ts'
import { exampleWeekAndPlan, found, withMondayFrozen } from '../check/example-week.ts'
import { openPlan } from '../check/plan-book.ts'
import type { Plan } from '../model/plan.ts'
import type { Participant, Session, Week } from '../model/week.ts'
import { costOf, softCosts } from './cost.ts'

function charges(vary: Damage = () => {}): Record<string, number> {
  const { week, plan } = exampleWeekAndPlan()
  vary(week, plan)
  const book = openPlan(week, plan.sessions)
  return Object.fromEntries(softCosts.map((cost) => [cost.name, cost.charge(book)]))
}

const person = (week: Week, id: string): Participant => found(week.participants, id)
const session = (plan: Plan, id: string): Session => found(plan.sessions, id)

function without(plan: Plan, ...ids: string[]): void {
  plan.sessions = plan.sessions.filter(({ id }) => !ids.includes(id))
}

const BY_HAND = {
  S1: 500, // p2 skills 90 min: 3 half hours; p3 process 60 min: 2; times 100
  S2: 150, // p1 270 of 300: 1 half hour; p3 210 of 250, the medical visit not counted: 40 min are 2; times 50
  S3: 24, // p1 Mon Wed, p2 Mon, p3 Mon Wed, p4 Mon: 6 trips times 4
  S4: 13, // p1 2 x 30 min: 4 quarters; p2 20 min: 2; p3 2 x 45: 6; p4 15: 1
  S5: 2, // p1 and p2 on Tue
  S6: 6, // p1 Wed morning, p3 Mon evening; times 3
  S7: 1, // p1 Mon 18:30 to 19:00
  S8: 10, // p3 on Wed by c2
  S9: 80, // s1 s3 s5 s8 times 20
  S10: 60, // p2 not in person on Wed
  S11: 0, // no repair
}

test('the example costs what a hand calculation says', () => {
  expect(charges()).toEqual(BY_HAND)
  const { week, plan } = exampleWeekAndPlan()
  expect(costOf(openPlan(week, plan.sessions))).toBe(846)
})

test.each<[string, string, number, Damage]>([
  [
    'S1',
    'three missing sessions of 35 minutes: 3 x 2 half hours',
    600 + 500,
    (week) => {
      week.services.push({ ...(week.services[2] as (typeof week.services)[0]), id: 'short', minutes: 35 })
      person(week, 'p4').prescription['short'] = 3
    },
  ],
  [
    'S1',
    'a started half hour counts: 61 minutes are 3',
    300 + 300,
    (week) => {
      // p2 misses skills, p3 process
      for (const service of week.services) if (service.id === 'process') service.minutes = 61
    },
  ],
  ['S2', 'one minute below is a half hour', 50 + 100, (week) => void (person(week, 'p1').weeklyMinutesTarget = 271)],
  ['S2', 'above the target costs and earns nothing', 100, (week) => void (person(week, 'p1').weeklyMinutesTarget = 90)],
  [
    'S3',
    'a visit is one trip, whatever it holds: two people less on Monday',
    16,
    (_week, plan) => without(plan, 's8', 's6', 's4', 's7'),
  ],
  [
    'S4',
    '46 minutes are 4 quarters, 0 minutes none',
    4 + 2 + 8,
    (week) => {
      Object.assign(person(week, 'p3').sites[0] ?? {}, { travelMinutes: 46 })
      Object.assign(person(week, 'p4').sites[0] ?? {}, { travelMinutes: 0 })
    },
  ],
  [
    'S4',
    'travel is that of the site of the visit',
    13,
    (week) => {
      person(week, 'p4').sites.unshift({ site: 'annex', travelMinutes: 300 })
    },
  ],
  [
    'S5',
    'two remote sessions in a block are one visit',
    1,
    (_week, plan) => void (session(plan, 's3').members = ['p2']),
  ],
  [
    'S6',
    'remote visits count too',
    6 + 6,
    (week) => {
      // p2 comes Mon and, remotely, Tue evening
      person(week, 'p2').prefers = 'morning'
    },
  ],
  [
    'S6',
    'nobody who prefers none',
    0,
    (week) => {
      for (const one of week.participants) one.prefers = 'none'
    },
  ],
  [
    'S7',
    'gaps are rounded down one by one: 45 and 15 minutes are 1',
    1 + 1,
    (_week, plan) => {
      session(plan, 's6').start = '2026-12-02T11:15'
      session(plan, 's7').start = '2026-12-02T12:00'
    },
  ],
  [
    'S7',
    'a gap of a remote visit costs nothing',
    1,
    (_week, plan) => void (session(plan, 's4').start = '2026-12-01T19:30'),
  ],
  [
    'S8',
    'only individual sessions have a cover',
    0,
    (week) => {
      person(week, 'p3').counselor = 'c2'
      person(week, 'p2').counselor = 'c2' // whose family session c1 gives
    },
  ],
  ['S9', 'a group is a group, however few attend', 80, (_week, plan) => void (session(plan, 's1').members = [])],
  [
    'S10',
    'a remote visit is no chance for a screen',
    120,
    (week) => {
      person(week, 'p1').screenDays = [['2026-12-01'], ['2026-12-02']]
    },
  ],
  ['S11', 'a repair that changes nothing', 0, withMondayFrozen],
])('%s: %s', (name, _what, expected, vary) => {
  expect(charges(vary)[name]).toBe(expected)
})

const changes: [string, number, Damage][] = [
  ['a group later: once for each member', 20, (_week, plan) => void (session(plan, 's3').start = '2026-12-01T18:00')],
  [
    'another leader, room or id of a group: nothing',
    0,
    (_week, plan) => {
      Object.assign(session(plan, 's5'), { staff: 'a1', room: 'hall-2', id: 'new' })
    },
  ],
  ['another counselor one to one: a change', 10, (_week, plan) => void (session(plan, 's7').staff = 'c1')],
  [
    'a group now in person: once for each member',
    20,
    (_week, plan) => {
      Object.assign(session(plan, 's3'), { telehealth: false, room: 'hall' })
    },
  ],
  ['a session dropped: nothing', 0, (_week, plan) => without(plan, 's7')],
  ['a member who joins: one', 10, (_week, plan) => void session(plan, 's5').members.push('p4')],
  [
    'everybody is new: one for each seat',
    120,
    (week) => {
      if (week.previous) week.previous.sessions = []
    },
  ],
]

test.each(changes)('S11: %s', (_what, expected, vary) => {
  const found = charges((week, plan) => {
    withMondayFrozen(week, plan)
    vary(week, plan)
  })
  expect(found['S11']).toBe(expected)
})

test('weights are data: each cost follows its own weight only', () => {
  const weightOf = {
    S1: 'short',
    S2: 'belowTarget',
    S3: 'trip',
    S4: 'travel',
    S5: 'telehealthVisit',
    S6: 'nonPreferred',
    S7: 'idle',
    S8: 'cover',
    S9: 'group',
    S10: 'screen',
    S11: 'change',
  } as const
  const repaired: Damage = (week, plan) => {
    withMondayFrozen(week, plan)
    session(plan, 's7').staff = 'c1'
    session(plan, 's2').staff = 'c2'
  }
  const before = charges(repaired)
  for (const [name, weight] of Object.entries(weightOf)) {
    const after = charges((week, plan) => {
      repaired(week, plan)
      week.weights[weight] *= 3
    })
    expect(before[name]).toBeGreaterThan(0)
    expect(after).toEqual({ ...before, [name]: (before[name] ?? 0) * 3 })
  }
})
