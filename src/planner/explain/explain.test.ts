import fc from 'fast-check'
import { expect, it } from 'vitest'
import { drawWeek } from '../drawn-week.ts'
import type { Center, Person } from '../model/center.ts'
import type { Shortfall } from '../model/plan.ts'
import type { Week } from '../model/week.ts'
import { everyWeek } from '../person-week/every-week.ts'
import { compileWeek } from '../search/compile.ts'
import { solve } from '../solve.ts'
import type { Solution } from '../solve.ts'

const MOST_SLOTS = 12

function solved(week: Week): Solution {
  let steps = 10
  return solve(week, { seed: 1, keepGoing: () => steps-- > 0 })
}

interface Missing {
  readonly plan: Solution
  readonly missing: string
}

/** Whether one of the weeks has the plan's sessions of each service and one more of the missing one. */
function isThere(center: Center, person: Person, offered: number[], { plan, missing }: Missing): boolean {
  const least = new Map<string, number>([[missing, 1]])
  for (const { service, members } of plan.sessions) {
    if (members.includes(person.participant.id)) least.set(service, (least.get(service) ?? 0) + 1)
  }
  return everyWeek(center, person, offered).some((week) =>
    [...least].every(([id, count]) => {
      const same = week.filter(
        (slot) => center.services[person.services[person.slots.service[slot]!]!]!.service.id === id,
      )
      return same.length >= count
    }),
  )
}

/** Slots the finished plan still has for a person, read from its sessions alone (week-format.md section 6). */
function slotsInPlan(center: Center, person: Person, plan: Solution): number[] {
  const { week, slots } = { week: center.week, slots: person.slots }
  const id = person.participant.id
  const timed = plan.sessions.map((session) => {
    const minutes = week.services.find((service) => service.id === session.service)!.minutes
    const [day, clock] = session.start.split('T') as [string, string]
    const days = (Date.parse(day) - Date.parse(week.weekStart)) / 86_400_000
    const start = days * 1440 + Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))
    return { ...session, start, end: start + minutes, minutes }
  })
  const groups = timed.filter(({ service }) => week.services.find((one) => one.id === service)!.kind === 'group')
  const others = timed.filter((one) => groups.includes(one) || !one.members.includes(id))
  return [...Array(slots.count).keys()].filter((slot) => {
    const [start, end] = [slots.start[slot]!, slots.end[slot]!]
    const service = week.services[person.services[slots.service[slot]!]!]!
    const spot = center.spots[slots.spot[slot]!]
    if (spot) {
      return groups.some((group) => {
        const here = group.start === start && group.service === service.id && group.telehealth === spot.telehealth
        const seats = week.sites.find((one) => one.id === group.site)?.rooms.find((one) => one.id === group.room)?.seats
        const limit = Math.min(service.maxMembers, seats ?? service.maxMembers)
        const taken = group.members.filter((member) => member !== id).length
        return here && group.site === center.sites[spot.site] && taken < limit
      })
    }
    const overlapping = others.filter((one) => one.start < end && start < one.end)
    const givers = [...slots.giver.slice(slots.giverFrom[slot], slots.giverFrom[slot + 1])]
    const given = givers.some((giver) => {
      const { staff } = center.staff[giver]!
      const used = others.filter((one) => one.staff === staff.id).reduce((sum, one) => sum + one.minutes, 0)
      return used + service.minutes <= staff.maxMinutes && overlapping.every((one) => one.staff !== staff.id)
    })
    const free = (slots.rooms[slot] ?? []).some((index) => {
      const room = center.rooms[index]!
      return overlapping.every((one) => one.room !== room.id || one.site !== center.sites[room.site])
    })
    return given && (slots.rooms[slot] === null || free)
  })
}

it('names the cause that plain enumeration of all weeks finds', () => {
  const seen = { intrinsic: 0, capacity: 0, choice: 0 }
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e9 }), (seed) => {
      const week = drawWeek(seed, { people: 4, staff: 2, sites: 2, blocks: 3 })
      const plan = solved(week)
      const { center } = compileWeek(week)
      for (const { participant, service, cause, binding } of plan.shortfalls) {
        const person = center.people.find((one) => one.participant.id === participant)!
        if (person.slots.count > MOST_SLOTS) continue
        const alone = isThere(center, person, [...Array(person.slots.count).keys()], { plan, missing: service })
        const stands = isThere(center, person, slotsInPlan(center, person, plan), { plan, missing: service })
        expect(cause).toBe(stands ? 'choice' : alone ? 'capacity' : 'intrinsic')
        expect(cause === 'choice' || binding.length > 0).toBe(true)
        seen[cause]++
      }
    }),
    { numRuns: 60 },
  )
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(5)
})

it('names the obligation by its time and never by its reason', () => {
  const week = simple()
  const [person] = week.participants
  const busy = [{ start: '2026-11-30T08:00', end: '2026-11-30T13:00', why: 'court' }]
  const { shortfalls } = solved({ ...week, participants: [{ ...person!, busy }] })
  expect(shortfalls).toEqual<Shortfall[]>([
    {
      participant: 'p',
      service: 'talk',
      missing: 1,
      cause: 'intrinsic',
      binding: [{ rule: 'H11', note: 'busy Mon 08:00 to 13:00' }],
      relaxations: [],
    },
  ])
})

it('blames staff when somebody else has the only hour, and room when the room is what is missing', () => {
  const week = simple()
  const [person] = week.participants
  const two = [person!, { ...person!, id: 'q' }]
  expect(solved({ ...week, participants: two }).shortfalls).toMatchObject([
    { cause: 'capacity', binding: [{ rule: 'H4' }] },
  ])
  const roomy = week.services.map((service) => ({ ...service, needsRoom: true }))
  const more = [...week.staff, { ...week.staff[0]!, id: 'other' }]
  const tight = {
    ...week,
    services: roomy,
    staff: more,
    participants: two.map((one) => ({ ...one, coverCounselors: ['other'] })),
  }
  expect(solved(tight).shortfalls).toMatchObject([{ cause: 'capacity', binding: [{ rule: 'H7' }] }])
})

/** One hour, one counselor, one room, one person. */
function simple(): Week {
  const drawn = drawWeek(1, { people: 1, staff: 1, sites: 1, blocks: 1 })
  return {
    ...drawn,
    gridMinutes: 60,
    weights: { ...drawn.weights, short: 100, change: 0 },
    blocks: [{ id: 'mon', start: '2026-11-30T09:00', end: '2026-11-30T10:00', part: 'morning' }],
    services: [
      {
        id: 'talk',
        name: 'Talk',
        kind: 'individual',
        minutes: 60,
        minMembers: 1,
        maxMembers: 1,
        telehealth: false,
        countsTowardHours: true,
        needsRoom: false,
      },
    ],
    sites: [{ id: 'home', rooms: [{ id: 'room', seats: 1, kinds: ['individual'] }] }],
    staff: [
      {
        id: 'c',
        site: 'home',
        role: 'counselor',
        leads: [],
        gives: ['talk'],
        maxMinutes: 600,
        duty: [{ start: '2026-11-30T08:00', end: '2026-11-30T12:00' }],
      },
    ],
    participants: [
      {
        id: 'p',
        prescription: { talk: 1 },
        weeklyMinutesTarget: 0,
        dailyMaxMinutes: 240,
        busy: [],
        sites: [{ site: 'home', travelMinutes: 15 }],
        telehealth: false,
        counselor: 'c',
        coverCounselors: [],
        familyBlocks: [],
        prefers: 'none',
        screenDays: [],
      },
    ],
  }
}
