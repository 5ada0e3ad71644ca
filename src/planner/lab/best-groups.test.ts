import fc from 'fast-check'
import { expect, it } from 'vitest'
import { hardRules } from '../check/hard-rules.ts'
import { openPlan } from '../check/plan-book.ts'
import { drawWeek } from '../drawn-week.ts'
import { wallOf } from '../model/time.ts'
import type { Participant, Session, Week } from '../model/week.ts'
import { everyWeek } from '../person-week/every-week.ts'
import { compileWeek } from '../search/compile.ts'
import { solve } from '../solve.ts'
import { newBreaches } from './answer.ts'
import { bestGroupsToOpen } from './best-groups.ts'
import type { LabResult } from './best-groups.ts'
import { withAnyCounselor } from './undecided-counselor.ts'

interface Drawn {
  readonly week: Week
  readonly sessions: readonly Session[]
  readonly waiting: readonly Participant[]
}

/** A drawn center with a plan for its first people; the others wait. */
function drawnList(seed: number, { people = 7, staff = 3, blocks = 4, waits = 4 } = {}): Drawn {
  const all = drawWeek(seed, { people, staff, sites: 1, blocks })
  const week = { ...all, participants: all.participants.slice(0, people - waits) }
  let steps = 20
  const { sessions } = solve(week, { seed: 1, keepGoing: () => steps-- > 0 })
  return { week, sessions, waiting: all.participants.slice(people - waits) }
}

const ask = ({ week, sessions, waiting }: Drawn, groups: number): LabResult =>
  bestGroupsToOpen(week, sessions, waiting, { groups, services: [], keepGoing: () => true })

const minutesOf = ({ services }: Week, sessions: readonly Session[], id: string) =>
  sessions
    .filter(({ members }) => members.includes(id))
    .map((session) => services.find((service) => service.id === session.service)!)
    .reduce((sum, service) => sum + (service.countsTowardHours ? service.minutes : 0), 0)

it('answers with plans the checker accepts, counted right, that move nobody', () => {
  let answers = 0
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e9 }), fc.integer({ min: 1, max: 3 }), (seed, groups) => {
      const drawn = drawnList(seed)
      const result = ask(drawn, groups)
      const people = drawn.waiting.map((person) => withAnyCounselor(drawn.week, person))
      const everybody = { ...drawn.week, participants: [...drawn.week.participants, ...people] }
      for (const answer of result.answers) {
        answers++
        const book = openPlan(everybody, answer.sessions)
        expect(hardRules.flatMap((rule) => rule.breaches(book))).toEqual([])
        expect(answer.groups.length).toBeLessThanOrEqual(groups)
        for (const { participant, after } of answer.each)
          expect(minutesOf(drawn.week, answer.sessions, participant)).toBe(after)
        const reached = drawn.waiting.filter(
          ({ id, weeklyMinutesTarget }) => minutesOf(drawn.week, answer.sessions, id) >= weeklyMinutesTarget,
        )
        expect(answer.reached).toBe(reached.length)
        expect(answer.reached).toBeLessThanOrEqual(result.atMost)
        for (const session of drawn.sessions) {
          const same = answer.sessions.find(({ id }) => id === session.id)!
          const before = new Set(drawn.week.participants.map(({ id }) => id))
          expect({ ...same, members: same.members.filter((id) => before.has(id)) }).toEqual(session)
        }
      }
      const worth = result.answers.map(({ reached, minutes }) => reached * 1e6 + minutes)
      expect(worth).toEqual(worth.toSorted((a, b) => b - a))
      expect(worth.every((one) => one > result.now.reached * 1e6 + result.now.minutes)).toBe(true)
    }),
    { numRuns: 30 },
  )
  expect(answers).toBeGreaterThan(10)
})

it('gives the same answer twice, and what it has when it is stopped', () => {
  const drawn = drawnList(5)
  expect(ask(drawn, 2)).toEqual(ask(drawn, 2))
  let tries = 3
  const { week, sessions, waiting } = drawn
  const stopped = bestGroupsToOpen(week, sessions, waiting, { groups: 2, services: [], keepGoing: () => tries-- > 0 })
  expect(stopped.complete).toBe(false)
  expect(stopped.tried).toBe(3)
})

it('sees a plan that breaks a rule', () => {
  const { week, sessions, waiting } = drawnList(11)
  const people = waiting.map((person) => withAnyCounselor(week, person))
  const service = week.services.find(({ kind }) => kind === 'group')!
  const nobody = { service: service.id, start: wallOf(week.weekStart, 3), staff: week.staff[0]!.id, members: [] }
  const wrong: Session = { ...nobody, id: 'wrong', site: week.sites[0]!.id, room: null, telehealth: false }
  expect(newBreaches({ week, sessions, people }, sessions)).toEqual([])
  expect(newBreaches({ week, sessions, people }, [...sessions, wrong]).length).toBeGreaterThan(0)
})

