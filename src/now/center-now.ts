import { z } from 'zod'
import type { Forecast } from '../hours/forecast.ts'
import { ledgerOf } from '../hours/ledger.ts'
import type { WeekEvents } from '../hours/week-events.ts'
import { Share, shareOf } from '../schedule/share.ts'

/** Intensive outpatient care begins at nine hours of services a week (42 CFR 410.44(a)(4); ASAM level 2.1). */
const NINE_HOURS = 540

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
  staff: z.array(z.object({ id: z.uuid(), name: z.string(), sessions: z.int(), minutes: z.int() })),
})
export type CenterNow = z.infer<typeof CenterNow>

/**
 * The shares of people that hours make; over everybody whose hours are prescribed. `seated`: how many have seats in the
 * week, as the same page tells it.
 */
export function shareOfHours(
  weeks: readonly { readonly events: WeekEvents; readonly forecast: Forecast }[],
  seated: number | null,
): Pick<CenterNow, 'plannedNine' | 'attendedNine' | 'reach'> {
  const dosed = weeks.filter(({ forecast }) => forecast.verdict.clinical.needs > 0)
  const having = (holds: (one: (typeof dosed)[number]) => boolean) =>
    shareOf(dosed.filter(holds).length, dosed.length, seated)
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
