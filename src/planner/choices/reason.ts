import { z } from 'zod'
import { Day } from '../model/week.ts'
import type { OwnFigures } from './own-figures.ts'

/** What is better or worse about a week beside the present one, for screens to put into words. `count` in the kind's unit. */
export const Reason = z.strictObject({
  kind: z.enum([
    'more-minutes',
    'fewer-trips',
    'own-counselor',
    'weekend-free',
    'free-day',
    'mornings-only',
    'evenings-only',
    'less-travel',
    'other-times',
    'more-trips',
    'cover',
    'new-day',
    'more-travel',
  ]),
  /** Minutes, trips or sessions. */
  count: z.int().optional(),
  day: Day.optional(),
})
export type Reason = z.infer<typeof Reason>

/** What speaks for the other week, the most telling first; `other-times` alone when nothing else does. */
export function reasonsFor(now: OwnFigures, then: OwnFigures): Reason[] {
  const found: Reason[] = [
    ...more('more-minutes', then.countedMinutes - now.countedMinutes),
    ...more('fewer-trips', now.trips - then.trips),
    ...more('own-counselor', now.cover - then.cover),
    ...when('weekend-free', now.weekendVisits > 0 && then.weekendVisits === 0),
    ...missingFrom(then.days, now.days).map((day): Reason => ({ kind: 'free-day', day })),
    ...when('mornings-only', isAll('morning', then) && !isAll('morning', now)),
    ...when('evenings-only', isAll('evening', then) && !isAll('evening', now)),
    ...more('less-travel', now.travelMinutes - then.travelMinutes),
  ]
  return found.length > 0 ? found : [{ kind: 'other-times' }]
}

/** What speaks against it. */
export function drawbacksOf(now: OwnFigures, then: OwnFigures): Reason[] {
  return [
    ...more('more-trips', then.trips - now.trips),
    ...more('cover', then.cover - now.cover),
    ...missingFrom(now.days, then.days).map((day): Reason => ({ kind: 'new-day', day })),
    ...more('more-travel', then.travelMinutes - now.travelMinutes),
  ]
}

function more(kind: Reason['kind'], count: number): Reason[] {
  return count > 0 ? [{ kind, count }] : []
}

function when(kind: Reason['kind'], holds: boolean): Reason[] {
  return holds ? [{ kind }] : []
}

/** Entries of the second list that the first does not have. */
function missingFrom(some: readonly string[], others: readonly string[]): string[] {
  return others.filter((one) => !some.includes(one))
}

function isAll(part: string, { parts }: OwnFigures): boolean {
  return parts.length > 0 && parts.every((one) => one === part)
}
