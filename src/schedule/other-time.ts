import { z } from 'zod'
import { ToldChange } from './changed-week.ts'
import { WeekStart } from './week-board.ts'

/** "Another time, please": what somebody said to a changed week, waiting for staff. */

export const OtherTimes = z.object({
  asked: z.array(
    z.object({
      id: z.uuid(),
      person: z.object({ id: z.uuid(), name: z.string() }),
      weekStart: WeekStart,
      /** Instant, UTC. */
      askedAt: z.string(),
      changes: z.array(ToldChange),
      /** The person's week was changed once more after they were told of this. */
      changedSince: z.boolean(),
    }),
  ),
})
export type OtherTimes = z.infer<typeof OtherTimes>

/** Another time was found, of which the person is told as of every change; or the time stays, and why. */
export const ReplyOtherTime = z.discriminatedUnion('reply', [
  z.strictObject({ reply: z.literal('found') }),
  z.strictObject({ reply: z.literal('stays'), because: z.string().trim().min(1).max(500) }),
])
export type ReplyOtherTime = z.infer<typeof ReplyOtherTime>
