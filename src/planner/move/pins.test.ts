import { expect, test } from 'vitest'
import { exampleWeekAndPlan } from '../check/example-week.ts'
import { newBreaches } from '../choices/plan-with.ts'
import { drawWeek } from '../drawn-week.ts'
import type { Session, Week } from '../model/week.ts'
import { solve } from '../solve.ts'
import { contradictionsIn, keeps, type Pin, pinsBroken } from './pins.ts'

const SEEDS = [1, 3, 4, 6]

function planned(week: Week, pinned: readonly Session[] = []): Session[] {
  let steps = 0
  return solve(week, { seed: 2, pinned, keepGoing: () => steps++ < 60 }).sessions
}

function pinOf(week: Week, session: Session, participant: string): Pin {
  const { service, start, site, telehealth, staff } = session
  const group = week.services.find(({ id }) => id === service)?.kind === 'group'
  return { participant, service, start, site, telehealth, staff: group ? null : staff }
}

test.each(SEEDS)('week %i: what one plan has can be pinned, and the next plan keeps it', (seed) => {
  const week = drawWeek(seed, { people: 9, staff: 4, sites: 1, blocks: 6 })
  const oneToOne = planned(week).filter(({ members }) => members.length === 1)
  const kept = oneToOne.slice(0, 3)
  const pins = kept.map((session) => pinOf(week, session, session.members[0]!))
  expect(contradictionsIn(week, pins)).toEqual([])
  const again = planned(week, kept)
  expect(pinsBroken(week, again, pins)).toEqual([])
  expect(newBreaches(week, [], again)).toEqual([])
})

test('a pin moves a plan: pinned elsewhere by hand, the session is there', () => {
  const { week } = exampleWeekAndPlan()
  const before = planned(week)
  const individual = before.find(({ service, members }) => service === 'individual' && members.includes('p1'))!
  const starts = ['2026-11-30T17:30', '2026-11-30T18:30', '2026-12-01T17:30', '2026-12-01T18:30', '2026-12-02T09:00']
  const possible = starts
    .map((start): Session => ({ ...individual, start, members: ['p1'] }))
    .filter((session) => contradictionsIn(week, [pinOf(week, session, 'p1')]).length === 0)
  expect(possible.length).toBeGreaterThan(1)
  for (const session of possible) {
    const after = planned(week, [session])
    expect(after.some((one) => keeps(one, pinOf(week, session, 'p1')))).toBe(true)
  }
})

const { week, plan } = exampleWeekAndPlan()
const individual = plan.sessions.find(({ service, members }) => service === 'individual' && members.includes('p1'))!
const good = pinOf(week, individual, 'p1')

test('a pin into working hours, a closed room or nobody’s duty is a contradiction by itself', () => {
  expect(contradictionsIn(week, [good])).toEqual([])
  const inShift = { ...week, participants: week.participants.map((one) => ({ ...one, busy: [day(good.start)] })) }
  expect(contradictionsIn(inShift, [good])).toEqual([{ pins: [good], rules: ['H11'] }])
  const offDuty = { ...week, staff: week.staff.map((one) => ({ ...one, duty: [] })) }
  expect(contradictionsIn(offDuty, [good])).toEqual([{ pins: [good], rules: ['H3'] }])
  const group = plan.sessions.find(({ service }) => service === 'process')!
  const seat = pinOf(week, { ...group, telehealth: false }, group.members[0]!)
  const shut = week.sites.map((site) => ({
    ...site,
    rooms: site.rooms.map((room) => ({ ...room, closed: [day(group.start)] })),
  }))
  expect(contradictionsIn({ ...week, sites: shut }, [seat])[0]!.rules).toContain('H7')
})

test('two pins at once, or more than prescribed, contradict one another and are told together', () => {
  const both = [good, { ...good, service: 'family-session' }]
  const wide = week.participants.map((one) => ({
    ...one,
    prescription: { ...one.prescription, 'family-session': 1 },
    familyBlocks: week.blocks.map(({ id }) => id),
  }))
  const found = contradictionsIn({ ...week, participants: wide }, both)
  expect(found.some(({ pins, rules }) => pins.length === 2 && rules.includes('H9'))).toBe(true)
  const twice = contradictionsIn(week, [good, { ...good, telehealth: !good.telehealth }])
  expect(twice.flatMap(({ rules }) => rules)).toContain('H13')
})

function day(wall: string): { start: string; end: string } {
  return { start: `${wall.slice(0, 10)}T00:00`, end: `${wall.slice(0, 10)}T23:59` }
}
