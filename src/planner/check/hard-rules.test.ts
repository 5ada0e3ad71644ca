import { expect, test } from 'vitest'
import type { Participant, Room, Service, Staff, Week } from '../model/week.ts'
import type { Damage } from './example-week.ts'
import { change, exampleWeekAndPlan, found, restate, withGivenTimetable, withMondayFrozen } from './example-week.ts'
import { checkPlan } from './check.ts'
import { hardRules } from './hard-rules.ts'

const person = (week: Week, id: string): Participant => found(week.participants, id)
const staff = (week: Week, id: string): Staff => found(week.staff, id)
const service = (week: Week, id: string): Service => found(week.services, id)
const room = (week: Week, id: string): Room => found(found(week.sites, 'harbor').rooms, id)

const damages: [rule: string, what: string, damage: Damage][] = [
  ['H1', 'an unknown service', change('s4', { service: 'sauna' })],
  ['H1', 'an unknown staff member', change('s4', { staff: 'c9' })],
  ['H1', 'an unknown site', change('s4', { site: 'pier' })],
  ['H1', 'an unknown member', change('s1', { members: ['p1', 'p2', 'p9'] })],
  ['H1', 'an id used twice', change('s7', { id: 's6' })],
  ['H1', 'a start off the grid', change('s2', { start: '2026-11-30T18:45' })],
  ['H1', 'a start on the grid that the service does not allow', change('s8', { start: '2026-11-30T18:00' })],
  [
    'H1',
    'an end after the block',
    (week, plan) => {
      person(week, 'p1').busy = []
      change('s2', { start: '2026-11-30T20:00' })(week, plan)
    },
  ],
  [
    'H1',
    'a start in no block',
    (week, plan) => {
      staff(week, 'c2').duty.push({ start: '2026-12-03T08:00', end: '2026-12-03T12:00' })
      change('s7', { start: '2026-12-03T09:00' })(week, plan)
    },
  ],
  ['H2', 'a leader without the license', change('s5', { staff: 'c2' })],
  ['H2', 'a counselor of another site', (week) => void (staff(week, 'c2').site = 'annex')],
  [
    'H3',
    'a session that ends after the duty',
    (week) => {
      staff(week, 'c1').duty[0] = { start: '2026-11-30T17:15', end: '2026-11-30T19:59' }
    },
  ],
  [
    'H4',
    'a counselor in two sessions',
    (week, plan) => {
      staff(week, 'c1').maxMinutes = 600
      change('s7', { start: '2026-11-30T19:00', staff: 'c1' })(week, plan)
    },
  ],
  ['H5', 'a minute too many in the week', (week) => void (staff(week, 'c1').maxMinutes = 269)],
  ['H6', 'a group in a room for others', change('s1', { room: 'nook' })],
  ['H6', 'a group without a room', change('s1', { room: null })],
  ['H6', 'a room that is not needed', change('s2', { room: 'hall-2' })],
  ['H6', 'a room for a remote session', change('s3', { room: 'hall' })],
  ['H7', 'two groups in a room', change('s8', { room: 'hall' })],
  [
    'H7',
    'a closed room',
    (week) => {
      room(week, 'hall-2').closed = [{ start: '2026-11-30T18:29', end: '2026-11-30T19:00' }]
    },
  ],
  ['H8', 'a group of one', change('s1', { members: ['p1'] })],
  ['H8', 'a member too many', (week) => Object.assign(service(week, 'process'), { minMembers: 0, maxMembers: 1 })],
  ['H8', 'a seat too few', (week) => void (room(week, 'hall-2').seats = 1)],
  ['H8', 'a member named twice', change('s1', { members: ['p1', 'p2', 'p2'] })],
  [
    'H8',
    'a one-to-one session with nobody',
    (week, plan) => {
      service(week, 'medical').minMembers = 0
      change('s6', { members: [] })(week, plan)
    },
  ],
  ['H9', 'a participant in two sessions', change('s4', { start: '2026-12-01T18:00' })],
  ['H10', 'a visit half remote', change('s4', { telehealth: false, room: 'nook' })],
  ['H11', 'a way home during child care', change('s2', { start: '2026-11-30T19:30' })],
  [
    'H11',
    'a way that meets the way to the next visit',
    (week) => {
      person(week, 'p3').sites = [{ site: 'harbor', travelMinutes: 25 * 60 }]
    },
  ],
  [
    'H12',
    'a site out of reach',
    (week) => {
      person(week, 'p4').sites = [{ site: 'annex', travelMinutes: 15 }]
    },
  ],
  ['H12', 'a participant without telehealth', change('s8', { telehealth: true, room: null })],
  [
    'H12',
    'a service that is not remote',
    (week, plan) => {
      person(week, 'p3').telehealth = true
      plan.sessions = plan.sessions.filter(({ id }) => id !== 's6' && id !== 's7')
      change('s5', { telehealth: true, room: null })(week, plan)
    },
  ],
  [
    'H12',
    'a home site of another pool',
    (week) => {
      person(week, 'p2').sites.unshift({ site: 'annex', travelMinutes: 10 })
    },
  ],
  ['H13', 'a service not prescribed', change('s5', { members: ['p1', 'p3', 'p4'] })],
  [
    'H13',
    'a service whose name every object knows',
    (week, plan) => {
      service(week, 'medical').id = 'constructor'
      staff(week, 'n1').gives = ['constructor']
      person(week, 'p3').prescription = { process: 2, skills: 1, individual: 1 }
      change('s6', { service: 'constructor' })(week, plan)
    },
  ],
  [
    'H14',
    'two process groups on a day',
    (week, plan) => {
      change('s1', { members: ['p1', 'p2', 'p3'] })(week, plan)
      change('s8', { start: '2026-11-30T18:30' })(week, plan)
    },
  ],
  ['H15', 'a minute too many on a day', (week) => void (person(week, 'p3').dailyMaxMinutes = 179)],
  ['H16', 'a counselor who is not the cover', change('s2', { staff: 'c2' })],
  [
    'H17',
    'a block in which the family cannot come',
    (week) => void (person(week, 'p2').familyBlocks = ['mon-evening']),
  ],
  [
    'H18',
    'another room than given',
    (week, plan) => {
      withGivenTimetable(week, plan)
      change('s5', { room: 'hall-2' })(week, plan)
    },
  ],
  [
    'H18',
    'a group that is not given',
    (week, plan) => {
      withGivenTimetable(week, plan)
      change('s5', { id: 's55' })(week, plan)
    },
  ],
  [
    'H18',
    'a pinned member elsewhere',
    (week, plan) => {
      withGivenTimetable(week, plan)
      Object.assign(found(week.fixedGroups ?? [], 's1'), { pinned: ['p3'] })
    },
  ],
  [
    'H18',
    'a pinned group not run',
    (week, plan) => {
      withGivenTimetable(week, plan)
      Object.assign(found(week.fixedGroups ?? [], 's5'), { pinned: ['p3'] })
      plan.sessions = plan.sessions.filter(({ id }) => id !== 's5')
    },
  ],
  [
    'H19',
    'a past session changed',
    (week, plan) => {
      withMondayFrozen(week, plan)
      change('s2', { start: '2026-11-30T18:30' })(week, plan)
    },
  ],
  [
    'H19',
    'a past session missing',
    (week, plan) => {
      withMondayFrozen(week, plan)
      plan.sessions = plan.sessions.filter(({ id }) => id !== 's2')
    },
  ],
  [
    'H19',
    'a session added to the past',
    (week, plan) => {
      withMondayFrozen(week, plan)
      if (week.previous) week.previous.sessions = week.previous.sessions.filter(({ id }) => id !== 's2')
    },
  ],
  [
    'H19',
    'other members in the past',
    (week, plan) => {
      withMondayFrozen(week, plan)
      person(week, 'p4').prescription = {}
      change('s8', { members: ['p3', 'p2'] })(week, plan)
      change('s1', { members: ['p1', 'p4'] })(week, plan)
      person(week, 'p4').prescription = { process: 1 }
    },
  ],
]

function namesOf(week: unknown, plan: unknown): string[] {
  return [...new Set(checkPlan(week, plan).map(({ name }) => name))]
}

test.each(damages)('%s finds %s, and nothing else', (rule, _what, damage) => {
  const { week, plan } = exampleWeekAndPlan()
  damage(week, plan)
  restate(week, plan)
  expect(namesOf(week, plan)).toEqual([rule])
})

test('a room that the site does not have is an unknown id and the wrong room', () => {
  const { week, plan } = exampleWeekAndPlan()
  change('s1', { room: 'attic' })(week, plan)
  expect(namesOf(week, plan)).toEqual(['H1', 'H6'])
})

test('every hard rule has a damaged plan', () => {
  expect(new Set(damages.map(([rule]) => rule))).toEqual(new Set(hardRules.map(({ name }) => name)))
  expect(hardRules.map(({ name }) => name)).toEqual(Array.from({ length: 19 }, (_, n) => `H${n + 1}`))
})
