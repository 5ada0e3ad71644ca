import type { Attendee, PlanBook } from '../check/plan-book.ts'
import { dayNumber, dayOf } from '../model/time.ts'
import type { SoftCost } from './soft-cost.ts'
import { sumOf } from './soft-cost.ts'

/** Per group of screen days without an in-person visit on one of them. */
export const screen: SoftCost = {
  name: 'S10',
  label: 'missed screen window',
  charge(book) {
    return book.week.weights.screen * sumOf(book.attendees, (attendee) => missedWindows(book, attendee))
  },
}

function missedWindows(book: PlanBook, { participant, visits }: Attendee): number {
  const monday = dayNumber(book.week.weekStart)
  const present = new Set(visits.filter(({ telehealth }) => !telehealth).map(({ start }) => dayOf(start)))
  return participant.screenDays.filter((days) => !days.some((day) => present.has(dayNumber(day) - monday))).length
}
