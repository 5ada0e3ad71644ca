import { z } from 'zod'

/**
 * SUD counseling notes (42 CFR 2.11): a clinician's own analysis of a conversation, kept apart from the rest of the
 * record. Their author alone reads them; they are in no release for treatment, payment or operations.
 */
export const WriteNote = z.strictObject({ words: z.string().trim().min(1).max(20_000) })

export const CounselingNote = z.object({
  id: z.uuid(),
  /** 1, and one more for each amendment; earlier versions are kept. */
  version: z.int().positive(),
  recordedAt: z.iso.datetime(),
  /** Null when the person's words were erased for good. */
  words: z.string().nullable(),
  erased: z.boolean(),
})
export const CounselingNotes = z.object({ notes: z.array(CounselingNote) })

export type CounselingNotes = z.infer<typeof CounselingNotes>
