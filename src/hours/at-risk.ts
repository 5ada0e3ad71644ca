import { z } from 'zod'
import type { Forecast } from './forecast.ts'
import { wordsOfRule } from './rule-words.ts'

const AtRisk = z.object({
  participant: z.uuid(),
  name: z.string(),
  /** The own counselor's name. */
  owner: z.string().nullable(),
  /** Countable minutes: by now, at the end if everything ahead is attended, and as the dose asks. */
  soFar: z.int(),
  atEnd: z.int(),
  needs: z.int(),
  /** Minutes out of reach with what is planned; 0 where only the payer's rule is not kept. */
  short: z.int(),
  /** The promises that will not be kept. */
  missing: z.array(z.enum(['hours', 'payer'])),
  because: z.array(z.string()),
})

/** Who will not reach the week's hours, or their payer's rule, and why; worst first. */
export const WeekForecast = z.object({
  weekStart: z.iso.date(),
  /** Of everybody in the center whose hours are prescribed. */
  counts: z.object({ people: z.int(), reach: z.int(), short: z.int(), payer: z.int() }),
  people: z.array(AtRisk),
})
export type WeekForecast = z.infer<typeof WeekForecast>
export type AtRisk = z.infer<typeof AtRisk>

/** A person whose forecast breaks a promise; undefined when both will be kept. */
export function atRisk(
  person: { id: string; name: string; owner: string | null },
  forecast: Forecast,
): AtRisk | undefined {
  const { clinical, payer } = forecast.verdict
  const hours = forecast.short > 0
  const unpaid = payer?.missing ?? []
  if (!hours && unpaid.length === 0) return undefined
  const lost = forecast.lost.map(({ rule }) => wordsOfRule(rule))
  return {
    participant: person.id,
    name: person.name,
    owner: person.owner,
    soFar: forecast.soFar,
    atEnd: forecast.atEnd,
    needs: clinical.needs,
    short: forecast.short,
    missing: [...(hours ? (['hours'] as const) : []), ...(unpaid.length > 0 ? (['payer'] as const) : [])],
    because: [
      ...new Set([
        ...lost,
        ...(hours && lost.length === 0 ? ['The week plans fewer hours than prescribed.'] : []),
        ...unpaid.map((one) => wordsOfRule(one.rule, one.needs, one.has)),
      ]),
    ],
  }
}

/** Worst first: hours before payers' rules, more missing before less; names last, so that the order never jumps. */
export function worstFirst(a: AtRisk, b: AtRisk): number {
  return b.short - a.short || b.missing.length - a.missing.length || (a.name < b.name ? -1 : 1)
}

/** The counts of a whole center from the forecasts of everybody with a dose. */
export function countsOf(forecasts: readonly Forecast[]): WeekForecast['counts'] {
  const dosed = forecasts.filter(({ verdict }) => verdict.clinical.needs > 0)
  const short = dosed.filter((one) => one.short > 0).length
  return {
    people: dosed.length,
    reach: dosed.length - short,
    short,
    payer: dosed.filter(({ verdict }) => (verdict.payer?.missing.length ?? 0) > 0).length,
  }
}
