import { z } from 'zod'
import { instantOfIso } from '../center/zones.ts'
import { Refusal } from '../kernel/refusal.ts'

/** The fixed words for attendance (experience.md section 2). */
export const STATUSES = ['here', 'late', 'left-early', 'excused', 'no-show', 'remote'] as const
export type Status = (typeof STATUSES)[number]

/** A mark on the wrong person is taken back by a mark: after it nothing is marked. */
const TAKEN_BACK = 'taken-back'
const WORDS = [...STATUSES, TAKEN_BACK] as const

const Instant = z.iso.datetime({ precision: 0 })

/**
 * One mark. The id is chosen by the screen that marks, so that a mark sent again after the network was cut is the same
 * mark. `replaces` is the mark the screen showed when it was made, null for the first one.
 */
export const MarkAttendance = z.strictObject({
  id: z.uuid(),
  status: z.enum(WORDS),
  /** When the person came and left; left out: from the start, until the end. */
  inAt: Instant.nullable().default(null),
  outAt: Instant.nullable().default(null),
  replaces: z.uuid().nullable().default(null),
  why: z.string().trim().min(3).max(300).nullable().default(null),
})
export type MarkAttendance = z.infer<typeof MarkAttendance>

/** A mark as it stands in the record. */
export const Mark = z.object({
  id: z.uuid(),
  status: z.enum(WORDS),
  inAt: z.string().nullable(),
  outAt: z.string().nullable(),
  markedAt: z.string(),
  markedBy: z.string(),
  why: z.string().nullable(),
})
export type Mark = z.infer<typeof Mark>

/** A mark that stands: nobody replaced it or took it back. */
export const StandingMark = Mark.extend({ status: z.enum(STATUSES) })
export type StandingMark = z.infer<typeof StandingMark>

/** When somebody is late, missing or a no-show at a center, in minutes after the start; data, and the same for all. */
export interface AttendanceRule {
  readonly lateAfterMinutes: number
  readonly missingAfterMinutes: number
  readonly noShowAfterMinutes: number
}

/** Where a center has entered none: late after 5 minutes, asked for after 10 (experience.md 3.2), a no-show after 20. */
export const USUAL_RULE: AttendanceRule = { lateAfterMinutes: 5, missingAfterMinutes: 10, noShowAfterMinutes: 20 }

/** The session as far as marking needs it; instants in milliseconds since 1970 UTC. */
export interface MarkedSession {
  readonly startsAt: number
  readonly endsAt: number
  readonly withdrawn: boolean
}

const MINUTE = 60_000
/** Doors open this long before a session; earlier is a slip of the finger on another day. */
const EARLIEST = 60 * MINUTE
/** After this long a mark is a correction of the record and needs its reason. */
const WITHOUT_REASON = 24 * 60 * MINUTE

/**
 * Whether a mark can be meant. Refusals: `session-withdrawn`, `too-early`, `times-outside`, `times-of-absent`,
 * `end-before-start`, `nothing-to-take-back`, `why-needed`.
 */
export function refuseImpossibleMark(mark: MarkAttendance, session: MarkedSession, now: number): void {
  if (session.withdrawn)
    throw new Refusal('session-withdrawn', 'This session no longer takes place. Nothing was marked.', 409)
  if (now < session.startsAt - EARLIEST)
    throw new Refusal('too-early', 'This session has not begun. Maybe another day was meant.', 409)
  const times = [mark.inAt, mark.outAt].map((time) => (time === null ? null : instantOfIso(time)))
  const [inAt = null, outAt = null] = times
  if (mark.status === TAKEN_BACK && mark.replaces === null)
    throw new Refusal('nothing-to-take-back', 'Nothing is marked here that could be taken back.', 400)
  if (!isPresent(mark.status) && (inAt !== null || outAt !== null))
    throw new Refusal('times-of-absent', 'Somebody who was not there has no times. Leave them out.', 400)
  if (inAt !== null && outAt !== null && outAt <= inAt)
    throw new Refusal('end-before-start', 'The person left before they came. Maybe swap the times.', 400)
  for (const time of times) {
    if (time === null) continue
    if (time < session.startsAt - EARLIEST || time > session.endsAt + EARLIEST || time > now + MINUTE)
      throw new Refusal('times-outside', 'The time lies outside this session. Maybe check the hour.', 400)
  }
  if (now > session.endsAt + WITHOUT_REASON && mark.why === null)
    throw new Refusal('why-needed', 'This session is more than a day ago. Say why the record changes.', 400)
}

/** Somebody who comes is here, or late by the center's rule. */
export function statusOfArrival(
  session: MarkedSession & { readonly telehealth: boolean },
  now: number,
  rule: AttendanceRule,
): { status: Status; inAt: number } {
  const inAt = Math.max(now, session.startsAt)
  if (session.telehealth) return { status: 'remote', inAt }
  return { status: now > session.startsAt + rule.lateAfterMinutes * MINUTE ? 'late' : 'here', inAt }
}

/** Where an unmarked person stands: nothing to say yet, asked for, or to be called. */
export function stateUnmarked(
  session: MarkedSession,
  now: number,
  rule: AttendanceRule,
): 'expected' | 'unmarked' | 'missing' {
  if (now < session.startsAt) return 'expected'
  return now < session.startsAt + rule.missingAfterMinutes * MINUTE ? 'unmarked' : 'missing'
}

export function isAbsent(status: Status): boolean {
  return status === 'excused' || status === 'no-show'
}

function isPresent(status: Mark['status']): boolean {
  return status !== TAKEN_BACK && !isAbsent(status)
}

/** The mark in force: the last one, unless it took another back. */
export function markInForce<M extends Chained & { readonly status: Mark['status'] }>(
  marks: readonly M[],
): (M & { readonly status: Status }) | undefined {
  const last = lastMark(marks)
  return last && stands(last) ? last : undefined
}

interface Chained {
  readonly id: string
  readonly replaces: string | null
}

/** The mark no other replaces; a new mark has to name it. */
export function lastMark<M extends Chained>(marks: readonly M[]): M | undefined {
  const replaced = new Set(marks.map(({ replaces }) => replaces))
  return marks.find(({ id }) => !replaced.has(id))
}

function stands<M extends { readonly status: Mark['status'] }>(mark: M): mark is M & { readonly status: Status } {
  return mark.status !== TAKEN_BACK
}
