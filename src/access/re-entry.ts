import { z } from 'zod'
import { EmailProof } from './email-code.ts'
import { PasskeyProof } from './passkey.ts'

const Password = z.string().min(1).max(256)
const ByPasskey = z.strictObject({ passkey: PasskeyProof })
const ByEmailCode = z.strictObject({ emailCode: EmailProof })
const ByDemo = z.strictObject({ demo: z.literal(true) })

/** After idleness the password alone is enough: the session was opened with both factors (NIST SP 800-63B-4, AAL2). */
export const ReEnter = z.union([ByPasskey, z.strictObject({ password: Password }), ByEmailCode, ByDemo])

/** Before an act of weight, both factors. */
export const StepUp = z.union([
  ByPasskey,
  z.strictObject({ password: Password, code: z.string().trim().min(6).max(40) }),
  ByEmailCode,
  ByDemo,
])

export type Proof = z.infer<typeof ReEnter> | z.infer<typeof StepUp>
