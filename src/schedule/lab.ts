import { z } from 'zod'
import type { Answer } from '../planner/lab/answer.ts'
import type { LabResult } from '../planner/lab/best-groups.ts'
import { SMALLEST_CELL } from './share.ts'
import { WallTime, WeekStart } from './week-board.ts'

/** The design lab: which groups, opened beside a week's plan, let most of the waiting list reach their hours. */

export const AskLab = z.strictObject({
  groups: z.int().min(1).max(3),
  /** Ids of services that may be opened; all groups when empty. */
  services: z.array(z.uuid()).max(100).default([]),
})

/** What the question can be about. */
export const LabFacts = z.object({
  weekStart: WeekStart,
  plan: z.enum(['published', 'proposed', 'none', 'begun']),
  services: z.array(z.object({ id: z.uuid(), name: z.string() })),
  /** How many wait; null: fewer than 11, for readers of counts. */
  waiting: z.int().nullable(),
})

/** Null counts are withheld: fewer than 11 people wait. */
const Count = z.int().nullable()

export const LabGroup = z.object({
  service: z.string(),
  start: WallTime,
  end: WallTime,
  staff: z.string(),
  site: z.string(),
  room: z.string().nullable(),
  telehealth: z.boolean(),
  members: Count,
})

export const LabRun = z.object({
  id: z.uuid(),
  weekStart: WeekStart,
  state: z.enum(['working', 'done', 'canceled', 'failed']),
  question: z.object({ groups: z.int(), services: z.array(z.string()) }),
  progress: z.object({ tried: z.int(), reached: Count }).nullable(),
  failure: z.string().nullable(),
  result: z
    .object({
      waiting: Count,
      now: z.object({ reached: Count, minutes: Count }),
      /** However many groups are opened, no more reach their hours. */
      atMost: Count,
      tried: z.int(),
      complete: z.boolean(),
      answers: z.array(z.object({ groups: z.array(LabGroup), reached: Count, minutes: Count, leaderMinutes: z.int() })),
      /** The people the reader may see, the longest wait first; `minutes`: now, then in each answer. */
      who: z.array(z.object({ id: z.uuid(), name: z.string(), targetMinutes: z.int(), minutes: z.array(z.int()) })),
    })
    .nullable(),
})

export type LabFacts = z.infer<typeof LabFacts>
export type LabRun = z.infer<typeof LabRun>

/** What is stored of a result: ids of the center's own things, counts, and no person. */
export interface StoredResult {
  readonly waiting: number | null
  readonly now: { readonly reached: number | null; readonly minutes: number | null }
  readonly atMost: number | null
  readonly tried: number
  readonly complete: boolean
  readonly answers: readonly {
    readonly groups: readonly (Omit<Answer['groups'][number], 'members'> & { readonly members: number | null })[]
    readonly reached: number | null
    readonly minutes: number | null
    readonly leaderMinutes: number
  }[]
}

/** A count of people or of their minutes, unless so few wait that it could be about somebody. */
export function countOf(waiting: number, count: number): number | null {
  return waiting >= SMALLEST_CELL ? count : null
}

/** The result in counts, withheld where fewer than 11 people wait; groups are the center's and stay. */
export function inCounts(result: LabResult): StoredResult {
  const told = (count: number) => countOf(result.waiting, count)
  return {
    waiting: told(result.waiting),
    now: { reached: told(result.now.reached), minutes: told(result.now.minutes) },
    atMost: told(result.atMost),
    tried: result.tried,
    complete: result.complete,
    answers: result.answers.map(({ groups, reached, minutes, leaderMinutes }) => ({
      groups: groups.map((group) => ({ ...group, members: told(group.members) })),
      reached: told(reached),
      minutes: told(minutes),
      leaderMinutes,
    })),
  }
}

/** Counts for a reader who sees everybody on the list anyway, from the people themselves. */
export function countedFrom(
  result: StoredResult,
  who: readonly { readonly targetMinutes: number; readonly minutes: readonly number[] }[],
): StoredResult {
  if (result.waiting !== null || who.length === 0) return result
  const worth = (answer: number) => ({
    reached: who.filter((one) => (one.minutes[answer] ?? 0) >= one.targetMinutes).length,
    minutes: who.reduce((sum, one) => sum + Math.min(one.minutes[answer] ?? 0, one.targetMinutes), 0),
  })
  return {
    ...result,
    waiting: who.length,
    now: worth(0),
    answers: result.answers.map((answer, at) => ({ ...answer, ...worth(at + 1) })),
  }
}
