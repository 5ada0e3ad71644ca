import { z } from 'zod'
import { WallTime, WeekStart } from './week-board.ts'

/** "Life changed": what the front desk records before a week is repaired. Reasons are never part of it. */

const Span = z.strictObject({ start: WallTime, end: WallTime })

/** A staff member is away, or a room cannot be used. */
export const RecordTime = Span
/** A busy time that does not take place on a day; `movedTo` is when it takes place instead. */
export const TakeDayOff = z.strictObject({ onDate: z.iso.date(), movedTo: Span.optional() })

const Recorded = z.object({ id: z.uuid(), start: WallTime, end: WallTime })

/** What can change in a week besides people's lives, and what has been recorded for it. */
export const WeekChanges = z.object({
  weekStart: WeekStart,
  staff: z.array(z.object({ id: z.uuid(), name: z.string(), away: z.array(Recorded) })),
  rooms: z.array(z.object({ id: z.uuid(), name: z.string(), closed: z.array(Recorded) })),
})

export type RecordTime = z.infer<typeof RecordTime>
export type TakeDayOff = z.infer<typeof TakeDayOff>
export type WeekChanges = z.infer<typeof WeekChanges>
