import type { PersonHours } from '../../../src/hours/hours.ts'
import { say } from '../../ui/words.ts'

/** The five columns of the ledger, in the order in which minutes pass through them. */
export const STAGES = ['prescribed', 'planned', 'attended', 'countable', 'billable'] as const
export type Stage = (typeof STAGES)[number]

export function stageName(stage: Stage): string {
  switch (stage) {
    case 'prescribed':
      return say('stages.prescribed')
    case 'planned':
      return say('stages.planned')
    case 'attended':
      return say('stages.attended')
    case 'countable':
      return say('stages.countable')
    case 'billable':
      return say('stages.billable')
  }
}

/** Minutes of a day in a column: what is in force, corrected entries left out. */
export function minutesOf({ entries }: PersonHours, stage: Stage, day: string): number {
  return entries
    .filter((entry) => entry.inForce && entry.stage === stage && entry.day === day)
    .reduce((sum, entry) => sum + entry.minutes, 0)
}
