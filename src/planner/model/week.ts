import { z } from 'zod'

/** Input of the planner, format `evenkeel-week/1` (docs/week-format.md section 2). Unknown fields are an error. */

const id = z.string().min(1)
const whole = z.int().min(0)
export const WallTime = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/, 'a local time YYYY-MM-DDTHH:MM')
export const Day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a day YYYY-MM-DD')
export const Part = z.enum(['morning', 'afternoon', 'evening'])
export const ServiceKind = z.enum(['group', 'individual', 'family', 'medical', 'other'])

const Span = z.strictObject({ start: WallTime, end: WallTime })
const SpanWithWhy = z.strictObject({ start: WallTime, end: WallTime, why: z.string().optional() })

export const Weights = z.strictObject({
  short: whole,
  belowTarget: whole,
  trip: whole,
  travel: whole,
  telehealthVisit: whole,
  nonPreferred: whole,
  idle: whole,
  cover: whole,
  group: whole,
  screen: whole,
  change: whole,
})

export const Block = z.strictObject({ id, start: WallTime, end: WallTime, part: Part })

export const Service = z.strictObject({
  id,
  name: z.string(),
  kind: ServiceKind,
  minutes: whole,
  minMembers: whole,
  maxMembers: whole,
  telehealth: z.boolean(),
  countsTowardHours: z.boolean(),
  needsRoom: z.boolean(),
  allowedStartOffsets: z.array(whole).optional(),
})

export const Room = z.strictObject({
  id,
  seats: whole,
  kinds: z.array(ServiceKind),
  closed: z.array(SpanWithWhy).optional(),
})

export const Site = z.strictObject({ id, telehealthPool: z.string().optional(), rooms: z.array(Room) })

export const Staff = z.strictObject({
  id,
  site: id,
  role: z.string(),
  leads: z.array(id),
  gives: z.array(id),
  maxMinutes: whole,
  duty: z.array(Span),
})

export const Participant = z.strictObject({
  id,
  prescription: z.record(z.string(), whole),
  weeklyMinutesTarget: whole,
  dailyMaxMinutes: whole,
  busy: z.array(SpanWithWhy),
  sites: z.array(z.strictObject({ site: id, travelMinutes: whole })),
  telehealth: z.boolean(),
  counselor: id,
  coverCounselors: z.array(id),
  familyBlocks: z.array(id),
  prefers: z.enum([...Part.options, 'none']),
  screenDays: z.array(z.array(Day)),
})

export const FixedGroup = z.strictObject({
  id,
  service: id,
  start: WallTime,
  staff: id,
  site: id,
  room: id.nullable(),
  telehealth: z.boolean(),
  pinned: z.array(id).optional(),
})

export const Session = z.strictObject({
  id,
  service: id,
  start: WallTime,
  staff: id,
  site: id,
  room: id.nullable(),
  telehealth: z.boolean(),
  members: z.array(id),
})

export const Week = z.strictObject({
  format: z.literal('evenkeel-week/1'),
  id,
  center: z.string().optional(),
  note: z.string().optional(),
  timeZone: z.string(),
  weekStart: Day,
  gridMinutes: whole,
  weights: Weights,
  blocks: z.array(Block),
  services: z.array(Service),
  sites: z.array(Site),
  staff: z.array(Staff),
  participants: z.array(Participant),
  fixedGroups: z.array(FixedGroup).optional(),
  previous: z.strictObject({ frozenBefore: WallTime, sessions: z.array(Session) }).optional(),
})

export type Week = z.infer<typeof Week>
export type Weights = z.infer<typeof Weights>
export type Block = z.infer<typeof Block>
export type Service = z.infer<typeof Service>
export type ServiceKind = z.infer<typeof ServiceKind>
export type Room = z.infer<typeof Room>
export type Site = z.infer<typeof Site>
export type Staff = z.infer<typeof Staff>
export type Participant = z.infer<typeof Participant>
export type FixedGroup = z.infer<typeof FixedGroup>
export type Session = z.infer<typeof Session>
