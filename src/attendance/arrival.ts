import { z } from 'zod'
import { AuthenticatorPicture } from '../access/authenticator-picture.ts'

/** The six digits a person shows at the door, and their picture for a scanner; null before the first were made. */
export const ArrivalCode = z.object({ code: z.string().nullable(), picture: AuthenticatorPicture.nullable() })
export type ArrivalCode = z.infer<typeof ArrivalCode>

/** A door opens this long before a session and this long after its start (`evenkeel.expected_at_door` says the same). */
export interface AtDoor {
  readonly participant: string
  readonly session: string
  /** Milliseconds since 1970 UTC. */
  readonly startsAt: number
  readonly endsAt: number
  readonly marked: boolean
}

/**
 * The session an arrival is for: the first of those expected now, unless somebody marked one of them already. Whoever
 * shows the code twice has come once.
 */
export function arrivedFor(expected: readonly AtDoor[]): AtDoor | undefined {
  return expected.some(({ marked }) => marked) ? undefined : expected[0]
}
