import type { Reason } from '../../src/planner/choices/reason.ts'
import type { ShownSession } from '../../src/schedule/choice.ts'
import { dateOf, dayWords, hoursWords, longDayWords, spanWords, wallMinutes } from './times.ts'
import { say } from './words.ts'

/** What is better or worse about a week, in the language on screen. */
export function reasonWords({ kind, count = 0, day = '' }: Reason): string {
  switch (kind) {
    case 'more-minutes':
      return say('choice.moreMinutes', { hours: hoursWords(count) })
    case 'fewer-trips':
      return say('choice.fewerTrips', { count })
    case 'own-counselor':
      return say('choice.ownPerson', { count })
    case 'weekend-free':
      return say('choice.weekendFree')
    case 'free-day':
      return say('choice.freeDay', { day: longDayWords(day) })
    case 'mornings-only':
      return say('choice.morningsOnly')
    case 'evenings-only':
      return say('choice.eveningsOnly')
    case 'less-travel':
      return say('choice.lessTravel', { time: hoursWords(count) })
    case 'other-times':
      return say('choice.otherTimes')
    case 'more-trips':
      return say('choice.moreTrips', { count })
    case 'cover':
      return say('choice.cover', { count })
    case 'new-day':
      return say('choice.newDay', { day: longDayWords(day) })
    case 'more-travel':
      return say('choice.moreTravel', { time: hoursWords(count) })
  }
}

/** `Mon, Nov 30 · 5:30 – 6:30 PM · Group` */
export function sessionWords({ start, end, service }: ShownSession): string {
  return `${dayWords(dateOf(start))} · ${spanWords(start, end)} · ${service}`
}

/** A gap this long makes two visits of it. */
const SAME_VISIT = 60

/** Days with their times, sessions that follow one another as one span. */
export function daysAtAGlance(sessions: readonly ShownSession[]): { date: string; spans: string[] }[] {
  const spans: { start: string; end: string }[] = []
  for (const { start, end } of sessions.toSorted((a, b) => (a.start < b.start ? -1 : 1))) {
    const last = spans.at(-1)
    if (last && wallMinutes(start) - wallMinutes(last.end) < SAME_VISIT) last.end = end > last.end ? end : last.end
    else spans.push({ start, end })
  }
  const dates = [...new Set(spans.map(({ start }) => dateOf(start)))]
  return dates.map((date) => ({
    date,
    spans: spans.filter(({ start }) => dateOf(start) === date).map(({ start, end }) => spanWords(start, end)),
  }))
}
