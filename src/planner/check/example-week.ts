import { costOf } from '../costs/cost.ts'
import { missingSessions } from '../costs/missing.ts'
import type { Plan } from '../model/plan.ts'
import type { Participant, Service, Session, Staff, Week } from '../model/week.ts'
import { openPlan } from './plan-book.ts'

/*
 * A week small enough to check by hand, and a valid plan of it that costs 846: four people, three blocks, a second site.
 * Every hard rule holds with nothing to spare somewhere (travel that ends when child care begins, a full daily maximum).
 */

const group: Service = {
  id: 'process',
  name: 'Process group',
  kind: 'group',
  minutes: 60,
  minMembers: 2,
  maxMembers: 3,
  telehealth: true,
  countsTowardHours: true,
  needsRoom: true,
  allowedStartOffsets: [0, 60],
}
const { allowedStartOffsets: _offsets, ...anyStart } = group
const oneToOne = { ...anyStart, minMembers: 1, maxMembers: 1 }

const services: Service[] = [
  group,
  { ...anyStart, id: 'skills', name: 'Skills group', minutes: 90, telehealth: false },
  { ...oneToOne, id: 'individual', name: 'Individual counseling', kind: 'individual', needsRoom: false },
  { ...oneToOne, id: 'family-session', name: 'Family session', kind: 'family' },
  {
    ...oneToOne,
    id: 'medical',
    name: 'Medical visit',
    kind: 'medical',
    minutes: 30,
    telehealth: false,
    countsTowardHours: false,
  },
]

const evenings = [
  { start: '2026-11-30T17:15', end: '2026-11-30T21:30' },
  { start: '2026-12-01T17:15', end: '2026-12-01T20:45' },
]
const counselor: Staff = {
  id: 'c1',
  site: 'harbor',
  role: 'counselor',
  leads: ['process', 'skills'],
  gives: ['individual', 'family-session'],
  maxMinutes: 270,
  duty: [...evenings, { start: '2026-12-02T08:45', end: '2026-12-02T12:15' }],
}

const staff: Staff[] = [
  counselor,
  { ...counselor, id: 'c2', leads: ['process'], gives: ['individual'], maxMinutes: 600 },
  { ...counselor, id: 'n1', role: 'nurse', leads: [], gives: ['medical'] },
  { ...counselor, id: 'a1', site: 'annex', leads: ['process'], gives: [] },
]

const person: Participant = {
  id: 'p1',
  prescription: { process: 2, individual: 1, skills: 1 },
  weeklyMinutesTarget: 300,
  dailyMaxMinutes: 120,
  busy: [
    { start: '2026-11-30T08:00', end: '2026-11-30T17:00', why: 'work' },
    { start: '2026-11-30T20:30', end: '2026-11-30T22:00', why: 'child care' },
  ],
  sites: [{ site: 'harbor', travelMinutes: 30 }],
  telehealth: true,
  counselor: 'c1',
  coverCounselors: [],
  familyBlocks: [],
  prefers: 'evening',
  screenDays: [['2026-11-30', '2026-12-01'], ['2026-12-02']],
}

const participants: Participant[] = [
  person,
  {
    ...person,
    id: 'p2',
    prescription: { process: 2, 'family-session': 1, skills: 1 },
    weeklyMinutesTarget: 180,
    busy: [{ start: '2026-12-02T08:00', end: '2026-12-02T12:00', why: 'court' }],
    sites: [{ site: 'harbor', travelMinutes: 20 }],
    familyBlocks: ['tue-evening'],
    prefers: 'none',
  },
  {
    ...person,
    id: 'p3',
    prescription: { process: 2, skills: 1, medical: 1, individual: 1 },
    weeklyMinutesTarget: 250,
    dailyMaxMinutes: 180,
    busy: [],
    sites: [{ site: 'harbor', travelMinutes: 45 }],
    telehealth: false,
    coverCounselors: ['c2'],
    prefers: 'morning',
    screenDays: [['2026-11-30', '2026-12-01', '2026-12-02']],
  },
  {
    ...person,
    id: 'p4',
    prescription: { process: 1 },
    weeklyMinutesTarget: 60,
    busy: [],
    sites: [{ site: 'harbor', travelMinutes: 15 }],
    telehealth: false,
    prefers: 'none',
    screenDays: [],
  },
]

const inPerson = { site: 'harbor', room: null, telehealth: false }
const remote = { site: 'harbor', room: null, telehealth: true }

