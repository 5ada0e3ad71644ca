import { z } from 'zod'
import { StandingMark } from './attendance.ts'

/** Where a seat stands on the Today board: its mark, or what its absence means by the center's rule. */
const SeatState = z.enum(['expected', 'unmarked', 'missing', 'marked'])

const TodaySeat = z.object({
  participant: z.uuid(),
  name: z.string(),
  state: SeatState,
  mark: StandingMark.nullable(),
  /** What the next mark replaces: the mark, or the one that took it back. */
  replaces: z.uuid().nullable(),
})

export const TodaySession = z.object({
  id: z.uuid(),
  service: z.string(),
  kind: z.enum(['group', 'individual', 'family', 'medical', 'other']),
  start: z.string(),
  end: z.string(),
  startsAt: z.string(),
  endsAt: z.string(),
  staff: z.string(),
  staffId: z.uuid(),
  room: z.string().nullable(),
  site: z.string(),
  telehealth: z.boolean(),
  capacity: z.int(),
  taken: z.int(),
  /** Whether the reader may mark here: holds the session, or may mark everybody. */
  mine: z.boolean(),
  counts: z.object({ present: z.int(), late: z.int(), absent: z.int(), missing: z.int(), open: z.int() }),
  /** The seats the reader may see; `taken` says how many there are. */
  seats: z.array(TodaySeat),
})

export const TodayBoard = z.object({
  day: z.iso.date(),
  timeZone: z.string(),
  now: z.string(),
  blocks: z.array(
    z.object({ id: z.string(), part: z.enum(['morning', 'afternoon', 'evening']), start: z.string(), end: z.string() }),
  ),
  sessions: z.array(TodaySession),
  rule: z.object({
    lateAfterMinutes: z.int(),
    missingAfterMinutes: z.int(),
    noShowAfterMinutes: z.int(),
    words: z.string(),
  }),
})

export type TodayBoard = z.infer<typeof TodayBoard>
export type TodaySession = z.infer<typeof TodaySession>
export type TodaySeat = z.infer<typeof TodaySeat>

/** A mark as it is told to open boards: whose, where, and what stands now. */
export const MarkNews = TodaySeat.pick({ participant: true, mark: true, replaces: true }).extend({ session: z.uuid() })
export type MarkNews = z.infer<typeof MarkNews>
