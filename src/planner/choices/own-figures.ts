import { openPlan } from '../check/plan-book.ts'
import { dateOf, dayNumber, dayOf } from '../model/time.ts'
import type { Session, Week } from '../model/week.ts'

/** One person's week in numbers, what has happened included. */
export interface OwnFigures {
  /** Minutes of sessions that count toward the weekly target. */
  readonly countedMinutes: number
  /** Visits in person. */
  readonly trips: number
  /** There and back, of all trips. */
  readonly travelMinutes: number
  /** Days with a session, `YYYY-MM-DD`, in order. */
  readonly days: readonly string[]
  /** Part of the day of each visit. */
  readonly parts: readonly string[]
  readonly weekendVisits: number
  /** Individual sessions with somebody else than the own counselor. */
  readonly cover: number
  /** Groups of screen days without a visit in person. */
  readonly missedWindows: number
}

/** `sessions`: those of the person; other members in them do not matter. */
export function figuresOf(week: Week, person: string, sessions: readonly Session[]): OwnFigures {
  const alone = { ...week, participants: week.participants.filter(({ id }) => id === person) }
  const { participant, meetings, visits } = openPlan(alone, sessions).attendees[0]!
  const monday = dayNumber(week.weekStart)
  const dateAt = (minute: number) => dateOf(monday + dayOf(minute))
  const counted = meetings.filter(({ service }) => service.countsTowardHours)
  const trips = visits.filter(({ telehealth }) => !telehealth)
  const daysInPerson = new Set(trips.map(({ start }) => dateAt(start)))
  return {
    countedMinutes: counted.reduce((sum, { start, end }) => sum + end - start, 0),
    trips: trips.length,
    travelMinutes: trips.reduce((sum, { travel }) => sum + 2 * travel, 0),
    days: [...new Set(meetings.map(({ start }) => dateAt(start)))].toSorted(),
    parts: visits.map(({ block }) => block.block.part),
    weekendVisits: visits.filter(({ start }) => dayOf(start) >= 5).length,
    cover: meetings.filter(({ service, staff }) => service.kind === 'individual' && staff.id !== participant.counselor)
      .length,
    missedWindows: participant.screenDays.filter((days) => !days.some((day) => daysInPerson.has(day))).length,
  }
}
