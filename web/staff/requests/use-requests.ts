import { useQuery } from '@tanstack/react-query'
import type { Role } from '../../../src/access/sign-in.ts'
import { choicesApi } from '../../ui/choices-api.ts'

export const REQUESTS = ['week-requests']
export const OTHER_TIMES = ['other-times']
const LOOK_EVERY = 60_000

/** How many wishes wait for somebody in this role; undefined for roles that answer none. */
export function useWaitingRequests(role: Role): number | undefined {
  const answers = role === 'front-desk' || role === 'counselor'
  const looking = { enabled: answers, refetchInterval: LOOK_EVERY }
  const weeks = useQuery({ queryKey: REQUESTS, queryFn: choicesApi.requestsInBackground, ...looking })
  const times = useQuery({ queryKey: OTHER_TIMES, queryFn: choicesApi.otherTimesInBackground, ...looking })
  return answers ? (weeks.data?.requests.length ?? 0) + (times.data?.asked.length ?? 0) : undefined
}
