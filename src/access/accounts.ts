import { z } from 'zod'
import { Role } from './sign-in.ts'

/** Somebody who works here and may sign in. Participants and supporters are never listed: who they are is class C0. */
export const Account = z.object({
  id: z.uuid(),
  name: z.string(),
  signInName: z.string().nullable(),
  roles: z.array(Role),
  /** Has a passkey, or a password with an authenticator. */
  enrolled: z.boolean(),
  /** An open one-time link ends at this instant. */
  invitedUntil: z.string().nullable(),
  lastSeenAt: z.string().nullable(),
  deactivatedAt: z.string().nullable(),
})

export const Accounts = z.object({
  accounts: z.array(Account),
  staffWithoutAccount: z.array(z.object({ id: z.uuid(), name: z.string(), role: z.string() })),
})
export type Accounts = z.infer<typeof Accounts>

const StaffRole = Role.exclude(['participant', 'supporter'])

export const OpenAccount = z
  .strictObject({
    /** Of the roster; without it `name` says who it is. */
    staff: z.uuid().optional(),
    name: z.string().trim().min(1).max(100).optional(),
    roles: z.array(StaffRole).min(1).max(9),
  })
  .refine((account) => (account.staff === undefined) !== (account.name === undefined), 'Give either staff or name')

export const OfAccount = z.object({ account: z.uuid() })
export const RoleOfAccount = z.object({ account: z.uuid(), role: StaffRole })
export const Why = z.strictObject({ why: z.string().trim().min(3).max(300) })
/** `link` works once, until `until`; it is shown this one time. */
export const Invited = z.object({ link: z.url(), until: z.string() })
export const Opened = Invited.extend({ id: z.uuid() })
