import { hardRules } from '../check/hard-rules.ts'
import { openPlan } from '../check/plan-book.ts'
import type { Center } from '../model/center.ts'
import { wallOf } from '../model/time.ts'
import type { Participant, Session, Week } from '../model/week.ts'
import type { Breach } from '../rules/rule.ts'
import type { RunningGroup, Seat } from '../search/timetable.ts'
import type { Shared } from './share-seats.ts'
import type { StandingPlan } from './standing-plan.ts'

/** A set of groups to open, and what it does for the people who wait. */
export interface Answer {
  readonly groups: readonly GroupToOpen[]
  /** People who reach their weekly minutes. */
  readonly reached: number
  /** Minutes toward the targets, all waiting people together. */
  readonly minutes: number
  /** Session minutes the groups take from the weeks of their leaders. */
  readonly leaderMinutes: number
  readonly each: readonly { readonly participant: string; readonly before: number; readonly after: number }[]
  /** The plan with the waiting people in it. */
  readonly sessions: readonly Session[]
}

export interface GroupToOpen {
  readonly service: string
  readonly start: string
  readonly end: string
  readonly staff: string
  readonly site: string
  readonly room: string | null
  readonly telehealth: boolean
  /** Waiting people who would sit in it. */
  readonly members: number
}

export interface LabPeople {
  readonly week: Week
  readonly sessions: readonly Session[]
  /** The waiting people, with whoever may be their counselor. */
  readonly people: readonly Participant[]
}

/** The answer in words of the week; undefined when the checker finds a hard rule broken that the plan alone keeps. */
export function answerOf(given: LabPeople, plan: StandingPlan, shared: Shared, now: Shared): Answer | undefined {
  const { center } = plan.search.table
  const sessions = sessionsWith(given, plan, shared)
  if (newBreaches(given, sessions).length > 0) return undefined
  return {
    groups: shared.opened.map((group) => groupToOpen(center, group, shared)),
    reached: shared.reached,
    minutes: shared.minutes,
    leaderMinutes: shared.opened.reduce((sum, { spot }) => sum + spot.end - spot.start, 0),
    each: given.people.map(({ id }, index) => ({
      participant: id,
      before: now.each[index]!,
      after: shared.each[index]!,
    })),
    sessions,
  }
}

/** H1 to H19 over everybody together, without what the plan breaks by itself. @public for the tests */
export function newBreaches({ week, sessions, people }: LabPeople, proposed: readonly Session[]): Breach[] {
  const { previous: _past, ...open } = week
  const everybody = { ...open, participants: [...week.participants, ...people] }
  const breaches = (of: readonly Session[]) => hardRules.flatMap((rule) => rule.breaches(openPlan(everybody, of)))
  const before = new Set(breaches(sessions).map(({ name, text }) => `${name} ${text}`))
  return breaches(proposed).filter(({ name, text }) => !before.has(`${name} ${text}`))
}

function sessionsWith({ sessions, people }: LabPeople, { search, sessionOf }: StandingPlan, shared: Shared): Session[] {
  const { center } = search.table
  const joined = new Map<string, string[]>()
  const opened = new Map<RunningGroup, string[]>(shared.opened.map((group) => [group, []]))
  const alone: Session[] = []
  shared.weeks.forEach((seats, index) => {
    const { id } = people[index]!
    for (const seat of seats) {
      const before = seat.group && sessionOf.get(seat.group)
      if (before) joined.set(before.id, [...(joined.get(before.id) ?? []), id])
      else if (seat.group) opened.get(seat.group)!.push(id)
      else alone.push({ ...oneToOne(center, index, seat), id: `lab-${id}-${seat.slot}` })
    }
  })
  return [
    ...sessions.map((session) => ({ ...session, members: [...session.members, ...(joined.get(session.id) ?? [])] })),
    ...[...opened].map(([group, members], n) => ({ ...sessionOfGroup(center, group), id: `lab-${n}`, members })),
    ...alone,
  ]
}

function oneToOne(center: Center, index: number, { slot, staff, room }: Seat): Omit<Session, 'id'> {
  const { slots, services, participant } = center.people[index]!
  return {
    service: center.services[services[slots.service[slot]!]!]!.service.id,
    start: wallOf(center.week.weekStart, slots.start[slot]!),
    staff: center.staff[staff]!.staff.id,
    site: center.sites[center.staff[staff]!.site]!,
    room: room < 0 ? null : center.rooms[room]!.id,
    telehealth: slots.telehealth[slot] === 1,
    members: [participant.id],
  }
}

function sessionOfGroup(center: Center, { spot, staff, room }: RunningGroup): Omit<Session, 'id' | 'members'> {
  return {
    service: center.services[spot.service]!.service.id,
    start: wallOf(center.week.weekStart, spot.start),
    staff: center.staff[staff]!.staff.id,
    site: center.sites[spot.site]!,
    room: room < 0 ? null : center.rooms[room]!.id,
    telehealth: spot.telehealth,
  }
}

function groupToOpen(center: Center, group: RunningGroup, { weeks }: Shared): GroupToOpen {
  return {
    ...sessionOfGroup(center, group),
    end: wallOf(center.week.weekStart, group.spot.end),
    members: weeks.filter((seats) => seats.some((seat) => seat.group === group)).length,
  }
}
