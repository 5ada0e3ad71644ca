import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Session, Week } from '../model/week.ts'
import { wallOf } from '../model/time.ts'
import { checkPlan, lineOf } from './check.ts'
import { exampleWeekAndPlan, withGivenTimetable, withMondayFrozen } from './example-week.ts'

/** Every place in a JSON value, as the object that holds it and the field. */
function placesIn(value: unknown): [object, string][] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([field, inner]) => [[value, field] as [object, string], ...placesIn(inner)])
}

const anyValue = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom('__proto__', 'constructor', 'p1', 'c1', 's1', 'harbor', '2026-12-01T17:30', '9999-99-99T99:99', 9e15),
)

test('whatever stands anywhere in the files is answered with named lines, never with a crash', () => {
  const damage = fc.array(fc.tuple(fc.nat(), anyValue), { minLength: 1, maxLength: 4 })
  fc.assert(
    fc.property(fc.boolean(), damage, (inWeek, changes) => {
      const { week, plan } = exampleWeekAndPlan()
      withGivenTimetable(week, plan)
      withMondayFrozen(week, plan)
      for (const [n, value] of changes) {
        const places = placesIn(inWeek ? week : plan)
        const place = places[n % places.length]
        if (place)
          Object.defineProperty(place[0], place[1], { value, enumerable: true, configurable: true, writable: true })
      }
      for (const line of checkPlan(week, plan).map(lineOf)) expect(line).toMatch(/^(W|P[1-4]|H[1-9]|H1\d) \S/)
    }),
    { numRuns: 250 },
  )
})

test('any two JSON values are answered', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (week, plan) => {
      expect(checkPlan(week, plan)).not.toEqual([])
    }),
  )
})

const file = fileURLToPath(new URL('../../../../shared/data/weeks/chain-2000-1.json', import.meta.url))
if (!existsSync(file))
  console.log('The development weeks are not here; the test of the checker at 2000 people is skipped.')

describe.skipIf(!existsSync(file))('a chain of 2000 people', () => {
  test('is checked in a few seconds, also when thousands of sessions are wrong', () => {
    const week: Week = JSON.parse(readFileSync(file, 'utf8'))
    const plan = { ...exampleWeekAndPlan().plan, week: week.id, bound: null, shortfalls: [], sessions: scattered(week) }
    const started = performance.now()
    const names = new Set(checkPlan(week, plan).map(({ name }) => name))
    expect(performance.now() - started).toBeLessThan(10_000)
    expect(plan.sessions.length).toBeGreaterThan(9000)
    for (const name of ['H2', 'H3', 'H4', 'H7', 'H9', 'H11', 'H14', 'P2']) expect(names).toContain(name)
  })
})

/** A session for each prescribed one, anywhere in a block and with anybody: nobody's plan, but as large as one. */
function scattered(week: Week): Session[] {
  const seats = week.participants.flatMap(({ id, prescription }) =>
    Object.entries(prescription).flatMap(([service, count]) => Array.from({ length: count }, () => ({ id, service }))),
  )
  return seats.map(({ id, service }, n) => {
    const block = week.blocks[n % week.blocks.length]
    const staff = week.staff[(n * 7) % week.staff.length]
    const room = week.sites.find((site) => site.id === staff?.site)?.rooms[0]?.id ?? null
    const start = block?.start ?? wallOf(week.weekStart, 0)
    return {
      id: `s${n}`,
      service,
      start,
      staff: staff?.id ?? '',
      site: staff?.site ?? '',
      room,
      telehealth: false,
      members: [id],
    }
  })
}
