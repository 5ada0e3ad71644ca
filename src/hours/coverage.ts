import { z } from 'zod'
import { Refusal } from '../kernel/refusal.ts'
import { dateOf, dayNumber } from '../planner/model/time.ts'
import { packOn, type PayerPack } from './payer-pack.ts'

/** Where nothing else is recorded about a person, the program's own hours count. */
export const USUAL_PACK = 'program-hours'

/** Papers a payer may ask for; `plan` is the signed treatment plan with its review, the others are the payer's or physician's. */
const PAPER_KINDS = ['plan', 'certification', 'authorization', 'partial-hospitalization'] as const

export const RecordCoverage = z.strictObject({ pack: z.string().trim().min(2).max(61), from: z.iso.date() })
export type RecordCoverage = z.infer<typeof RecordCoverage>

/** Days a paper holds for, both ends included; without an end it holds until it is withdrawn. */
export const RecordPaper = z.strictObject({
  kind: z.enum(PAPER_KINDS),
  from: z.iso.date(),
  until: z.iso.date().nullable(),
})
export type RecordPaper = z.infer<typeof RecordPaper>

const Paper = RecordPaper.extend({
  id: z.uuid(),
  /** Days until it ends, from today on; null without an end, negative once it ended. */
  daysLeft: z.int().nullable(),
  withdrawn: z.boolean(),
})

/** Whose rules count a person's hours, and the papers they ask for; newest first. */
export const PersonCoverage = z.object({
  person: z.object({ id: z.uuid(), name: z.string() }),
  coverages: z.array(z.object({ id: z.uuid(), pack: z.string(), payer: z.string(), from: z.iso.date() })),
  papers: z.array(Paper),
})
export type PersonCoverage = z.infer<typeof PersonCoverage>

/** Whole days from today to a date; 0 today. */
export function daysLeft(today: string, until: string | null): number | null {
  return until === null ? null : dayNumber(until) - dayNumber(today)
}

/**
 * Whether a paper can hold. Refusals: `paper-ends-before`, and `certification-too-long` where the payer's certifications
 * last fewer days (42 CFR 424.24(e)(3): Medicare recertifies at least every 60 days).
 */
export function refuseImpossiblePaper({ kind, from, until }: RecordPaper, packs: readonly PayerPack[]): void {
  if (until !== null && until < from)
    throw new Refusal('paper-ends-before', `It ends on ${until}, before it begins on ${from}. Maybe swap them.`, 400)
  const most = packOn(packs, from)?.certificationMaxDays ?? null
  if (kind !== 'certification' || most === null) return
  const last = dateOf(dayNumber(from) + most - 1)
  if (until === null || until > last)
    throw new Refusal(
      'certification-too-long',
      `This payer's certifications last ${most} days: at most until ${last}. Maybe choose that day.`,
      400,
    )
}

/**
 * The versions that judge a person's days: each coverage's from its first day until the next one begins, before the first
 * the program's own. `coverages` in the order of their days; of two for one day the later recorded one counts.
 */
export function packsOfDays(
  coverages: readonly RecordCoverage[],
  packs: ReadonlyMap<string, readonly PayerPack[]>,
): PayerPack[] {
  const spans = [{ pack: USUAL_PACK, from: '0001-01-01' }, ...coverages]
  return spans.flatMap(({ pack, from }, at) => {
    const next = spans[at + 1]?.from
    if (next !== undefined && next <= from) return []
    const versions = (packs.get(pack) ?? []).filter((one) => next === undefined || one.effectiveFrom < next)
    const begun = packOn(versions, from)
    const later = versions.filter((one) => one.effectiveFrom > from)
    return begun ? [{ ...begun, effectiveFrom: from }, ...later] : later
  })
}