const sessions: Session[] = [
  {
    ...inPerson,
    id: 's1',
    service: 'process',
    start: '2026-11-30T17:30',
    staff: 'c1',
    room: 'hall',
    members: ['p1', 'p2'],
  },
  { ...inPerson, id: 's2', service: 'individual', start: '2026-11-30T19:00', staff: 'c1', members: ['p1'] },
  { ...remote, id: 's3', service: 'process', start: '2026-12-01T17:30', staff: 'c2', members: ['p1', 'p2'] },
  { ...remote, id: 's4', service: 'family-session', start: '2026-12-01T18:30', staff: 'c1', members: ['p2'] },
  {
    ...inPerson,
    id: 's5',
    service: 'skills',
    start: '2026-12-02T09:00',
    staff: 'c1',
    room: 'hall',
    members: ['p1', 'p3'],
  },
  { ...inPerson, id: 's6', service: 'medical', start: '2026-12-02T10:30', staff: 'n1', room: 'nook', members: ['p3'] },
  { ...inPerson, id: 's7', service: 'individual', start: '2026-12-02T11:00', staff: 'c2', members: ['p3'] },
  {
    ...inPerson,
    id: 's8',
    service: 'process',
    start: '2026-11-30T17:30',
    staff: 'c2',
    room: 'hall-2',
    members: ['p3', 'p4'],
  },
]

const exampleWeek: Week = {
  format: 'evenkeel-week/1',
  id: 'example',
  timeZone: 'America/New_York',
  weekStart: '2026-11-30',
  gridMinutes: 30,
  weights: {
    short: 100,
    belowTarget: 50,
    trip: 4,
    travel: 1,
    telehealthVisit: 1,
    nonPreferred: 3,
    idle: 1,
    cover: 10,
    group: 20,
    screen: 60,
    change: 10,
  },
  blocks: [
    { id: 'mon-evening', start: '2026-11-30T17:30', end: '2026-11-30T20:30', part: 'evening' },
    { id: 'tue-evening', start: '2026-12-01T17:30', end: '2026-12-01T20:30', part: 'evening' },
    { id: 'wed-morning', start: '2026-12-02T09:00', end: '2026-12-02T12:00', part: 'morning' },
  ],
  services,
  sites: [
    {
      id: 'harbor',
      telehealthPool: 'pool-1',
      rooms: [
        { id: 'hall', seats: 3, kinds: ['group'], closed: [{ start: '2026-12-03T00:00', end: '2026-12-05T00:00' }] },
        { id: 'hall-2', seats: 3, kinds: ['group'] },
        { id: 'nook', seats: 2, kinds: ['family', 'medical'] },
      ],
    },
    { id: 'annex', telehealthPool: 'pool-2', rooms: [{ id: 'hall', seats: 3, kinds: ['group'] }] },
  ],
  staff,
  participants,
}

const examplePlan: Plan = {
  format: 'evenkeel-plan/1',
  week: 'example',
  planner: 'by hand',
  seconds: 0,
  cost: 846,
  bound: 400,
  sessions,
  shortfalls: [
    {
      participant: 'p2',
      service: 'skills',
      missing: 1,
      cause: 'intrinsic',
      binding: [{ rule: 'H11' }],
      relaxations: [],
    },
    { participant: 'p3', service: 'process', missing: 1, cause: 'choice', binding: [], relaxations: [] },
  ],
}

/** A fresh copy of the example, free to be changed. */
export function exampleWeekAndPlan(): { week: Week; plan: Plan } {
  return structuredClone({ week: exampleWeek, plan: examplePlan })
}

/** The example as a given timetable (problem B): its own groups. */
export function withGivenTimetable(week: Week, plan: Plan): void {
  const groups = plan.sessions.filter(({ service }) => service === 'process' || service === 'skills')
  week.fixedGroups = groups.map(({ members: _members, ...given }) => structuredClone(given))
}

/** The example as a repair (problem C) in which Monday has happened. */
export function withMondayFrozen(week: Week, plan: Plan): void {
  week.previous = { frozenBefore: '2026-12-01T00:00', sessions: structuredClone(plan.sessions) }
}

/** A change of the example that a test expects to be noticed. */
export type Damage = (week: Week, plan: Plan) => void

/** The entry of that id; the example must have it. */
export function found<T extends { readonly id: string }>(list: readonly T[], id: string): T {
  const entry = list.find((one) => one.id === id)
  if (!entry) throw new Error(`the example has no ${id}`)
  return entry
}

/** Changes fields of one session. */
export function change(id: string, fields: Partial<Session>): Damage {
  return (_week, plan) => void Object.assign(found(plan.sessions, id), fields)
}

/** States cost and shortfalls as they are after a damage, so that only the hard rule is left to be found. */
export function restate(week: Week, plan: Plan): void {
  const book = openPlan(week, plan.sessions)
  plan.cost = costOf(book)
  plan.bound = null
  plan.shortfalls = missingSessions(book).map(({ participant, service, count }) => {
    return { participant, service: service.id, missing: count, cause: 'choice', binding: [], relaxations: [] }
  })
}
