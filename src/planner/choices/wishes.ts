import type { Participant, Weights } from '../model/week.ts'
import type { OwnFigures } from './own-figures.ts'

/** One thing a person may want more than everything else about a week. */
export interface Wish {
  readonly name: 'more-hours' | 'fewest-trips' | 'own-counselor' | 'free-weekend' | 'free-day' | 'mornings' | 'evenings'
  readonly weights: Partial<Weights>
  readonly prefers?: Participant['prefers']
  /** Days of the week to keep free if possible, Monday is 0. */
  readonly freeDays: readonly number[]
  readonly isMet: (then: OwnFigures) => boolean
}

/** Outweighs every usual cost of a week, and is outweighed by a missed screen window. */
export const ABOVE_ALL = 10_000

const WEEKEND = [5, 6]

/**
 * The wishes that make sense beside the present week, in the order in which they are offered; each is met only by a week
 * that is better in this respect. `days`: those with a session that can still change; `day` 0 is Monday.
 */
export function wishesFor(
  participant: Participant,
  now: OwnFigures,
  days: readonly { readonly day: number; readonly date: string }[],
): Wish[] {
  const plain = { weights: {}, freeDays: [] }
  const parts = (['morning', 'evening'] as const).map((part): Wish => ({
    ...plain,
    name: part === 'morning' ? 'mornings' : 'evenings',
    weights: { nonPreferred: ABOVE_ALL },
    prefers: part,
    isMet: (then) => visitsOutside(part, then) < visitsOutside(part, now),
  }))
  const preferred = parts.filter(({ prefers }) => prefers === participant.prefers)
  const weekdays = days.filter(({ day }) => !WEEKEND.includes(day))
  return [
    { ...plain, name: 'more-hours', isMet: (then) => then.countedMinutes > now.countedMinutes },
    ...preferred,
    { ...plain, name: 'fewest-trips', weights: { trip: ABOVE_ALL }, isMet: (then) => then.trips < now.trips },
    { ...plain, name: 'own-counselor', weights: { cover: ABOVE_ALL }, isMet: (then) => then.cover < now.cover },
    {
      ...plain,
      name: 'free-weekend',
      freeDays: WEEKEND,
      isMet: (then) => then.weekendVisits === 0 && now.weekendVisits > 0,
    },
    // The end of the week first; a day may move to another one, as long as it costs no further trip.
    ...weekdays.toReversed().map(({ day, date }): Wish => ({
      ...plain,
      name: 'free-day',
      freeDays: [day],
      isMet: (then) => !then.days.includes(date) && then.days.length <= now.days.length && then.trips <= now.trips,
    })),
    ...parts.filter((wish) => !preferred.includes(wish)),
  ]
}

function visitsOutside(part: string, { parts }: OwnFigures): number {
  return parts.filter((one) => one !== part).length
}
