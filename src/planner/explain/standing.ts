import type { Center, Person } from '../model/center.ts'
import { wallOf } from '../model/time.ts'
import type { Participant } from '../model/week.ts'
import type { Ways } from '../search/compile-slots.ts'
import type { Search } from '../search/place.ts'
import { sessionsOf } from '../search/plan-of.ts'
import type { RunningGroup, Seat, Timetable } from '../search/timetable.ts'

/** One person who has been taken out of a plan that otherwise stands. */
export interface Standing {
  readonly search: Search
  /** What the center offers at the sites this person can reach. */
  readonly ways: Ways
  readonly person: Person
  /** Where the person sits in the plan. */
  readonly present: readonly Seat[]
  readonly ids: SessionIds
}

/** The ids of running groups in the finished plan. */
export type SessionIds = ReadonlyMap<RunningGroup, string>

/** Names every running group as the plan will: a staff member has one session at a time, so leader and start tell it. */
export function sessionIdsOf(table: Timetable): SessionIds {
  const { center, weeks, groups } = table
  const sessions = sessionsOf(center, { cost: 0, weeks, groups: [...groups] })
  const ids = new Map(sessions.map(({ staff, start, id }) => [JSON.stringify([staff, start]), id]))
  return new Map(
    [...groups].map((group) => {
      const leader = center.staff[group.staff]?.staff.id
      return [group, ids.get(JSON.stringify([leader, wallOf(center.week.weekStart, group.spot.start)])) ?? '']
    }),
  )
}

/** The ways within reach of a person, also by telehealth: in a chain most of the others are of no concern to them. */
export function waysWithin(center: Center, ways: Ways, participant: Participant): Ways {
  const near = new Set(sitesWithin(center, participant))
  return {
    ...ways,
    spots: ways.spots.map((spots) => spots.filter(({ site }) => near.has(site))),
    openings: ways.openings.map((openings) => openings.filter(({ site }) => near.has(site))),
  }
}

/** Indexes of the sites a person can come to, and of those that share remote sessions with the home site. */
export function sitesWithin({ week, sites }: Center, { sites: reached }: Participant): number[] {
  const pool = week.sites.find(({ id }) => id === reached[0]?.site)
  return sites.flatMap((id, index) => {
    const shared = pool !== undefined && (week.sites[index]?.telehealthPool ?? '') === (pool.telehealthPool ?? '')
    return shared || reached.some(({ site }) => site === id) ? [index] : []
  })
}
