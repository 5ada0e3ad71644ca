import { z } from 'zod'

/**
 * Collateral: what somebody in a person's family tells the team. Family may always inform; being informed needs a
 * consent (42 CFR part 2). The participant does not see it, and whoever told it cannot read it back.
 */
export const TellTeam = z.strictObject({ words: z.string().trim().min(1).max(4_000) })

export const Collateral = z.object({
  id: z.uuid(),
  toldAt: z.iso.datetime(),
  /** The account that told it. */
  toldBy: z.uuid(),
  /** Null when the person's words were erased for good. */
  words: z.string().nullable(),
  erased: z.boolean(),
})
export const AllCollateral = z.object({ collateral: z.array(Collateral) })

export type AllCollateral = z.infer<typeof AllCollateral>
