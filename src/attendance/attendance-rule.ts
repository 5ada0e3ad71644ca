import { z } from 'zod'
import { Refusal } from '../kernel/refusal.ts'

const WORDS = z.string().trim().min(10).max(2000)

/** How the center treats lateness and absence, from a day on; the same for everybody, and shown to everybody it binds. */
export const EnterRule = z.strictObject({
  fromDate: z.iso.date(),
  /** Minutes after the start. */
  lateAfterMinutes: z.int().min(0).max(120),
  missingAfterMinutes: z.int().min(1).max(120),
  noShowAfterMinutes: z.int().min(5).max(600),
  /** The rule as people read it, in both languages of the center's people. */
  words: WORDS,
  wordsEs: WORDS,
  /** Minutes between two calls to somebody who was not reached. */
  callAgainMinutes: z.int().min(5).max(2880),
  /** Calls that reached nobody before the counselor, then the supervisor, takes over. */
  counselorAfterAttempts: z.int().min(1).max(20),
  supervisorAfterAttempts: z.int().min(2).max(40),
  /** Hours without reaching anybody after which they take over all the same. */
  counselorAfterHours: z.int().min(1).max(336).default(4),
  supervisorAfterHours: z.int().min(2).max(672).default(24),
  /** Whether a make-up is offered by somebody's tap, or as soon as somebody is a no-show. */
  offersMakeUps: z.enum(['by-hand', 'at-once']),
})
export type EnterRule = z.infer<typeof EnterRule>

export const ProgramRule = EnterRule.extend({
  version: z.int(),
  words: z.string(),
  wordsEs: z.string(),
  enteredBy: z.string(),
})
export type ProgramRule = z.infer<typeof ProgramRule>

/** Where a center has entered none (version 0): the usual minutes, and words that say no more than they do. */
export const USUAL_PROGRAM_RULE: ProgramRule = {
  version: 0,
  fromDate: '1970-01-01',
  lateAfterMinutes: 5,
  missingAfterMinutes: 10,
  noShowAfterMinutes: 20,
  words: '',
  wordsEs: '',
  callAgainMinutes: 60,
  counselorAfterAttempts: 2,
  supervisorAfterAttempts: 4,
  counselorAfterHours: 4,
  supervisorAfterHours: 24,
  offersMakeUps: 'by-hand',
  enteredBy: '',
}

/**
 * Whether a rule can bind from its day on. Refusals: `rule-in-the-past` (nobody is judged by a rule that was not there),
 * `rule-out-of-order`.
 */
export function refuseImpossibleRule(rule: EnterRule, today: string): void {
  if (rule.fromDate < today)
    throw new Refusal('rule-in-the-past', 'A rule begins today or later. Maybe choose another day.', 400)
  const { lateAfterMinutes: late, missingAfterMinutes: missing, noShowAfterMinutes: noShow } = rule
  if (late > missing || missing > noShow)
    throw new Refusal(
      'rule-out-of-order',
      `Late (${late}), missing (${missing}) and no-show (${noShow}) minutes have to follow each other. Maybe swap them.`,
      400,
    )
  if (
    rule.supervisorAfterAttempts <= rule.counselorAfterAttempts ||
    rule.supervisorAfterHours <= rule.counselorAfterHours
  )
    throw new Refusal('rule-out-of-order', 'The counselor is asked before the supervisor. Maybe swap the numbers.', 400)
}
