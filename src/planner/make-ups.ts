import { lineOf } from './check/check.ts'
import { openPlan, type PlanBook } from './check/plan-book.ts'
import { prescribed } from './check/week-book.ts'
import { minuteOf } from './model/time.ts'
import type { Participant, Service, Session, Week } from './model/week.ts'
import { allowsMembers } from './rules/h08-size.ts'
import { personOverlap } from './rules/h09-person-overlap.ts'
import { onePlace } from './rules/h10-one-place.ts'
import { obligationsTravel } from './rules/h11-obligations-travel.ts'
import { reach } from './rules/h12-reach.ts'
import { prescription } from './rules/h13-prescription.ts'
import { onceADay } from './rules/h14-once-a-day.ts'
import { dailyMaximum } from './rules/h15-daily-maximum.ts'
import { ownCounselor } from './rules/h16-own-counselor.ts'
import { family } from './rules/h17-family.ts'
import { allowsStartAt } from './rules/h19-frozen-past.ts'

/** A session of the same week, still ahead, that brings lost hours back. */
export interface MakeUp {
  readonly session: string
  readonly service: string
  readonly minutes: number
  /** Ways to the center it adds: 0 when the person is there anyway, or takes part remotely. */
  readonly trips: number
  /** Minutes on the way it adds, both ways. */
  readonly travel: number
  /** The missed service it stands for, when no more of its own service is prescribed; else null. */
  readonly inPlaceOf: string | null
}

/** Who lost what. `missed`: sessions of the week the person was absent from; `short`: minutes to be brought back. */
export interface Lost {
  readonly person: string
  readonly missed: readonly string[]
  readonly short: number
}

/** Rules about one person's week; sizes, staff and rooms are not touched by one more member. */
const PERSONAL = [
  personOverlap,
  onePlace,
  obligationsTravel,
  reach,
  prescription,
  onceADay,
  dailyMaximum,
  ownCounselor,
  family,
]

/**
 * The sessions with a free seat that the person can attend instead of what was missed, best first: those that cover the
 * gap with the fewest trips, the same service before another. A missed session no longer counts as had. Where no more of a
 * service is prescribed, a session of it may stand for a missed one of the same kind, if both count toward the hours.
 * @param sessions the week as it is published, with all members
 */
export function makeUpsFor(week: Week, sessions: readonly Session[], lost: Lost): MakeUp[] {
  const person = week.participants.find(({ id }) => id === lost.person)
  if (!person) return []
  const life = lifeOf(week, sessions, { person, missed: new Set(lost.missed) })
  const from = week.previous ? minuteOf(week.weekStart, week.previous.frozenBefore) : 0
  const found = sessions
    .filter((one) => allowsStartAt(minuteOf(week.weekStart, one.start), from))
    .filter((one) => !one.members.includes(person.id) && hasSeat(week, one))
    .flatMap((one) => asMakeUp(life, one) ?? [])
  const starts = new Map(sessions.map(({ id, start }) => [id, start]))
  const covers = ({ minutes }: MakeUp) => Math.min(minutes, lost.short)
  return found.toSorted(
    (a, b) =>
      Number(covers(b) === lost.short) - Number(covers(a) === lost.short) ||
      a.trips - b.trips ||
      Number(a.inPlaceOf !== null) - Number(b.inPlaceOf !== null) ||
      covers(b) - covers(a) ||
      a.travel - b.travel ||
      (starts.get(a.session)! < starts.get(b.session)! ? -1 : 1),
  )
}

/** One person's week without what was missed, and what the personal rules say of it already. */
interface Life {
  readonly week: Week
  readonly person: Participant
  readonly own: readonly Session[]
  readonly lost: readonly Service[]
}

function lifeOf(
  week: Week,
  sessions: readonly Session[],
  { person, missed }: { person: Participant; missed: ReadonlySet<string> },
): Life {
  const attended = sessions.filter(({ members }) => members.includes(person.id))
  return {
    week,
    person,
    own: attended.filter(({ id }) => !missed.has(id)).map((one) => ({ ...one, members: [person.id] })),
    lost: attended.filter(({ id }) => missed.has(id)).flatMap((one) => serviceOf(week, one.service) ?? []),
  }
}

function hasSeat(week: Week, { service, site, room, members }: Session): boolean {
  const given = serviceOf(week, service)
  const seats = week.sites.find(({ id }) => id === site)?.rooms.find(({ id }) => id === room)?.seats ?? null
  return given !== undefined && given.countsTowardHours && members.length < allowsMembers(given, seats)
}

function asMakeUp(life: Life, session: Session): MakeUp | undefined {
  const service = serviceOf(life.week, session.service)!
  const exchange = exchangeFor(life, service)
  if (!exchange) return undefined
  const before = bookOf(life, exchange.person, life.own)
  const after = bookOf(life, exchange.person, [...life.own, { ...session, members: [life.person.id] }])
  const known = new Set(breachesIn(before))
  if (breachesIn(after).some((breach) => !known.has(breach))) return undefined
  return {
    session: session.id,
    service: service.id,
    minutes: service.minutes,
    trips: waysOf(after).trips - waysOf(before).trips,
    travel: waysOf(after).travel - waysOf(before).travel,
    inPlaceOf: exchange.inPlaceOf,
  }
}

/** The person's prescription with one session more of this service, and what it takes that from. */
function exchangeFor(
  { person, own, lost }: Life,
  service: Service,
): { person: Participant; inPlaceOf: string | null } | undefined {
  const most = prescribed(person, service.id)
  const left = (id: string) => prescribed(person, id) - own.filter((one) => one.service === id).length
  if (left(service.id) > 0) return { person, inPlaceOf: null }
  const given = lost.find((one) => one.kind === service.kind && one.countsTowardHours && left(one.id) > 0)
  if (!given) return undefined
  const exchanged = {
    ...person.prescription,
    [given.id]: prescribed(person, given.id) - 1,
    [service.id]: most + 1,
  }
  return { person: { ...person, prescription: exchanged }, inPlaceOf: given.id }
}

function bookOf({ week }: Life, person: Participant, own: readonly Session[]): PlanBook {
  return openPlan({ ...week, participants: [person] }, own)
}

function breachesIn(book: PlanBook): string[] {
  return PERSONAL.flatMap((rule) => rule.breaches(book).map(lineOf))
}

function waysOf(book: PlanBook): { trips: number; travel: number } {
  const visits = book.attendees.flatMap((attendee) => attendee.visits).filter(({ telehealth }) => !telehealth)
  return { trips: visits.length, travel: visits.reduce((sum, { travel }) => sum + 2 * travel, 0) }
}

function serviceOf(week: Week, id: string): Service | undefined {
  return week.services.find((one) => one.id === id)
}
