import { z } from 'zod'

export const Role = z.enum([
  'front-desk',
  'counselor',
  'supervisor',
  'prescriber',
  'screen-technician',
  'director',
  'biller',
  'privacy-officer',
  'administrator',
  'participant',
  'supporter',
])
export type Role = z.infer<typeof Role>

/** Who is signed in, for the browser. */
export const SignedIn = z.object({
  name: z.string(),
  role: Role,
  /** The roles this account may switch to, its present one among them. */
  roles: z.array(Role),
  participantId: z.uuid().nullable(),
  center: z.object({ name: z.string(), timeZone: z.string(), demo: z.boolean() }),
  /** Monday of this week at the center. */
  thisWeek: z.iso.date(),
  /** `enrolling`: nothing is open but setting up a passkey, or a password with an authenticator. */
  state: z.enum(['open', 'enrolling']),
  /** Idle seconds until the session locks; null: it does not. */
  lockAfterSeconds: z.int().nullable(),
  /** Instants, UTC. A step-up that is over is null. */
  steppedUpUntil: z.string().nullable(),
  expiresAt: z.string(),
  /** A participant or supporter without a passkey, who is asked to add one. */
  asksForPasskey: z.boolean(),
})

export const DemoPerson = z.object({ account: z.uuid(), code: z.string(), name: z.string(), role: Role })
export const DemoPeople = z.object({ center: z.string(), people: z.array(DemoPerson) })
export const SignInAsDemo = z.strictObject({ account: z.uuid(), role: Role })
export const AcceptInvitation = z.strictObject({ token: z.string().min(20).max(200) })

export type SignedIn = z.infer<typeof SignedIn>
export type DemoPeople = z.infer<typeof DemoPeople>
