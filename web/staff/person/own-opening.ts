import { useQuery } from '@tanstack/react-query'
import type { BreakGlass } from '../../../src/access/break-glass.ts'
import type { Role } from '../../../src/access/sign-in.ts'
import { privacyApi } from '../../ui/privacy-api.ts'

export const OWN_OPENINGS = ['own-break-glass']

/** Who may open a record in an emergency; the server decides it again. */
export function mayBreakGlass(role: Role): boolean {
  return ['counselor', 'prescriber', 'supervisor', 'privacy-officer'].includes(role)
}

/** One's own emergency access to this person, while it is open. */
export function useOwnOpening(personId: string, role: Role): BreakGlass | undefined {
  const asked = useQuery({ queryKey: OWN_OPENINGS, queryFn: stillOpen, enabled: mayBreakGlass(role) })
  return asked.data?.find((one) => one.participant === personId)
}

async function stillOpen(): Promise<BreakGlass[]> {
  const { openings } = await privacyApi.ownBreakGlass()
  return openings.filter((one) => one.closedAt === null && Date.parse(one.expiresAt) > Date.now())
}
