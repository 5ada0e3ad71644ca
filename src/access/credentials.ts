import { z } from 'zod'

/** What one signs in with, for oneself alone. Secrets and hashes are never shown again. */
export const Credentials = z.object({
  signInName: z.string().nullable(),
  hasPassword: z.boolean(),
  recoveryCodesLeft: z.int(),
  email: z.string().nullable(),
  /** An address that replaces the present one within 24 hours. */
  emailPending: z.string().nullable(),
  /** Mail is set up here and this account may use it. */
  mayUseEmail: z.boolean(),
  passkeys: z.array(
    z.object({ id: z.uuid(), name: z.string(), createdAt: z.string(), lastUsedAt: z.string().nullable() }),
  ),
})

export const OfPasskey = z.object({ passkey: z.uuid() })
