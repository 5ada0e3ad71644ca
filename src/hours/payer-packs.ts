import { z } from 'zod'
import { Refusal } from '../kernel/refusal.ts'
import type { Forecast } from './forecast.ts'
import { PayerPack } from './payer-pack.ts'

/** A version as it was entered. */
const PackVersion = PayerPack.extend({ enteredAt: z.string(), enteredBy: z.string() })
export type PackVersion = z.infer<typeof PackVersion>

/** Every payer's rules in all their versions, newest first; `inForce` is the version that judges today. */
export const PayerPacks = z.object({
  today: z.iso.date(),
  packs: z.array(
    z.object({
      id: z.string(),
      inForce: z.int().nullable(),
      /** People whose hours it counts today; null to whoever sees no coverage. */
      people: z.int().nullable(),
      versions: z.array(PackVersion),
    }),
  ),
})
export type PayerPacks = z.infer<typeof PayerPacks>

/** The next version of a pack. `after` is the version the form began with; 0 for a payer that is new. */
export const EnterVersion = PayerPack.omit({ version: true }).extend({ after: z.int().min(0) })
export type EnterVersion = z.infer<typeof EnterVersion>

const Counts = z.object({ payableDays: z.int(), minutes: z.int(), people: z.int() })

/** What a version would change in the present week, if what is planned is attended and every note is signed. */
export const PackPreview = z.object({
  weekStart: z.iso.date(),
  /** Whose hours the pack counts in that week. */
  people: z.int(),
  /** People with another number of payable days or countable minutes. */
  changed: z.int(),
  before: Counts,
  after: Counts,
  /** The same, as if it had been in force from Monday on. */
  wholeWeek: Counts,
})
export type PackPreview = z.infer<typeof PackPreview>

/**
 * Whether a version can bind from its day on. Refusals: `pack-in-the-past` (days already counted keep their rule),
 * `pack-meanwhile` (somebody else entered a version that the form did not show), `pack-before-version`
 * (a later day has a version already, and the new one would end where that begins).
 */
export function refuseImpossibleVersion(wish: EnterVersion, versions: readonly PayerPack[], today: string): void {
  const last = Math.max(0, ...versions.map(({ version }) => version))
  if (wish.after !== last)
    throw new Refusal(
      'pack-meanwhile',
      `Version ${last} is the last one, this form began with ${wish.after}. Maybe load the page again.`,
    )
  if (wish.effectiveFrom < today)
    throw new Refusal(
      'pack-in-the-past',
      `${wish.effectiveFrom} is over, and its hours are counted. A version begins today (${today}) or later.`,
      400,
    )
  const latest = versions.toSorted((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : 1)).at(-1)
  if (latest && wish.effectiveFrom < latest.effectiveFrom)
    throw new Refusal(
      'pack-before-version',
      `Version ${latest.version} begins on ${latest.effectiveFrom}. A new version begins on that day or later.`,
      400,
    )
}

/** Sums over the forecasts of everybody the pack counts. `people`: who has the payable days the payer wants. */
export function countsUnder(pack: string, forecasts: readonly Forecast[]): z.infer<typeof Counts> {
  const judged = forecasts.flatMap(({ verdict }) => verdict.payer ?? []).filter((one) => one.pack.id === pack)
  const days = judged.flatMap((one) => one.days).filter(({ paid }) => paid === 'per-day')
  return {
    payableDays: days.length,
    minutes: days.reduce((minutes, day) => minutes + day.minutes, 0),
    people: judged.filter(({ missing }) => missing.length === 0).length,
  }
}

/** Whether a version changes anybody's payable days or countable minutes. */
export function differs(before: Forecast, after: Forecast): boolean {
  const shown = ({ verdict: { clinical, payer } }: Forecast) =>
    `${clinical.minutes} ${payer?.days.map(({ day, paid, minutes }) => `${day} ${paid} ${minutes}`).join()}`
  return shown(before) !== shown(after)
}
