import { z } from 'zod'

/** An account that may never see a participant: the person themselves as staff, a relative, a well-known person. */
export const SetAccessBlock = z.strictObject({
  account: z.uuid(),
  participant: z.uuid(),
  why: z.enum(['self', 'relative', 'vip', 'other']),
})
export type SetAccessBlock = z.infer<typeof SetAccessBlock>

export const AccessBlock = SetAccessBlock.extend({ id: z.uuid(), setAt: z.string(), liftedAt: z.string().nullable() })
export type AccessBlock = z.infer<typeof AccessBlock>
