import { z } from 'zod'

/**
 * A medical emergency (42 CFR 2.51, trust.md 4.3): for 30 minutes an account reads C0 to C3 of one participant, never
 * counseling notes. The privacy officer and the participant see that it happened at once; it is reviewed within 72 hours.
 */
export const OpenBreakGlass = z.strictObject({
  participant: z.uuid(),
  /** The nature of the emergency. */
  reason: z.string().trim().min(20).max(1000),
})

export const BreakGlass = z.object({
  id: z.uuid(),
  participant: z.uuid(),
  openedBy: z.string(),
  reason: z.string(),
  openedAt: z.string(),
  expiresAt: z.string(),
  closedAt: z.string().nullable(),
  /** Hours since it was opened without a review; null once reviewed. Past 72 the account opens no other. */
  unreviewedHours: z.int().nullable(),
  review: z
    .object({ outcome: z.enum(['justified', 'not-justified']), words: z.string(), at: z.string(), by: z.string() })
    .nullable(),
})
export type BreakGlass = z.infer<typeof BreakGlass>

export const ReviewBreakGlass = z.strictObject({
  outcome: z.enum(['justified', 'not-justified']),
  words: z.string().trim().max(1000).default(''),
})
export type ReviewBreakGlass = z.infer<typeof ReviewBreakGlass>

/** After this an account whose break-glass nobody reviewed opens no other. */
export const REVIEW_HOURS = 72
