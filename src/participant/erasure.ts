import { z } from 'zod'

/** Why something is done that others will ask about later. */
export const Reason = z.strictObject({ why: z.string().trim().min(10).max(1_000) })

/** A person's sealed words were made unreadable for good: who ordered it, when, why. */
export const Erasure = z.object({ orderedAt: z.iso.datetime(), orderedBy: z.uuid(), why: z.string() })

/** Records that must be kept for a proceeding. While one is in force, nothing of the person is erased. */
export const LegalHold = z.object({
  id: z.uuid(),
  why: z.string(),
  putAt: z.iso.datetime(),
  liftedAt: z.iso.datetime().nullable(),
})

export const ErasureState = z.object({ erasure: Erasure.nullable(), holds: z.array(LegalHold) })

export type ErasureState = z.infer<typeof ErasureState>
