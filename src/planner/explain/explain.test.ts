import { expect, it } from 'vitest'
import type { Shortfall } from '../model/plan.ts'
import type { Week } from '../model/week.ts'
import { randomFrom } from '../random.ts'
import { compileWeek } from '../search/compile.ts'
import { newSearch } from '../search/place.ts'
import { emptyTimetable } from '../search/timetable.ts'
import { solve } from '../solve.ts'
import type { Solution } from '../solve.ts'
import { explain } from './explain.ts'
import { oneHour } from './test-one-hour.ts'

function solved(week: Week): Solution {
  let steps = 10
  return solve(week, { seed: 1, keepGoing: () => steps-- > 0 })
}

it('names the obligation by its time and never by its reason', () => {
  const week = oneHour()
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
      relaxations: [{ relax: { type: 'busy', start: busy[0]!.start, end: busy[0]!.end }, regainsMinutes: 60 }],
    },
  ])
})

it('blames staff when somebody else has the only hour, and room when the room is what is missing', () => {
  const week = oneHour()
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

it('keeps every cause when there is no time to verify changes', () => {
  const week = oneHour()
  const busy = [{ start: '2026-11-30T08:00', end: '2026-11-30T13:00' }]
  const { center, ways } = compileWeek({ ...week, participants: [{ ...week.participants[0]!, busy }] })
  const search = newSearch(emptyTimetable(center), randomFrom(1))
  const whole = explain(search, ways).shortfalls
  expect(whole).toMatchObject([{ cause: 'intrinsic', relaxations: [{ regainsMinutes: 60 }] }])
  expect(explain(search, ways, 0)).toEqual({ shortfalls: [{ ...whole[0], relaxations: [] }], pairs: [] })
})
