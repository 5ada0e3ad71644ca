import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { breachesOfToday, lineOf } from './check/check.ts'
import { drawWeek } from './drawn-week.ts'
import { makeUpsFor } from './make-ups.ts'
import { groupedBy } from './model/grouped-by.ts'
import { minuteOf, wallOf } from './model/time.ts'
import type { Plan } from './model/plan.ts'
import type { Session, Week } from './model/week.ts'
import { solve } from './solve.ts'

const SMALL = { people: 6, staff: 4, sites: 1, blocks: 6 }

function planned(week: Week): Session[] {
  let left = 30
  return solve(week, { seed: 1, keepGoing: () => left-- > 0 }).sessions
}

/** The breaches of a week as the checker finds them, P1 to P4 aside. */
function breaches(week: Week, sessions: Session[]): string[] {
  return breachesOfToday(week, { sessions } as unknown as Plan).map(lineOf)
}

/** What putting an offer into the plan means: the missed seats are empty, the new one is taken. */
function accepted(week: Week, sessions: readonly Session[], lost: { person: string; missed: string[] }) {
  const person = lost.person
  return (offer: ReturnType<typeof makeUpsFor>[number]): string[] => {
    const without = sessions.map((one) =>
      lost.missed.includes(one.id) ? { ...one, members: one.members.filter((id) => id !== person) } : one,
    )
    const seated = without.map((one) =>
      one.id === offer.session ? { ...one, members: [...one.members, person] } : one,
    )
    const participants = week.participants.map((one) => {
      if (one.id !== person || offer.inPlaceOf === null) return one
      const { prescription } = one
      return {
        ...one,
        prescription: {
          ...prescription,
          [offer.inPlaceOf]: prescription[offer.inPlaceOf]! - 1,
          [offer.service]: (prescription[offer.service] ?? 0) + 1,
        },
      }
    })
    const changed = { ...week, participants }
    const known = new Set(breaches(changed, without))
    return breaches(changed, seated).filter((one) => !known.has(one))
  }
}

/** The first half of the week has happened; the person missed everything they had in it. */
function halfOver(week: Week, sessions: Session[], person: string) {
  const frozenBefore = wallOf(week.weekStart, minuteOf(week.weekStart, week.blocks.at(2)?.start ?? week.weekStart) + 1)
  const missed = sessions
    .filter(({ start, members }) => start < frozenBefore && members.includes(person))
    .map(({ id }) => id)
  return { week: { ...week, previous: { frozenBefore, sessions } }, lost: { person, missed, short: 60 } }
}

/** Every combination of the drawn weeks in which there is an offer at all. */
function offersOf(seed: number) {
  const drawn = drawWeek(seed, SMALL)
  const sessions = planned(drawn)
  return drawn.participants.flatMap(({ id }) => {
    const { week, lost } = halfOver(drawn, sessions, id)
    return makeUpsFor(week, sessions, lost).map((offer) => ({ week, sessions, lost, offer }))
  })
}

describe('make-ups', () => {
  it('pass the checker, every one of them, put into the plan', () => {
    let met = 0
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), (seed) => {
        for (const { week, sessions, lost, offer } of offersOf(seed)) {
          met += 1
          expect(accepted(week, sessions, lost)(offer)).toEqual([])
        }
      }),
      { seed: 7, numRuns: 60 },
    )
    // A property of nothing would hold too.
    expect(met).toBeGreaterThan(10)
  })

  it('never lie in what has happened, nor in a group the person attends, nor where no seat is free', () => {
    for (let seed = 0; seed < 30; seed += 1) {
      for (const { week, sessions, lost, offer } of offersOf(seed)) {
        const session = sessions.find(({ id }) => id === offer.session)!
        const service = week.services.find(({ id }) => id === offer.service)!
        expect(session.start >= week.previous.frozenBefore).toBe(true)
        expect(session.members).not.toContain(lost.person)
        expect(session.members.length).toBeLessThan(service.maxMembers)
        expect(service.countsTowardHours).toBe(true)
      }
    }
  })

  it('are refused by a busy life: the same week without a free hour has none', () => {
    const seed = Array.from({ length: 200 }, (_, n) => n).find((n) => offersOf(n).length > 0)!
    const [{ week, sessions, lost }] = offersOf(seed) as [ReturnType<typeof offersOf>[number]]
    const busy = [{ start: week.weekStart + 'T00:00', end: wallOf(week.weekStart, 7 * 1440) }]
    const participants = week.participants.map((one) => (one.id === lost.person ? { ...one, busy } : one))
    expect(makeUpsFor({ ...week, participants }, sessions, lost)).toEqual([])
  })

  it('come best first: covering the gap before fewer trips, fewer trips before shorter ways', () => {
    for (let seed = 0; seed < 30; seed += 1) {
      const lists = groupedBy(offersOf(seed), ({ lost }) => lost.person)
      for (const list of lists.values()) {
        const ranks = list.map(({ offer }) => (offer.minutes >= 60 ? 0 : 10) + offer.trips)
        expect(ranks).toEqual(ranks.toSorted((a, b) => a - b))
      }
    }
  })
})
