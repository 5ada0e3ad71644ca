import type { Spot } from '../model/center.ts'
import { minuteOf } from '../model/time.ts'
import type { Participant, Session, Week } from '../model/week.ts'
import { keysBefore } from '../search/changes.ts'
import { openingsOf } from '../search/compile-openings.ts'
import type { Opening } from '../search/compile-openings.ts'
import { compilePerson } from '../search/compile-person.ts'
import type { Ways } from '../search/compile-slots.ts'
import { spotsOf } from '../search/compile-spots.ts'
import type { Compiled } from '../search/compile.ts'
import { groundsOf } from '../search/grounds.ts'
import { groupSpots } from './standing.ts'

/**
 * A week of which only some people know every session they could have: everybody else knows the sessions they have. It is
 * compiled in a fraction of the time, and enough as long as nobody else has to move.
 */
export function nearWeek(week: Week): (choosers: ReadonlySet<string>) => Compiled {
  const grounds = groundsOf(week)
  const spots = spotsOf(grounds)
  const ways: Ways = {
    spots: week.services.map((_, service) => spots.filter((spot) => spot.service === service)),
    openings: openingsOf(grounds),
    kept: keysBefore(week),
  }
  const sessions = week.previous?.sessions ?? []
  const spotOf = groupSpots({ ...grounds, spots }, sessions)
  const own = (participant: Participant) => sessions.filter(({ members }) => members.includes(participant.id))
  const known = week.participants.map((participant, index) =>
    compilePerson(grounds, waysOf(week, ways, own(participant), spotOf), { index, participant }),
  )
  return (choosers) => {
    const people = week.participants.map((participant, index) =>
      choosers.has(participant.id) ? compilePerson(grounds, ways, { index, participant }) : known[index]!,
    )
    return { center: { ...grounds, spots, people }, ways }
  }
}

/** The ways to these very sessions, and to no others. */
function waysOf(week: Week, ways: Ways, own: readonly Session[], spotOf: ReadonlyMap<Session, Spot>): Ways {
  const spots = new Set(own.flatMap((session) => spotOf.get(session) ?? []))
  const starts = (service: string) =>
    new Set(own.filter((one) => one.service === service).map(({ start }) => minuteOf(week.weekStart, start)))
  return {
    ...ways,
    spots: week.services.map((_, service) => [...spots].filter((spot) => spot.service === service)),
    openings: week.services.map(({ id }, service) => at(ways.openings[service] ?? [], starts(id))),
  }
}

function at(openings: readonly Opening[], starts: ReadonlySet<number>): readonly Opening[] {
  return starts.size === 0 ? [] : openings.filter(({ start }) => starts.has(start))
}
