import { z } from 'zod'

/** What a participant says in a check-in: cravings, triggers, anything. The person and their counselors read it. */
export const SayWords = z.strictObject({ words: z.string().trim().min(1).max(4_000) })

export const CheckInWords = z.object({
  id: z.uuid(),
  saidAt: z.iso.datetime(),
  /** Null when the person's words were erased for good. */
  words: z.string().nullable(),
  erased: z.boolean(),
})
export const AllCheckInWords = z.object({ checkIns: z.array(CheckInWords) })

export type AllCheckInWords = z.infer<typeof AllCheckInWords>