it('is as good as trying everything, on weeks small enough to try everything', () => {
  let compared = 0
  let answered = 0
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e9 }), (seed) => {
      const drawn = groupsOnly(drawnList(seed, { people: 3, staff: 2, blocks: 2, waits: 3 }))
      const result = ask(drawn, 2)
      const better = anythingBetter(drawn, result)
      if (better === 'too large') return
      compared++
      if (result.answers.length > 0) answered++
      expect(better).toBe(false)
    }),
    { numRuns: 100 },
  )
  expect(compared).toBeGreaterThan(20)
  expect(answered).toBeGreaterThan(5)
})

/** Without one-to-one sessions and with groups of two, so that plain enumeration stays small and something can happen. */
function groupsOnly({ week, sessions, waiting }: Drawn): Drawn {
  const isGroup = (id: string) => week.services.find((service) => service.id === id)?.kind === 'group'
  const services = week.services.map((service) => ({ ...service, minMembers: Math.min(service.minMembers, 2) }))
  return {
    week: { ...week, services },
    sessions: sessions.filter(({ service }) => isGroup(service)),
    waiting: waiting.map((person) => ({
      ...person,
      prescription: Object.fromEntries(
        Object.entries(person.prescription).flatMap(([id, count]) => (isGroup(id) ? [[id, Math.min(count, 2)]] : [])),
      ),
    })),
  }
}

const MOST_TRIES = 20_000

/** Whether any two groups with any leaders and rooms, and any week of everybody, would be worth more: by the checker. */
function anythingBetter({ week, sessions, waiting }: Drawn, result: LabResult): boolean | 'too large' {
  const people = waiting.map((person) => withAnyCounselor(week, person))
  const { center } = compileWeek({ ...week, participants: people })
  const weeks = center.people.map((person) => everyWeekUpTo(center, person))
  if (weeks.some((list) => list === undefined)) return 'too large'
  const combinations = weeks.reduce((count, list) => count * list!.length, 1)
  if (combinations > MOST_TRIES) return 'too large'
  const most = result.answers[0] ?? result.now
  for (let code = 0; code < combinations; code++) {
    let rest = code
    const chosen = weeks.map((list) => {
      const one = list![rest % list!.length]!
      rest = Math.floor(rest / list!.length)
      return one
    })
    const spots = new Map<number, string[]>()
    chosen.forEach((slots, index) => {
      for (const slot of slots) {
        const spot = center.people[index]!.slots.spot[slot]!
        spots.set(spot, [...(spots.get(spot) ?? []), people[index]!.id])
      }
    })
    if (spots.size > 2 || !isWorthMore(people, spots, most)) continue
    if (canRunAll(week, { sessions, people }, spots, center)) return true
  }
  return false

  function isWorthMore(
    who: readonly Participant[],
    at: ReadonlyMap<number, readonly string[]>,
    than: { reached: number; minutes: number },
  ): boolean {
    const minutes = who.map(({ id }) =>
      [...at].reduce((sum, [spot, members]) => {
        const { service } = center.services[center.spots[spot]!.service]!
        return sum + (members.includes(id) && service.countsTowardHours ? service.minutes : 0)
      }, 0),
    )
    const reached = who.filter((one, index) => minutes[index]! >= one.weeklyMinutesTarget).length
    const useful = who.reduce((sum, one, index) => sum + Math.min(minutes[index]!, one.weeklyMinutesTarget), 0)
    return reached > than.reached || (reached === than.reached && useful > than.minutes)
  }
}

type Compiled = ReturnType<typeof compileWeek>['center']

function everyWeekUpTo(center: Compiled, person: Compiled['people'][number]): number[][] | undefined {
  return person.slots.count > 10 ? undefined : everyWeek(center, person, [...Array(person.slots.count).keys()])
}

/** Every leader and every room for each group, judged by the checker. The plan itself is empty of groups here. */
function canRunAll(
  week: Week,
  { sessions, people }: { sessions: readonly Session[]; people: readonly Participant[] },
  spots: ReadonlyMap<number, readonly string[]>,
  center: Compiled,
): boolean {
  const ways = [...spots].map(([index, members], n) => {
    const spot = center.spots[index]!
    return spot.leaders.flatMap((leader) =>
      (spot.rooms ?? [-1]).map((room): Session => ({
        id: `try-${n}`,
        service: center.services[spot.service]!.service.id,
        start: wallOf(week.weekStart, spot.start),
        staff: center.staff[leader]!.staff.id,
        site: center.sites[spot.site]!,
        room: room < 0 ? null : center.rooms[room]!.id,
        telehealth: spot.telehealth,
        members: [...members],
      })),
    )
  })
  const all = ways.reduce<Session[][]>((sets, list) => sets.flatMap((set) => list.map((one) => [...set, one])), [[]])
  return all.some((set) => newBreaches({ week, sessions, people }, [...sessions, ...set]).length === 0)
}
