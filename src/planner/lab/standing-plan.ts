import type { Center, Person, Spot } from '../model/center.ts'
import { minuteOf } from '../model/time.ts'
import type { Participant, Service, Session, Week } from '../model/week.ts'
import { randomFrom } from '../random.ts'
import { compileWeek } from '../search/compile.ts'
import { newSearch } from '../search/place.ts'
import type { Search } from '../search/place.ts'
import { emptyTimetable, newGroup, openGroup } from '../search/timetable.ts'
import type { RunningGroup, Timetable } from '../search/timetable.ts'

/** A plan that stays as it is, with people from the waiting list who may take what it has left. */
export interface StandingPlan {
  readonly search: Search
  /** The groups of the plan that somebody may join, and the session each of them is. */
  readonly sessionOf: ReadonlyMap<RunningGroup, Session>
}

/** A missed minute weighs more than any trip: hours first, an easy week second. */
const A_MINUTE = 10_000

/**
 * The plan with only the waiting people compiled in: everybody else is a taken seat, a taken hour of staff, a taken room.
 * So nobody who is in treatment can be moved, whatever is tried. A waiting person has no counselor yet; `waiting` says who
 * may give their individual sessions, and covering costs nothing here.
 */
export function standingPlan(week: Week, sessions: readonly Session[], waiting: readonly Participant[]): StandingPlan {
  const { previous: _past, fixedGroups: _given, ...open } = week
  const { center } = compileWeek({ ...open, weights: { ...week.weights, cover: 0 }, participants: [...waiting] })
  const people = center.people.map((person) => ({ ...person, terminal: missedMinutes(center, person) }))
  const table = emptyTimetable({ ...center, people })
  const sessionOf = new Map<RunningGroup, Session>()
  for (const session of sessions) {
    const group = groupOf(table, session)
    if (group) {
      openGroup(table, group)
      sessionOf.set(group, session)
    } else {
      occupy(table, session)
    }
  }
  return { search: newSearch(table, randomFrom(1)), sessionOf }
}

/** Minutes that count toward the weekly hours in the week a person has at this moment. */
export function countedMinutes({ center, weeks }: Timetable, index: number): number {
  const seats = weeks[index] ?? []
  return minutesOfSlots(
    center,
    center.people[index]!,
    seats.map(({ slot }) => slot),
  )
}

/** Minutes of these slots that count toward the weekly hours. */
export function minutesOfSlots({ services }: Center, person: Person, chosen: readonly number[]): number {
  return chosen.reduce((sum, slot) => {
    const { service } = services[person.services[person.slots.service[slot]!]!]!
    return sum + (service.countsTowardHours ? service.minutes : 0)
  }, 0)
}

/** By vector of counts: minutes missed first, then what the planner's own costs say. */
function missedMinutes({ services }: Center, person: Person): Float64Array {
  const { weeklyMinutesTarget } = person.participant
  return person.terminal.map((cost, code) => {
    const minutes = person.services.reduce((sum, index, at) => {
      const { service } = services[index]!
      const count = Math.floor(code / person.strides[at]!) % (person.caps[at]! + 1)
      return sum + (service.countsTowardHours ? count * service.minutes : 0)
    }, 0)
    return cost + Math.max(0, weeklyMinutesTarget - minutes) * A_MINUTE
  })
}

/**
 * A group of the plan as a group of the search. Members who have their seats are numbers below zero: people of no list. A
 * group that is below its least size today keeps running, so its empty places up to there count as taken and as there.
 */
function groupOf({ center }: Timetable, session: Session): RunningGroup | undefined {
  const spot = spotOf(center, session)
  const staff = center.staff.findIndex((one) => one.staff.id === session.staff)
  if (!spot || !spot.leaders.includes(staff)) return undefined
  const room = roomOf(center, session)
  if (spot.rooms ? !spot.rooms.includes(room) : room >= 0) return undefined
  const group = newGroup(center, spot, { staff, room, given: null })
  const least = center.services[spot.service]!.service.minMembers
  const taken = Math.max(session.members.length, least)
  const free = Math.max(0, group.limit - session.members.length)
  return { ...group, limit: taken + free, members: new Set(Array.from({ length: taken }, (_, n) => -1 - n)) }
}

function spotOf({ week, services, sites, spots }: Center, session: Session): Spot | undefined {
  const start = minuteOf(week.weekStart, session.start)
  return spots.find(
    (spot) =>
      spot.start === start &&
      spot.telehealth === session.telehealth &&
      services[spot.service]!.service.id === session.service &&
      sites[spot.site] === session.site,
  )
}

/** Time of staff and room that the plan takes and nobody can join. */
function occupy({ center, staffTaken, staffMinutes, roomTaken }: Timetable, session: Session): void {
  const service: Service | undefined = center.week.services.find(({ id }) => id === session.service)
  const start = minuteOf(center.week.weekStart, session.start)
  const block = center.blocks.findIndex((one) => one.start <= start && start < one.end)
  const staff = center.staff.findIndex((one) => one.staff.id === session.staff)
  const room = roomOf(center, session)
  if (!service) return
  if (staff >= 0) staffMinutes[staff] = staffMinutes[staff]! + service.minutes
  if (staff >= 0 && block >= 0) staffTaken[staff * center.blocks.length + block]!.push(start, start + service.minutes)
  if (room >= 0 && block >= 0) roomTaken[room * center.blocks.length + block]!.push(start, start + service.minutes)
}

function roomOf({ rooms, sites }: Center, { site, room }: Session): number {
  return room === null ? -1 : rooms.findIndex((one) => one.id === room && sites[one.site] === site)
}
