import { z } from 'zod'
import type { Forecast } from '../hours/forecast.ts'
import { ledgerOf } from '../hours/ledger.ts'
import type { WeekEvents } from '../hours/week-events.ts'

/** Fewer people than this are never a number in what a director is told (trust.md 4.1, class C11). */
const SMALLEST_CELL = 11
/** Intensive outpatient care begins at nine hours of services a week (42 CFR 410.44(a)(4); ASAM level 2.1). */
const NINE_HOURS = 540

/**
 * How many of how many, so that neither those inside nor those outside are a small group: `few` are one to ten, `nearly-all`
 * leaves one to ten out, `hidden` is a whole of fewer than eleven. Then `count` is null.
 */
export const Share = z.object({
  count: z.int().nullable(),
  of: z.int().nullable(),
  shown: z.enum(['exact', 'few', 'nearly-all', 'hidden']),
})
export type Share = z.infer<typeof Share>

/** A director's week: counts and shares, never a person. */
export const CenterNow = z.object({
  weekStart: z.iso.date(),
  published: z.boolean(),
  plannedNine: Share,
  attendedNine: Share,
  /** Whoever reaches the prescribed hours if everything ahead is attended. */
  reach: Share,
  /** Meetings that overlap somebody's busy time, travel included; null: one to ten. */
  broken: z.int().nullable(),
  /** One-to-ones with the own counselor. */
  ownCounselor: Share,
  staff: z.array(z.object({ name: z.string(), sessions: z.int(), minutes: z.int() })),
})
export type CenterNow = z.infer<typeof CenterNow>

/** A count of people, or of what belongs to single people, as a director may read it. */
export function shownCount(count: number): number | null {
  return count > 0 && count < SMALLEST_CELL ? null : count
}

export function shareOf(count: number, of: number): Share {
  if (of < SMALLEST_CELL) return { count: null, of: shownCount(of), shown: 'hidden' }
  if (shownCount(count) === null) return { count: null, of, shown: 'few' }
  if (shownCount(of - count) === null) return { count: null, of, shown: 'nearly-all' }
  return { count, of, shown: 'exact' }
}

/** The shares of people that hours make; over everybody whose hours are prescribed. */
export function shareOfHours(
  weeks: readonly { readonly events: WeekEvents; readonly forecast: Forecast }[],
): Pick<CenterNow, 'plannedNine' | 'attendedNine' | 'reach'> {
  const dosed = weeks.filter(({ forecast }) => forecast.verdict.clinical.needs > 0)
  const having = (holds: (one: (typeof dosed)[number]) => boolean) => shareOf(dosed.filter(holds).length, dosed.length)
  return {
    plannedNine: having(({ events }) => minutesOf(events, 'planned') >= NINE_HOURS),
    attendedNine: having(({ events }) => minutesOf(events, 'attended') >= NINE_HOURS),
    reach: having(({ forecast }) => forecast.short === 0),
  }
}

/** Minutes of a stage in services that count toward the hours. */
function minutesOf(events: WeekEvents, stage: 'planned' | 'attended'): number {
  const counting = new Set(events.sessions.filter((one) => one.countsTowardHours).map(({ session }) => session))
  return ledgerOf(events)
    .filter((entry) => entry.stage === stage && counting.has(entry.subject))
    .reduce((sum, entry) => sum + entry.minutes, 0)
}
