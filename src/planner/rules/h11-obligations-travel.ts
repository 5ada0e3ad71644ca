import type { Attendee, PlanBook, Visit } from '../check/plan-book.ts'
import { spanOf } from '../check/week-book.ts'
import { spanWords } from '../model/clock-words.ts'
import type { Interval } from '../model/time.ts'
import { overlaps } from '../model/time.ts'
import type { Breach, Rule } from './rule.ts'
import { HARD_RULES_TEXT } from './rule.ts'

/**
 * The occupied time of a visit is the visit with the travel time before and after. It overlaps no busy interval of the
 * participant (frozen visits are not compared with these) and no occupied time of another visit of theirs.
 */
export const obligationsTravel: Rule = {
  name: 'H11',
  label: 'obligations and travel',
  source: HARD_RULES_TEXT,
  breaches(book) {
    return book.attendees.flatMap((attendee) => [...againstObligations(book, attendee), ...againstVisits(attendee)])
  },
}

/** From leaving home until being back, in minutes of the week; gaps inside the visit belong to it. */
function occupied(visit: Visit): Interval {
  return { start: visit.start - visit.travel, end: visit.end + visit.travel }
}

function againstObligations(book: PlanBook, { participant, visits }: Attendee): Breach[] {
  const ahead = visits.filter((visit) => !visit.frozen)
  if (ahead.length === 0) return []
  const busy = participant.busy.map((interval) => spanOf(book.week, interval))
  return ahead.flatMap((visit) => {
    const time = occupied(visit)
    const met = busy.find((interval) => overlaps(interval, time))
    // Only "busy", never the obligation's reason: a checker's output is read by more people than the obligation is.
    return met
      ? [{ name: 'H11', text: `${participant.id} ${away(time)} but is busy ${spanWords(met.start, met.end)}` }]
      : []
  })
}

function againstVisits({ participant, visits }: Attendee): Breach[] {
  const times = visits.map(occupied).toSorted((a, b) => a.start - b.start)
  return times.flatMap((time, n) => {
    const next = times[n + 1]
    if (!next || !overlaps(time, next)) return []
    return [{ name: 'H11', text: `${participant.id} ${away(time)} and again ${spanWords(next.start, next.end)}` }]
  })
}

function away(time: Interval): string {
  return `is on the way or in sessions ${spanWords(time.start, time.end)}`
}

/**
 * The same rule for the search: the times free of obligations. A visit with its travel must lie inside one of them.
 * @param busy minutes of the week, in any order, overlapping or not
 */
export function allowsTimes(busy: readonly Interval[]): Interval[] {
  const free: Interval[] = []
  let from = -Infinity
  for (const { start, end } of busy.toSorted((a, b) => a.start - b.start)) {
    if (start > from) free.push({ start: from, end: start })
    from = Math.max(from, end)
  }
  free.push({ start: from, end: Infinity })
  return free
}

/** The same rule for the search: the next visit may be left for only when the one before is over, travel included. */
export function allowsVisitAfter(occupiedUntil: number, leavesAt: number): boolean {
  return occupiedUntil <= leavesAt
}
