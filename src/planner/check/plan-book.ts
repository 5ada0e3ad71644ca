import { groupedBy } from '../model/grouped-by.ts'
import type { Interval } from '../model/time.ts'
import { minuteOf } from '../model/time.ts'
import type { Participant, Room, Service, Session, Site, Staff, Week } from '../model/week.ts'
import type { BlockTime, WeekBook } from './week-book.ts'
import { openWeek } from './week-book.ts'

/** A session of the plan with everything it refers to. Times in minutes of the week. */
export interface Meeting extends Interval {
  readonly session: Session
  readonly service: Service
  readonly staff: Staff
  readonly site: Site
  /** Undefined when the session names none, or one that its site does not have. */
  readonly room: Room | undefined
  /** The block it starts in. */
  readonly block: BlockTime | undefined
  /** The known members, each once. */
  readonly members: readonly Participant[]
  /** It starts before `frozenBefore`. */
  readonly frozen: boolean
}

/** All meetings of one participant in one block, from the first start to the last end. */
export interface Visit extends Interval {
  readonly block: BlockTime
  /** By start. */
  readonly meetings: readonly Meeting[]
  readonly telehealth: boolean
  /** Minutes one way, 0 for telehealth. */
  readonly travel: number
  readonly frozen: boolean
}

/** One participant's week in the plan. */
export interface Attendee {
  readonly participant: Participant
  /** By start. */
  readonly meetings: readonly Meeting[]
  readonly visits: readonly Visit[]
}

/** A week and a plan, joined for the rules and costs. */
export interface PlanBook extends WeekBook {
  /** As the plan states them, also those with unknown ids. */
  readonly sessions: readonly Session[]
  /** Only sessions whose service, staff member and site are known; rule H1 names the others. */
  readonly meetings: readonly Meeting[]
  /** Every participant of the week, in the week's order. */
  readonly attendees: readonly Attendee[]
}

/** Joins a well-formed week and the sessions of a plan of it. Sessions with unknown ids are kept apart, never an error. */
export function openPlan(week: Week, sessions: readonly Session[]): PlanBook {
  const book = openWeek(week)
  const meetings = sessions.map((session) => meetingOf(book, session)).filter((meeting) => meeting !== undefined)
  const meetingsOf = new Map<string, Meeting[]>(week.participants.map((participant) => [participant.id, []]))
  for (const meeting of meetings.toSorted((a, b) => a.start - b.start)) {
    for (const member of meeting.members) meetingsOf.get(member.id)?.push(meeting)
  }
  const attendees = week.participants.map((participant) => {
    const attended = meetingsOf.get(participant.id) ?? []
    return { participant, meetings: attended, visits: visitsOf(participant, attended) }
  })
  return { ...book, sessions, meetings, attendees }
}

function meetingOf(book: WeekBook, session: Session): Meeting | undefined {
  const service = book.services.get(session.service)
  const staff = book.staff.get(session.staff)
  const site = book.sites.get(session.site)
  if (!service || !staff || !site) return undefined
  const start = minuteOf(book.week.weekStart, session.start)
  return {
    session,
    service,
    staff,
    site,
    room: session.room === null ? undefined : book.rooms.get(site.id)?.get(session.room),
    block: book.blocks.find((block) => block.start <= start && start < block.end),
    members: [...new Set(session.members)].map((id) => book.participants.get(id)).filter((one) => one !== undefined),
    start,
    end: start + service.minutes,
    frozen: start < book.frozenBefore,
  }
}

function visitsOf(participant: Participant, meetings: readonly Meeting[]): Visit[] {
  const byBlock = groupedBy(meetings, ({ block }) => block)
  return [...byBlock].flatMap(([block, together]) => (block ? [visitOf(participant, block, together)] : []))
}

function visitOf(participant: Participant, block: BlockTime, meetings: readonly Meeting[]): Visit {
  const there = meetings.find((meeting) => !meeting.session.telehealth)
  const reach = there && participant.sites.find((site) => site.site === there.site.id)
  return {
    block,
    meetings,
    telehealth: !there,
    travel: reach?.travelMinutes ?? 0,
    frozen: meetings.some((meeting) => meeting.frozen),
    start: meetings.reduce((first, meeting) => Math.min(first, meeting.start), Number.POSITIVE_INFINITY),
    end: meetings.reduce((last, meeting) => Math.max(last, meeting.end), Number.NEGATIVE_INFINITY),
  }
}
