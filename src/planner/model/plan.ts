import { z } from 'zod'
import { Session, WallTime } from './week.ts'

/** Output of the planner, format `evenkeel-plan/1` (docs/week-format.md sections 3 and 6). Unknown fields are an error. */

const id = z.string().min(1)
const whole = z.int().min(0)

export const Cause = z.enum(['intrinsic', 'capacity', 'choice'])

export const Relax = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('busy'), start: WallTime, end: WallTime }),
  z.strictObject({ type: z.literal('busyWhy'), why: z.string() }),
  z.strictObject({ type: z.literal('telehealth') }),
  z.strictObject({ type: z.literal('travel'), minutes: whole }),
  z.strictObject({ type: z.literal('dailyMax'), minutes: whole }),
  z.strictObject({ type: z.literal('anyCounselor') }),
  z.strictObject({ type: z.literal('familyBlocks') }),
  z.strictObject({ type: z.literal('seat'), session: id }),
  z.strictObject({ type: z.literal('group'), service: id, start: WallTime, staff: id, telehealth: z.boolean() }),
  z.strictObject({ type: z.literal('duty'), staff: id, start: WallTime, end: WallTime }),
])

export const Shortfall = z.strictObject({
  participant: id,
  service: id,
  missing: z.int().min(1),
  cause: Cause,
  binding: z.array(z.strictObject({ rule: z.string(), note: z.string().optional() })),
  relaxations: z.array(z.strictObject({ relax: Relax, regainsMinutes: z.int() })),
})

export const Plan = z.strictObject({
  format: z.literal('evenkeel-plan/1'),
  week: id,
  planner: z.string(),
  seconds: z.number().min(0),
  cost: whole,
  bound: z.int().nullable(),
  note: z.string().optional(),
  sessions: z.array(Session),
  shortfalls: z.array(Shortfall),
})

export type Plan = z.infer<typeof Plan>
export type Shortfall = z.infer<typeof Shortfall>
export type Cause = z.infer<typeof Cause>
export type Relax = z.infer<typeof Relax>
