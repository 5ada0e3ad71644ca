/** The five columns of the ledger, in the order in which minutes pass through them. */
export const STAGES = ['prescribed', 'planned', 'attended', 'countable', 'billable'] as const
export type Stage = (typeof STAGES)[number]

/** One number of the ledger with what made it: the rule, its version and the event it was read from. */
export interface LedgerEntry {
  readonly stage: Stage
  /** `week` for the prescription, a session's id, or a day for billable. */
  readonly subject: string
  readonly day: string | null
  readonly minutes: number
  readonly rule: string
  /** 0 for rules that are no payer's. */
  readonly ruleVersion: number
  /** Ids of the events read, the deciding one first. */
  readonly events: readonly string[]
}

/** Sum of a stage, in minutes. */
export function minutesIn(entries: readonly LedgerEntry[], stage: Stage): number {
  return entries.filter((entry) => entry.stage === stage).reduce((sum, entry) => sum + entry.minutes, 0)
}
