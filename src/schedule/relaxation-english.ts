import type { HelpfulChange } from './relaxation.ts'
import { clockIn, dayIn, ENGLISH, hoursIn, isOneDay, partOfDayIn } from './spoken-times.ts'

/** One change, as a wish of the person's own life or an offer of the center; then what it brings. */
export function englishWords(change: HelpfulChange, minutes: number): string {
  const gain = gainWords(minutes)
  switch (change.type) {
    case 'busy':
      return `If you were free ${englishSpan(change)}, ${gain}.`
    case 'telehealth':
      return `If you could join by video, ${gain}.`
    case 'travel':
      return `If your trip were ${change.minutes} minutes shorter, ${gain}.`
    case 'dailyMax':
      return `If your day could be ${change.minutes} minutes longer, ${gain}.`
    case 'anyCounselor':
      return `If other staff could meet you, ${gain}.`
    case 'familyBlocks':
      return `If your family could come at more times, ${gain}.`
    case 'seat':
      return `Your center could open a seat on ${partOfDayIn(ENGLISH, change.start)}. Then ${gain}.`
    case 'group':
      return `Your center could start a group on ${partOfDayIn(ENGLISH, change.start)}. Then ${gain}.`
    case 'duty':
      return `Your center could find a time on ${partOfDayIn(ENGLISH, change.start)}. Then ${gain}.`
  }
}

/** Changes that help only together. */
export function englishTogether(changes: readonly HelpfulChange[], minutes: number): string {
  return `Two changes would help together: ${changes.map(asThing).join(' and ')}. Then ${gainWords(minutes)}.`
}

/** `Wednesday 5:00 pm to 9:00 pm`, with both days when it passes midnight. */
export function englishSpan(span: { readonly start: string; readonly end: string }): string {
  const end = clockIn(ENGLISH, span.end)
  return `${englishTime(span.start)} to ${isOneDay(span) ? end : englishTime(span.end)}`
}

export function englishTime(wall: string): string {
  return `${dayIn(ENGLISH, wall)} ${clockIn(ENGLISH, wall)}`
}

/** `1.5 more hours would fit`; less than an hour is told in minutes. */
function gainWords(minutes: number): string {
  if (minutes < 60) return `${minutes} more minutes would fit`
  return `${hoursIn(minutes)} more ${minutes === 60 ? 'hour' : 'hours'} would fit`
}

function asThing(change: HelpfulChange): string {
  switch (change.type) {
    case 'busy':
      return `free time ${englishSpan(change)}`
    case 'telehealth':
      return 'joining by video'
    case 'travel':
      return `a trip ${change.minutes} minutes shorter`
    case 'dailyMax':
      return `a day ${change.minutes} minutes longer`
    case 'anyCounselor':
      return 'meeting other staff'
    case 'familyBlocks':
      return 'more times for your family'
    case 'seat':
      return `a seat on ${partOfDayIn(ENGLISH, change.start)}`
    case 'group':
      return `a group on ${partOfDayIn(ENGLISH, change.start)}`
    case 'duty':
      return `a time at your center on ${partOfDayIn(ENGLISH, change.start)}`
  }
}
