import { z } from 'zod'
import { CANCELED_BECAUSE, RHYTHMS } from '../series/series.ts'
import { SCOPES } from '../series/series-change.ts'
import { OfWeek, WallTime, WeekStart } from './week-board.ts'

/** Recurring groups as people read and change them. */

const Named = z.object({ id: z.uuid(), name: z.string() })
const Because = z.enum(CANCELED_BECAUSE)
const Monday = OfWeek.shape.weekStart

const NextMeeting = z.object({
  week: WeekStart,
  start: WallTime,
  /** `no-such-time`: the clocks skip it on that day. */
  state: z.enum(['meets', 'canceled', 'no-such-time']),
  because: Because.nullable(),
  /** Elsewhere than usual, in this week alone. */
  moved: z.boolean(),
  staff: Named.nullable(),
  room: Named.nullable(),
  telehealth: z.boolean(),
})
export type NextMeeting = z.infer<typeof NextMeeting>

const RecurringGroup = z.object({
  id: z.uuid(),
  /** Whoever changes the series says which one they saw. */
  revision: z.int(),
  service: z.string(),
  site: Named,
  everyWeeks: z.int(),
  lastDay: z.iso.date().nullable(),
  /** The next meetings, none when the group has ended. */
  next: z.array(NextMeeting),
  /** Those whom the reader may see. */
  members: z.array(z.object({ person: Named, from: z.iso.date(), until: z.iso.date().nullable() })),
  /** Leaders licensed for it, and rooms of the site. */
  leaders: z.array(Named),
  rooms: z.array(Named),
})
export type RecurringGroup = z.infer<typeof RecurringGroup>

export const SeriesList = z.object({
  mayChange: z.boolean(),
  today: z.iso.date(),
  groups: z.array(RecurringGroup),
  /** People who could join, for those who may change a series. */
  people: z.array(Named),
})
export type SeriesList = z.infer<typeof SeriesList>

/** Makes a session of a published week a series; those who sit in it are its members from that day on. */
export const MakeSeries = z.strictObject({
  session: z.uuid(),
  everyWeeks: z.literal(RHYTHMS),
  lastDay: z.iso.date().nullable(),
})
export type MakeSeries = z.infer<typeof MakeSeries>

export const ChangeSeries = z.strictObject({
  revision: z.int().min(1).max(1_000_000),
  scope: z.enum(SCOPES),
  /** The Monday of the meeting that was looked at. */
  week: Monday,
  /** Null: the group does not meet. */
  to: z
    .strictObject({ start: WallTime, staff: z.uuid(), room: z.uuid().nullable(), telehealth: z.boolean() })
    .nullable(),
  because: Because,
})
export type ChangeSeries = z.infer<typeof ChangeSeries>

export const JoinSeries = z.strictObject({ participant: z.uuid(), from: z.iso.date() })
export const LeaveSeries = z.strictObject({ until: z.iso.date() })

export const ChangedSeries = z.object({
  /** False: the series said so already, and nobody is told anything. */
  changed: z.boolean(),
  /** Published weeks that changed at once. */
  weeks: z.array(WeekStart),
  /** What a published week could not follow, in words. */
  told: z.array(z.string()),
})
export type ChangedSeries = z.infer<typeof ChangedSeries>
