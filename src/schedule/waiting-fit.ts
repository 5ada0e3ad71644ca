import { z } from 'zod'
import { WallTime, WeekStart } from './week-board.ts'

/** The waiting list with what the plan of a week has for each person (experience.md 4, front desk). */

const Named = z.object({ id: z.uuid(), name: z.string() })

export const WaitingFit = z.object({
  /** Counted minutes within reach without moving anybody. */
  minutes: z.int(),
  counselors: z.array(Named.extend({ freeMinutes: z.int() })),
  /** The one place that would help most. */
  oneMore: z
    .object({
      kind: z.enum(['seat', 'group']),
      service: z.string(),
      start: WallTime,
      part: z.enum(['morning', 'afternoon', 'evening']),
      telehealth: z.boolean(),
      minutes: z.int(),
    })
    .nullable(),
})

export const WaitingPerson = z.object({
  id: z.uuid(),
  name: z.string(),
  /** The first day of waiting. */
  since: z.iso.date(),
  targetMinutes: z.int(),
  prefers: z.enum(['morning', 'afternoon', 'evening', 'none']),
  /** Null when the week has no plan, or nothing is known to plan with. */
  fit: WaitingFit.nullable(),
})

export const WaitingList = z.object({
  weekStart: WeekStart,
  /** Which plan the fits are about. `begun`: a week nobody can start with any more. */
  plan: z.enum(['published', 'proposed', 'none', 'begun']),
  mayChange: z.boolean(),
  /** By waiting time, the longest first. */
  people: z.array(WaitingPerson),
  /** Whoever may be somebody's own counselor. */
  counselors: z.array(Named),
})

export type WaitingList = z.infer<typeof WaitingList>
export type WaitingPerson = z.infer<typeof WaitingPerson>
