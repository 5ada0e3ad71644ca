import { useQuery } from '@tanstack/react-query'
import type { Role } from '../../../src/access/sign-in.ts'
import { choicesApi } from '../../ui/choices-api.ts'

export const REQUESTS = ['week-requests']
const LOOK_EVERY = 60_000

/** How many wishes wait for somebody in this role; undefined for roles that answer none. */
export function useWaitingRequests(role: Role): number | undefined {
  const answers = role === 'front-desk' || role === 'counselor'
  const asked = useQuery({
    queryKey: REQUESTS,
    queryFn: choicesApi.requestsInBackground,
    enabled: answers,
    refetchInterval: LOOK_EVERY,
  })
  return answers ? asked.data?.requests.length : undefined
}
