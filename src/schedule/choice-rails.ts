import { z } from 'zod'
import type { ChoiceRails } from './choice.ts'

/** The rails of whole-week choices as the center sets them: what takes effect without a person, and who said so when. */

/** Hours of notice (at most two weeks), choices of one person in one week, and whether a covering counselor may come in. */
export const EnterRails = z.strictObject({
  noticeHours: z.int().min(0).max(336),
  changesAWeek: z.int().min(0).max(20),
  cover: z.boolean(),
})
export type EnterRails = z.infer<typeof EnterRails>

export const ChoiceRailsHistory = z.object({
  inForce: EnterRails,
  /** The newest first; empty as long as the usual rails stand. Instants are UTC. */
  changes: z.array(EnterRails.extend({ id: z.uuid(), enteredBy: z.string(), enteredAt: z.string() })),
})
export type ChoiceRailsHistory = z.infer<typeof ChoiceRailsHistory>

export function sameRails(one: ChoiceRails, other: ChoiceRails): boolean {
  return one.noticeHours === other.noticeHours && one.changesAWeek === other.changesAWeek && one.cover === other.cover
}
