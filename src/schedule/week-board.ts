import { z } from 'zod'
import { dateOf, dayNumber } from '../planner/model/time.ts'

/**
 * The Week board: people by days by blocks (experience.md 3.3). What a reader may not see is not in the answer:
 * a counselor gets the own caseload, an obligation is an interval without its reason.
 */

export const WallTime = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d$/, 'a local time YYYY-MM-DDTHH:MM')
  .refine((wall) => dateOf(dayNumber(wall.slice(0, 10))) === wall.slice(0, 10), 'no such day in the calendar')
  .refine(isOfOurTime, 'a time from 1970 to 2199')
export const WeekStart = z.iso.date().refine(isOfOurTime, 'a day from 1970 to 2199')
/** What a path under `/api/weeks/` names. */
export const OfWeek = z.object({
  weekStart: WeekStart.refine((day) => (dayNumber(day) + 3) % 7 === 0, 'a Monday, the first day of a week'),
})
export const Cause = z.enum(['intrinsic', 'capacity', 'choice'])

export const BoardBlock = z.object({
  id: z.uuid(),
  start: WallTime,
  end: WallTime,
  part: z.enum(['morning', 'afternoon', 'evening']),
})

export const BoardSession = z.object({
  id: z.string(),
  service: z.string(),
  kind: z.enum(['group', 'individual', 'family', 'medical', 'other']),
  start: WallTime,
  end: WallTime,
  staff: z.string(),
  site: z.string(),
  room: z.string().nullable(),
  telehealth: z.boolean(),
  taken: z.int(),
  capacity: z.int(),
})

export const BoardShortfall = z.object({
  service: z.string(),
  missing: z.int(),
  minutes: z.int(),
  cause: Cause,
  /** Sentences for people; never another person's obligation, never a reason. */
  because: z.array(z.string()),
  /** Verified changes that would help, the easiest first: for staff in English, for the person in both languages. */
  wouldHelp: z.object({ en: z.array(z.string()), es: z.array(z.string()) }),
})

export const BoardPerson = z.object({
  id: z.uuid(),
  name: z.string(),
  counselor: z.string(),
  prefers: z.enum(['morning', 'afternoon', 'evening', 'none']),
  targetMinutes: z.int(),
  prescribedMinutes: z.int(),
  /** Planned minutes that count toward the weekly hours. */
  plannedMinutes: z.int(),
  busy: z.array(z.object({ start: WallTime, end: WallTime })),
  sessions: z.array(z.string()),
  shortfalls: z.array(BoardShortfall),
  warnings: z.int(),
})

export const BoardSummary = z.object({
  people: z.int(),
  peopleAtTarget: z.int(),
  groups: z.int(),
  individual: z.int(),
  family: z.int(),
  other: z.int(),
  ownCounselorPercent: z.int().nullable(),
  cost: z.int().nullable(),
  bound: z.int().nullable(),
  /** (cost - bound) / cost in percent, one decimal; null when nothing was proven. */
  gapPercent: z.number().nullable(),
  seconds: z.number().nullable(),
})

export const WeekBoard = z.object({
  center: z.string(),
  timeZone: z.string(),
  weekStart: WeekStart,
  /** `published`: what everybody sees. `proposed`: the newest proposal, not yet published. `empty`: neither. */
  state: z.enum(['empty', 'proposed', 'published']),
  proposal: z.object({ id: z.uuid(), madeAt: z.string(), published: z.boolean() }).nullable(),
  publication: z.object({ publishedAt: z.string(), publishedBy: z.string() }).nullable(),
  mayPlan: z.boolean(),
  mayPublish: z.boolean(),
  blocks: z.array(BoardBlock),
  sessions: z.array(BoardSession),
  people: z.array(BoardPerson),
  summary: BoardSummary,
})

/** A director's view of a week: counts only; null means fewer than 11. */
export const WeekFigures = z.object({
  weekStart: WeekStart,
  people: z.int().nullable(),
  seats: z.int().nullable(),
  groups: z.int().nullable(),
  oneToOnes: z.int().nullable(),
  shortPeople: z.int().nullable(),
})

/** One person's own week, for the phone and for staff who may see that person. */
export const PersonWeek = z.object({
  person: z.object({ id: z.uuid(), name: z.string() }),
  timeZone: z.string(),
  weekStart: WeekStart,
  published: z.boolean(),
  targetMinutes: z.int(),
  plannedMinutes: z.int(),
  sessions: z.array(
    z.object({
      id: z.uuid(),
      service: z.string(),
      kind: z.enum(['group', 'individual', 'family', 'medical', 'other']),
      start: WallTime,
      end: WallTime,
      with: z.string(),
      place: z.string(),
      telehealth: z.boolean(),
      travelMinutes: z.int(),
    }),
  ),
  /** `why` only for the person and their counselors; null for everybody else. */
  busy: z.array(z.object({ id: z.uuid(), start: WallTime, end: WallTime, why: z.string().nullable() })),
  shortfalls: z.array(BoardShortfall),
  warnings: z.array(z.object({ file: z.string(), line: z.int().nullable(), what: z.string(), fix: z.string() })),
  feed: z.object({ active: z.boolean() }),
})

export const PlanRun = z.object({
  id: z.uuid(),
  weekStart: WeekStart,
  state: z.enum(['working', 'done', 'canceled', 'failed']),
  progress: z
    .object({
      step: z.string(),
      cost: z.number().nullable(),
      bound: z.number().nullable(),
      gapPercent: z.number().nullable(),
      peopleComplete: z.int(),
      people: z.int(),
      seconds: z.number(),
    })
    .nullable(),
  failure: z.string().nullable(),
})

export const StartPlanning = z.strictObject({
  seconds: z.int().min(1).max(120).default(20),
  seed: z.int().min(1).default(1),
  /** Plan on without pins that contradict something, instead of being told of them. */
  leaveOutPins: z.boolean().default(false),
})
export const Publish = z.strictObject({ proposal: z.uuid() })
export const AddObligation = z.strictObject({ start: WallTime, end: WallTime, why: z.string().max(200).optional() })

export type WeekBoard = z.infer<typeof WeekBoard>
export type BoardPerson = z.infer<typeof BoardPerson>
export type BoardSession = z.infer<typeof BoardSession>
export type BoardShortfall = z.infer<typeof BoardShortfall>
export type PersonWeek = z.infer<typeof PersonWeek>
export type PlanRun = z.infer<typeof PlanRun>
export type WeekFigures = z.infer<typeof WeekFigures>

/** Nobody has a week elsewhere, and dates of the year 1 or 9999 leave what the database's calendar can add to. */
function isOfOurTime(day: string): boolean {
  return day >= '1970' && day < '2200'
}
