import { costOfVisit } from '../person-week/visit-cost.ts'
import { groupedBy } from '../model/grouped-by.ts'
import { MINUTES_A_DAY, dayOf, minuteOf } from '../model/time.ts'
import type { Participant, Session } from '../model/week.ts'
import type { Grounds } from './grounds.ts'

/** What has already happened to one person this week. */
export interface Past {
  readonly counts: ReadonlyMap<number, number>
  /** Minutes toward the weekly target. */
  readonly countedMinutes: number
  /** Trips, travel, idle gaps, non-preferred times and covers. */
  readonly cost: number
  readonly days: ReadonlyMap<number, PastDay>
  /** Until when the last visits occupy the person, travel included. */
  readonly occupiedUntil: number
}

export interface PastDay {
  readonly services: ReadonlySet<number>
  readonly minutes: number
  readonly inPerson: boolean
}

interface Happened {
  readonly session: Session
  readonly service: number
  readonly start: number
  readonly end: number
}

/** Frozen sessions of a person (H19): they count in every sum, and nothing about them can change. */
export function pastOf(grounds: Grounds, participant: Participant): Past {
  const happened = grounds.frozen
    .filter((session) => session.members.includes(participant.id))
    .map((session) => happenedOf(grounds, session))
    .toSorted((a, b) => a.start - b.start)
  const counts = new Map<number, number>()
  for (const { service } of happened) counts.set(service, (counts.get(service) ?? 0) + 1)
  const visits = [...groupedBy(happened, ({ start }) => blockAt(grounds, start)).entries()]
  let cost = happened.filter((one) => isCover(grounds, participant, one)).length * grounds.week.weights.cover
  let occupiedUntil = Number.NEGATIVE_INFINITY
  for (const [block, sessions] of visits) {
    const visit = visitOf(participant, sessions)
    if (block >= 0) cost += costOfVisit(grounds, participant, block, visit)
    occupiedUntil = Math.max(occupiedUntil, visit.end + visit.travel)
  }
  const counted = happened.filter(({ service }) => grounds.services[service]?.service.countsTowardHours)
  return {
    counts,
    countedMinutes: counted.reduce((sum, { start, end }) => sum + end - start, 0),
    cost,
    days: new Map([...groupedBy(happened, ({ start }) => dayOf(start))].map(([day, list]) => [day, dayOfPast(list)])),
    occupiedUntil,
  }
}

function happenedOf(grounds: Grounds, session: Session): Happened {
  const service = grounds.week.services.findIndex(({ id }) => id === session.service)
  const start = minuteOf(grounds.week.weekStart, session.start)
  return { session, service, start, end: start + (grounds.week.services[service]?.minutes ?? 0) }
}

function blockAt(grounds: Grounds, minute: number): number {
  return grounds.blocks.findIndex((block) => block.start <= minute && minute < block.end)
}

function isCover(grounds: Grounds, participant: Participant, { session, service }: Happened): boolean {
  return grounds.services[service]?.service.kind === 'individual' && session.staff !== participant.counselor
}

function visitOf(participant: Participant, sessions: readonly Happened[]) {
  const inPerson = sessions.some(({ session }) => !session.telehealth)
  const site = sessions.find(({ session }) => !session.telehealth)?.session.site
  const travel = inPerson ? (participant.sites.find((reach) => reach.site === site)?.travelMinutes ?? 0) : 0
  return {
    inPerson,
    travel,
    spans: sessions,
    end: Math.max(...sessions.map(({ end }) => end), -MINUTES_A_DAY),
  }
}

function dayOfPast(list: readonly Happened[]): PastDay {
  return {
    services: new Set(list.map(({ service }) => service)),
    minutes: list.reduce((sum, { start, end }) => sum + end - start, 0),
    inPerson: list.some(({ session }) => !session.telehealth),
  }
}
