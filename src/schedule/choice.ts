import { z } from 'zod'
import { instantOf, zoneNamed } from '../center/zones.ts'
import type { OwnFigures } from '../planner/choices/own-figures.ts'
import { Reason } from '../planner/choices/reason.ts'
import type { WholeWeek, WholeWeeks } from '../planner/choices/whole-weeks.ts'
import type { Session } from '../planner/model/week.ts'
import { WallTime, WeekStart } from './week-board.ts'

/**
 * Whole weeks a participant may choose from (the planner proposes, the participant chooses). A choice inside the center's
 * rails takes effect at once; one outside waits for staff, with the reasons why it needs a person.
 */

/** Why a choice needs a person: hours of notice wanted, changes made already, covered sessions more, minutes planned. */
export const Need = z.object({
  kind: z.enum(['short-notice', 'many-changes', 'cover', 'below-target']),
  count: z.int(),
})
export type Need = z.infer<typeof Need>

const ShownSession = z.object({
  service: z.string(),
  kind: z.enum(['group', 'individual', 'family', 'medical', 'other']),
  start: WallTime,
  end: WallTime,
  with: z.string(),
  place: z.string(),
  telehealth: z.boolean(),
})
export type ShownSession = z.infer<typeof ShownSession>

/** A week with its counted minutes and visits in person. */
const Glance = z.object({ sessions: z.array(ShownSession), plannedMinutes: z.int(), trips: z.int() })

const Beside = Glance.extend({
  reasons: z.array(Reason),
  drawbacks: z.array(Reason),
  leaves: z.array(ShownSession),
  joins: z.array(ShownSession),
})

export const OwnChoices = z.object({
  /** `none`: nothing was offered yet. `outdated`: the week changed or went on since; ask again. */
  state: z.enum(['none', 'open', 'outdated']),
  targetMinutes: z.int(),
  present: Glance.nullable(),
  /** `choice` is the number to accept; `needs` is empty when the week would change at once. */
  choices: z.array(Beside.extend({ choice: z.int(), needs: z.array(Need) })),
  fewerBecause: z.enum(['nothing-ahead', 'group-too-small', 'nothing-else-fits']).nullable(),
  /** The latest wish of this week. */
  wish: z
    .object({
      state: z.enum(['in-force', 'waiting', 'approved', 'declined', 'taken-back']),
      declinedBecause: z.string().nullable(),
      mayTakeBack: z.boolean(),
    })
    .nullable(),
})
export type OwnChoices = z.infer<typeof OwnChoices>

/** 0 takes back what was chosen last. */
export const OfChoice = z.object({
  participant: z.uuid(),
  weekStart: WeekStart,
  choice: z.coerce.number().int().min(0).max(3),
})

export const WeekRequests = z.object({
  requests: z.array(
    z.object({
      id: z.uuid(),
      person: z.object({ id: z.uuid(), name: z.string() }),
      weekStart: WeekStart,
      /** Instant, UTC. */
      askedAt: z.string(),
      needs: z.array(Need),
      targetMinutes: z.int(),
      before: Glance,
      after: Beside,
    }),
  ),
})
export type WeekRequests = z.infer<typeof WeekRequests>

export const AnswerRequest = z.discriminatedUnion('answer', [
  z.strictObject({ answer: z.literal('approve') }),
  z.strictObject({ answer: z.literal('decline'), because: z.string().trim().min(1).max(500) }),
])
export type AnswerRequest = z.infer<typeof AnswerRequest>

/** What may take effect without a person: data of the center. */
export interface ChoiceRails {
  readonly noticeHours: number
  readonly changesAWeek: number
  readonly cover: boolean
}

/** An offer as it is kept: weeks by ids. */
export interface KeptOffer {
  readonly present: {
    readonly frozenBefore: string
    readonly sessions: readonly Session[]
    readonly figures: OwnFigures
  }
  readonly choices: readonly WholeWeek[]
}

export function keptOffer({ now, weeks }: WholeWeeks, frozenBefore: string): KeptOffer {
  return { present: { frozenBefore, ...now }, choices: weeks }
}

/** What the rails are held against: figures of the weeks, minutes from now to the first change, choices in force already. */
export interface ChoiceFacts {
  readonly present: OwnFigures
  readonly after: OwnFigures
  readonly targetMinutes: number
  readonly minutesAhead: number
  readonly changesMade: number
}

/**
 * Every reason why a choice needs a person; none: it takes effect at once. Hours are kept when the week holds the target,
 * or as much as the present one where that is less.
 */
export function needsOf(rails: ChoiceRails, facts: ChoiceFacts): Need[] {
  const { present, after, targetMinutes, minutesAhead, changesMade } = facts
  const more = after.cover - present.cover
  const needs: (Need | false)[] = [
    minutesAhead < rails.noticeHours * 60 && { kind: 'short-notice', count: rails.noticeHours },
    changesMade >= rails.changesAWeek && { kind: 'many-changes', count: changesMade },
    more > 0 && !rails.cover && { kind: 'cover', count: more },
    after.countedMinutes < Math.min(targetMinutes, present.countedMinutes) && {
      kind: 'below-target',
      count: after.countedMinutes,
    },
  ]
  return needs.filter((need) => need !== false)
}

/** The same for an offered week at this moment (epoch milliseconds), after these wishes of the same week. */
export function needsNow(
  rails: ChoiceRails & { readonly timeZone: string },
  { present }: KeptOffer,
  choice: WholeWeek,
  {
    wishes,
    targetMinutes,
    now,
  }: { readonly wishes: readonly WishRow[]; readonly targetMinutes: number; readonly now: number },
): Need[] {
  const zone = zoneNamed(rails.timeZone)
  if (!zone) throw new Error(`zone ${rails.timeZone} is unknown`)
  const first = [...choice.leaves, ...choice.joins].map(({ start }) => start).toSorted()[0]
  return needsOf(rails, {
    present: present.figures,
    after: choice.figures,
    targetMinutes,
    minutesAhead: first === undefined ? 0 : Math.floor((instantOf(zone, first).at - now) / 60_000),
    changesMade: wishes.filter((wish) => ['in-force', 'approved'].includes(wishState(wish))).length,
  })
}

/** The first session of an offer that can still change: once it starts, the offer is outdated. */
export function firstStart({ present, choices }: KeptOffer): string | undefined {
  const ahead = present.sessions.filter(({ start }) => start >= present.frozenBefore)
  return [...ahead, ...choices.flatMap(({ joins }) => joins)].map(({ start }) => start).toSorted()[0]
}

/** A request as its row says it. */
export interface WishRow {
  readonly publication_id: string | null
  readonly decided_at: string | null
  readonly taken_back_at: string | null
}

export function wishState(row: WishRow): NonNullable<OwnChoices['wish']>['state'] {
  if (row.taken_back_at !== null) return 'taken-back'
  if (row.decided_at === null) return row.publication_id === null ? 'waiting' : 'in-force'
  return row.publication_id === null ? 'declined' : 'approved'
}

/** Minutes in which a choice that took effect may be taken back; a waiting one may be until it is answered. */
const UNDO_MINUTES = 2

export function mayTakeBack(row: WishRow, minutesSince: number): boolean {
  const state = wishState(row)
  return state === 'waiting' || (state === 'in-force' && minutesSince < UNDO_MINUTES)
}
