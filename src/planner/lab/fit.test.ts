import fc from 'fast-check'
import { expect, it } from 'vitest'
import { drawWeek } from '../drawn-week.ts'
import type { Session, Week } from '../model/week.ts'
import { solve } from '../solve.ts'
import { newBreaches } from './answer.ts'
import { fitsOf } from './fit.ts'
import { shareSeats } from './share-seats.ts'
import { standingPlan } from './standing-plan.ts'
import { withCounselor } from './undecided-counselor.ts'

const always = () => true

function drawnList(seed: number) {
  const all = drawWeek(seed, { people: 6, staff: 3, sites: 1, blocks: 4 })
  const week: Week = { ...all, participants: all.participants.slice(0, 4) }
  let steps = 20
  const { sessions } = solve(week, { seed: 1, keepGoing: () => steps-- > 0 })
  return { week, sessions, waiting: all.participants.slice(4) }
}

it('promises no seat twice and no hour of staff that is taken: a person alone gets what the preview says', () => {
  let promised = 0
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e9 }), (seed) => {
      const { week, sessions, waiting } = drawnList(seed)
      for (const fit of fitsOf(week, sessions, waiting, always)) {
        const person = waiting.find(({ id }) => id === fit.participant)!
        const staff = fit.counselors[0]?.staff ?? week.staff[0]!.id
        const { search } = standingPlan(week, sessions, [withCounselor(person, staff)])
        expect(shareSeats(search, () => false).each).toEqual([fit.minutes])
        promised += fit.minutes
        if (fit.oneMore) expect(fit.oneMore.minutes).toBeGreaterThan(fit.minutes)
      }
    }),
    { numRuns: 25 },
  )
  expect(promised).toBeGreaterThan(500)
})

it('names the seat that is missing', () => {
  const { week, sessions, person } = oneSeatShort()
  const [fit] = fitsOf(week, sessions, [person], always)
  expect(fit).toMatchObject({ minutes: 0, oneMore: { kind: 'seat', service: 'skills', minutes: 60 } })
  const [free] = fitsOf(week, [{ ...sessions[0]!, members: ['a'] }], [person], always)
  expect(free).toMatchObject({ minutes: 60, oneMore: null })
  const people = [person]
  const joined = [{ ...sessions[0]!, members: ['a', 'w'] }]
  expect(newBreaches({ week, sessions: [{ ...sessions[0]!, members: ['a'] }], people }, joined)).toEqual([])
})

/** One group of two seats, both taken, and somebody who wants a third. */
function oneSeatShort() {
  const drawn = drawWeek(1, { people: 1, staff: 1, sites: 1, blocks: 1 })
  const person = { ...drawn.participants[0]!, id: 'w', prescription: { skills: 1 }, weeklyMinutesTarget: 60 }
  const life = { busy: [], sites: [{ site: 'home', travelMinutes: 15 }], dailyMaxMinutes: 240, screenDays: [] }
  const week: Week = {
    ...drawn,
    gridMinutes: 60,
    blocks: [{ id: 'mon', start: '2026-11-30T09:00', end: '2026-11-30T10:00', part: 'morning' }],
    services: [
      {
        id: 'skills',
        name: 'Skills',
        kind: 'group',
        minutes: 60,
        minMembers: 1,
        maxMembers: 2,
        telehealth: false,
        countsTowardHours: true,
        needsRoom: true,
      },
    ],
    sites: [{ id: 'home', rooms: [{ id: 'room', seats: 8, kinds: ['group'] }] }],
    staff: [
      {
        id: 'c',
        site: 'home',
        role: 'counselor',
        leads: ['skills'],
        gives: [],
        maxMinutes: 600,
        duty: [{ start: '2026-11-30T08:00', end: '2026-11-30T12:00' }],
      },
    ],
    participants: ['a', 'b'].map((id) => ({ ...person, ...life, id })),
  }
  const group = { id: 's', service: 'skills', start: '2026-11-30T09:00', staff: 'c', site: 'home', room: 'room' }
  const sessions: Session[] = [{ ...group, telehealth: false, members: ['a', 'b'] }]
  return { week, sessions, person: { ...person, ...life } }
}
