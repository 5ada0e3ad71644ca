import { z } from 'zod'
import { Weights } from '../planner/model/week.ts'
import type { Why } from '../planner/move/why-changed.ts'
import { ToldChange } from './changed-week.ts'
import { becauseWords, type MoveNames } from './move-words.ts'
import { MakePin } from './pin.ts'

/** What accepting a proposal would change, told before anybody accepts it. */

export const PlanDiff = z.object({
  /** What the proposal is compared with. `nothing`: the first plan of a week. */
  against: z.enum(['published', 'previous', 'nothing']),
  people: z.int(),
  moved: z.int(),
  added: z.int(),
  dropped: z.int(),
  /** People who stay under their weekly hours, by name where the reader may see them, and how many did before. */
  below: z.object({ names: z.array(z.string()), count: z.int(), before: z.int().nullable() }),
  changes: z.array(
    z.object({
      person: z.object({ id: z.uuid(), name: z.string() }),
      change: ToldChange,
      because: z.string(),
      /** Pins the session where it was; null when there is nothing to keep. */
      keep: MakePin.nullable(),
    }),
  ),
  /** Pins the proposal does not keep, in words. */
  brokenPins: z.array(z.string()),
  weights: Weights,
})
export type PlanDiff = z.infer<typeof PlanDiff>

/** Everybody whose published week is not as it was when it was first published; `since` is that instant. */
export const WeekSince = z.object({
  since: z.string().nullable(),
  people: z.array(z.object({ id: z.uuid(), name: z.string(), changes: z.array(ToldChange) })),
})
export type WeekSince = z.infer<typeof WeekSince>

const SAVED: Record<string, string> = {
  S1: 'It could stay, but here nothing else is lost.',
  S2: 'It could stay, but this way the weekly hours are reached.',
  S3: 'It could stay, but this saves a trip.',
  S4: 'It could stay, but this saves time on the way.',
  S5: 'It could stay, but this saves a remote visit.',
  S6: 'It could stay, but this is at the preferred time of day.',
  S7: 'It could stay, but this leaves less waiting between sessions.',
  S8: 'It could stay, but this is with the own counselor.',
  S10: 'It could stay, but this keeps a day in person that is wanted.',
  S11: 'It could stay, but this is closer to what was published.',
}

/** One sentence or more on why a session is elsewhere in the plan. */
export function whyWords(why: Why, where: Parameters<typeof becauseWords>[1], names: MoveNames): string {
  if (why.kind === 'in-the-way') return becauseWords(why.because, where, names).join(' ')
  if (why.kind === 'saves') return SAVED[why.cost] ?? 'It could stay; the plan weighs this as better.'
  if (why.kind === 'was-missing') return 'It was missing before.'
  if (why.kind === 'dropped') return 'The plan holds no place for it; the list of what is missing says why.'
  if (why.kind === 'not-held') return 'No group meets at that time any more.'
  return 'It could stay; moving it makes room for others.'
}
