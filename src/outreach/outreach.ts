import { z } from 'zod'
import type { Status } from '../attendance/attendance.ts'
import type { ProgramRule } from '../attendance/attendance-rule.ts'
import { Refusal } from '../kernel/refusal.ts'
import { Contact } from '../message/contact.ts'
import { Message } from '../message/message.ts'

/** Absent and forbidden look the same. */
export const NOTHING_HERE = new Refusal('not-available', 'There is nothing here for you.', 404)

export const DO_NOT_CONTACT = new Refusal(
  'do-not-contact',
  'This person asked not to be contacted. Maybe speak with their counselor.',
)

/** How a call can end. */
export const OUTCOMES = [
  'reached-coming',
  'reached-not-coming',
  'message-left',
  'no-answer',
  'wrong-number',
  'do-not-contact',
] as const
export type Outcome = (typeof OUTCOMES)[number]

/** The id is chosen by the screen, so that a call sent again after the network was cut is the same call. */
export const LogCall = z.strictObject({ id: z.uuid(), outcome: z.enum(OUTCOMES) })
export type LogCall = z.infer<typeof LogCall>

const Call = z.object({ at: z.string(), by: z.string(), outcome: z.enum(OUTCOMES) })

const OutreachTask = z.object({
  id: z.uuid(),
  participant: z.uuid(),
  name: z.string(),
  language: z.enum(['en', 'es']),
  session: z.uuid(),
  service: z.string(),
  weekStart: z.string(),
  start: z.string(),
  because: z.enum(['unmarked', 'no-show']),
  openedAt: z.string(),
  calls: z.array(Call),
  state: z.enum(['call', 'wait', 'done']),
  /** When to call next; null once it is done. */
  nextAt: z.string().nullable(),
  /** Who takes over after calls that reached nobody. */
  turn: z.enum(['front-desk', 'counselor', 'supervisor']),
  /** Since when it is their turn. */
  turnSince: z.string(),
  counselor: z.string().nullable(),
  /** How the person may be reached; null where nobody has written it down. */
  contact: Contact.nullable(),
  /** What became of a reminder about this absence; null where none was asked for. */
  reminder: Message.pick({ id: true, state: true, because: true, at: true, mayRepeat: true }).nullable(),
  /** How it ended; null while it goes on. */
  ended: z.enum(['came', 'excused', 'reached', 'do-not-contact']).nullable(),
})
export type OutreachTask = z.infer<typeof OutreachTask>

/** The calls to make, most urgent first, and how fast the first call came. */
export const Outreach = z.object({
  now: z.string(),
  tasks: z.array(OutreachTask),
  figures: z.object({ missed: z.int(), called: z.int(), median: z.number().nullable(), p90: z.number().nullable() }),
})
export type Outreach = z.infer<typeof Outreach>

/** A call as the rules see it; instants in milliseconds since 1970 UTC. */
export interface PlacedCall {
  readonly at: number
  readonly outcome: Outcome
}

type Standing = Pick<OutreachTask, 'state' | 'turn' | 'ended'> & {
  readonly nextAt: number | null
  readonly turnSince: number
}

type Escalation = Pick<
  ProgramRule,
  | 'callAgainMinutes'
  | 'counselorAfterAttempts'
  | 'supervisorAfterAttempts'
  | 'counselorAfterHours'
  | 'supervisorAfterHours'
>

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/**
 * Where a task stands: ended by the person's coming, by a later excuse, or by a call that reached somebody; otherwise to be
 * called at once, and again after the rule's minutes. Whoever must not be contacted is never called again.
 * @param mark the mark in force in the missed session
 */
export function standingOf(
  task: { readonly openedAt: number; readonly calls: readonly PlacedCall[]; readonly mark: Status | null },
  rule: Escalation,
  now: number,
): Standing {
  const { turn, turnSince } = turnOf(task, rule, now)
  const ended = endOf(task)
  if (ended) return { state: 'done', nextAt: null, turn, turnSince, ended }
  const last = Math.max(...task.calls.map(({ at }) => at))
  const nextAt = task.calls.length === 0 ? task.openedAt : last + rule.callAgainMinutes * MINUTE
  return { state: nextAt <= now ? 'call' : 'wait', nextAt, turn, turnSince, ended: null }
}

/**
 * Whose turn it is, and since when: it goes on after so many calls that reached nobody, or so many hours without reaching
 * anybody, whichever comes first.
 */
function turnOf(
  task: { readonly openedAt: number; readonly calls: readonly PlacedCall[] },
  rule: Escalation,
  now: number,
): Pick<Standing, 'turn' | 'turnSince'> {
  const inVain = task.calls
    .filter(({ outcome }) => !outcome.startsWith('reached'))
    .map(({ at }) => at)
    .toSorted((a, b) => a - b)
  const since = (attempts: number, hours: number) =>
    Math.min(inVain[attempts - 1] ?? Infinity, task.openedAt + hours * HOUR)
  const counselor = since(rule.counselorAfterAttempts, rule.counselorAfterHours)
  const supervisor = since(rule.supervisorAfterAttempts, rule.supervisorAfterHours)
  if (supervisor <= now) return { turn: 'supervisor', turnSince: supervisor }
  if (counselor <= now) return { turn: 'counselor', turnSince: counselor }
  return { turn: 'front-desk', turnSince: task.openedAt }
}

function endOf(task: { calls: readonly PlacedCall[]; mark: Status | null }): OutreachTask['ended'] {
  const said = (outcome: Outcome) => task.calls.some((call) => call.outcome === outcome)
  if (said('do-not-contact')) return 'do-not-contact'
  if (task.mark === 'excused') return 'excused'
  if (task.mark !== null && task.mark !== 'no-show') return 'came'
  return said('reached-coming') || said('reached-not-coming') ? 'reached' : null
}

const URGENCY = ['call', 'wait', 'done'] as const

/** Calls to make before calls to wait for; of those the longest missed first. */
export function mostUrgentFirst(a: OutreachTask, b: OutreachTask): number {
  const urgency = URGENCY.indexOf(a.state) - URGENCY.indexOf(b.state)
  if (urgency !== 0) return urgency
  const [one, other] = a.state === 'done' ? [b.openedAt, a.openedAt] : [a.nextAt ?? '', b.nextAt ?? '']
  return one === other ? (a.id < b.id ? -1 : 1) : one < other ? -1 : 1
}

/**
 * Minutes from the moment somebody was missed to the first call: median and 90th percentile (nearest rank) of those called.
 */
export function firstCallFigures(
  tasks: readonly { readonly openedAt: number; readonly calls: readonly PlacedCall[] }[],
): Outreach['figures'] {
  const waits = tasks
    .filter(({ calls }) => calls.length > 0)
    .map(({ openedAt, calls }) => Math.max(0, Math.min(...calls.map(({ at }) => at)) - openedAt) / MINUTE)
    .toSorted((a, b) => a - b)
  const at = (share: number) => {
    const found = waits[Math.max(0, Math.ceil(share * waits.length) - 1)]
    return found === undefined ? null : Math.round(found * 10) / 10
  }
  return { missed: tasks.length, called: waits.length, median: at(0.5), p90: at(0.9) }
}
