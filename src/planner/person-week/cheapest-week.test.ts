import fc from 'fast-check'
import { expect, it } from 'vitest'
import { drawWeek } from '../drawn-week.ts'
import type { Center, Person } from '../model/center.ts'
import { randomFrom } from '../random.ts'
import { compileWeek } from '../search/compile.ts'
import { costOfSeats } from '../search/cost-of-seats.ts'
import { cheapestWeek, reachableCounts } from './cheapest-week.ts'
import { everyWeek } from './every-week.ts'
import { newWorkbench } from './workbench.ts'

const MOST_SLOTS = 14
const bench = newWorkbench()

/** People of a drawn week, with random prices and only so many slots that all weeks can be listed. */
function people(seed: number): { center: Center; person: Person; costs: Float64Array }[] {
  const random = randomFrom(seed)
  const { center } = compileWeek(drawWeek(seed, { people: 3, staff: 2, sites: 2, blocks: 6 }))
  return center.people.map((person) => {
    const share = Math.min(1, MOST_SLOTS / person.slots.count)
    let kept = 0
    const costs = Float64Array.from({ length: person.slots.count }, () =>
      random() < share && kept++ < MOST_SLOTS ? Math.floor(random() * 40) - 10 : Infinity,
    )
    return { center, person, costs }
  })
}

function listed({ center, person, costs }: ReturnType<typeof people>[number]): number[][] {
  const offered = [...costs.keys()].filter((slot) => costs[slot]! < Infinity)
  return everyWeek(center, person, offered)
}

function priced({ center, person, costs }: ReturnType<typeof people>[number], week: readonly number[]): number {
  const seats = week.map((slot) => ({ slot, group: null, staff: 0, room: -1, extra: costs[slot]! }))
  return costOfSeats(center, person, seats) - person.frozenCost
}

it('finds the cheapest of all weeks of a person', () => {
  let compared = 0
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e9 }), (seed) => {
      for (const one of people(seed)) {
        const found = cheapestWeek(bench, { ...one, weights: one.center.week.weights })
        const weeks = listed(one)
        const best = Math.min(...weeks.map((week) => priced(one, week)))
        compared += weeks.length > 1 ? 1 : 0
        expect(found.exact).toBe(true)
        expect(found.cost).toBeCloseTo(best, 6)
        expect(priced(one, found.slots)).toBeCloseTo(best, 6)
        const sorted = found.slots.toSorted((a, b) => a - b).join()
        expect(weeks.some((week) => week.join() === sorted)).toBe(true)
      }
    }),
    { numRuns: 120 },
  )
  expect(compared).toBeGreaterThan(100)
})

it('knows every vector of counts a person can reach', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e9 }), (seed) => {
      for (const one of people(seed)) {
        if (one.person.daysCollide) continue
        const reaches = reachableCounts(bench, { ...one, weights: one.center.week.weights })
        const weeks = listed(one)
        for (let code = 0; code < one.person.codes; code++) {
          const counts = one.person.strides.map((stride, at) => Math.floor(code / stride) % (one.person.caps[at]! + 1))
          const expected = weeks.some((week) =>
            counts.every((count, at) => week.filter((slot) => one.person.slots.service[slot] === at).length >= count),
          )
          expect(reaches(counts)).toBe(expected)
        }
      }
    }),
    { numRuns: 60 },
  )
})

it('bounds its work when a prescription is made to explode it', () => {
  const week = drawWeek(5, { people: 1, staff: 1, sites: 1, blocks: 1 })
  const blocks = Array.from({ length: 7 }, (_, day) => ({
    id: `day-${day}`,
    start: `2026-1${day < 1 ? '1-30' : `2-0${day}`}T00:00`,
    end: `2026-1${day < 1 ? '1-30' : `2-0${day}`}T23:00`,
    part: 'morning' as const,
  }))
  const services = Array.from({ length: 30 }, (_, n) => ({
    id: `s${n}`,
    name: `s${n}`,
    kind: 'individual' as const,
    minutes: 5 + n,
    minMembers: 1,
    maxMembers: 1,
    telehealth: true,
    countsTowardHours: true,
    needsRoom: false,
  }))
  const site = week.sites[0]!
  const person = {
    ...week.participants[0]!,
    prescription: Object.fromEntries(services.map(({ id }) => [id, 7])),
    busy: [],
    sites: [{ site: site.id, travelMinutes: 0 }],
    dailyMaxMinutes: 1440,
    counselor: 'c',
  }
  const staff = {
    id: 'c',
    site: site.id,
    role: 'counselor',
    leads: [],
    gives: services.map(({ id }) => id),
    maxMinutes: 9000,
    duty: blocks.map(({ start, end }) => ({ start, end })),
  }
  const { center } = compileWeek({
    ...week,
    weights: { ...week.weights, short: 100 },
    gridMinutes: 15,
    blocks,
    services,
    staff: [staff],
    participants: [person],
  })
  const costs = new Float64Array(center.people[0]!.slots.count)
  const began = performance.now()
  const found = cheapestWeek(bench, { person: center.people[0]!, weights: center.week.weights, costs })
  expect(found.exact).toBe(false)
  expect(found.slots.length).toBeGreaterThan(0)
  expect(performance.now() - began).toBeLessThan(5000)
})
