import { z } from 'zod'

/** Days ahead in which a review is due. */
export const REVIEW_DAYS = 7

/** A prescription that is to be reviewed within seven days, or should have been; with whoever it belongs to. */
export const ReviewDue = z.object({
  participant: z.uuid(),
  name: z.string(),
  reviewOn: z.iso.date(),
  late: z.boolean(),
  /** The own counselor's name. */
  owner: z.string().nullable(),
})
export type ReviewDue = z.infer<typeof ReviewDue>

export const ReviewsDue = z.object({ day: z.iso.date(), reviews: z.array(ReviewDue) })
export type ReviewsDue = z.infer<typeof ReviewsDue>
