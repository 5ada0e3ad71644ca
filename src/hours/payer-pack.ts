import { z } from 'zod'

/** Kinds of service as the planner names them (docs/week-format.md section 2). */
const KINDS = ['group', 'individual', 'family', 'medical', 'other'] as const

/**
 * What one payer counts and pays, as data (facts: hours, section 2.4): a new version takes effect on a day and changes only
 * later days. Minutes are whole; `null` means the payer has no such rule. A pack with `verified: false` is shown as such.
 */
export const PayerPack = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{1,60}$/),
  version: z.int().min(1),
  payer: z.string().trim().min(1).max(120),
  state: z.string().trim().min(2).max(40).nullable(),
  effectiveFrom: z.iso.date(),
  /** Where the rule is written, so that a reader can look it up. */
  source: z.string().trim().min(1).max(500),
  verified: z.boolean(),
  /** Minutes of a day that make it payable by the day; null: every countable minute is. */
  minMinutesPerBillableDay: z.int().min(1).max(1440).nullable(),
  /** Payable days a week needs; fewer do not unmake the days, but the week is flagged. */
  minBillableDaysPerWeek: z.int().min(1).max(7).nullable(),
  /** Minutes a week that must be scheduled for the person, whatever is attended. */
  minScheduledMinutesPerWeek: z.int().min(1).max(10_080).nullable(),
  /** Different services a payable day needs (Medicare: 3, a higher rate from 4). */
  minServicesPerDay: z.int().min(1).max(10).nullable(),
  /** Whether the morning and the evening of one day are added up. */
  splitDayAllowed: z.boolean(),
  /** Minutes of the clock that make a clinical hour. */
  clinicalHourMinutes: z.int().min(30).max(60),
  rounding: z.strictObject({ minutes: z.int().min(1).max(60), direction: z.enum(['down', 'nearest']) }),
  countableKinds: z.array(z.enum(KINDS)).min(1),
  excludesBreaks: z.boolean(),
  telehealthGroupAllowed: z.boolean(),
  /** Most of a week's countable minutes that may be remote, in percent. */
  telehealthShareMax: z.int().min(0).max(100).nullable(),
  /** Members who must attend for a group to count. */
  groupMinToHold: z.int().min(1).max(20).nullable(),
  requiresSignedNote: z.boolean(),
  requiresSignedPlan: z.boolean(),
  requiresAuthorization: z.boolean(),
  /** Days a physician's certification of need lasts (Medicare: 60). */
  certificationMaxDays: z.int().min(1).max(366).nullable(),
  /** What becomes of a day under the threshold: single services are billed, or nothing is. */
  belowThreshold: z.enum(['discrete', 'none']),
  codes: z.array(z.string().max(20)).max(20),
})

export type PayerPack = z.infer<typeof PayerPack>

/** The version in force on a day: the latest that took effect by then; undefined before the first. */
export function packOn(versions: readonly PayerPack[], day: string): PayerPack | undefined {
  const begun = versions.filter((pack) => pack.effectiveFrom <= day)
  return begun.toSorted((a, b) => order(a).localeCompare(order(b))).at(-1)
}

/** Two versions of one day: the higher number was entered later. */
function order(pack: PayerPack): string {
  return `${pack.effectiveFrom} ${String(pack.version).padStart(9, '0')}`
}
