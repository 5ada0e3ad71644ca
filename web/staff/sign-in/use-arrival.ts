import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { SignedIn } from '../../../src/access/sign-in.ts'
import { homeOf } from '../../ui/first-screen.ts'
import { setSessionState } from '../../ui/session-state.ts'
import { sessionQuery } from '../session.ts'

/** What follows every sign-in: nothing of whoever was here before, and the role's own first page. */
export function useArrival(): (session: SignedIn) => void {
  const queries = useQueryClient()
  const navigate = useNavigate()
  return (session) => {
    // The session itself is replaced, not removed: the frame around the page is watching it.
    queries.removeQueries({ predicate: (query) => query.queryKey[0] !== sessionQuery.queryKey[0] })
    const home = homeOf(session.role)
    if (home === '/me') return window.location.assign(home)
    setSessionState('open')
    queries.setQueryData(sessionQuery.queryKey, session)
    return void navigate({ to: session.state === 'enrolling' ? '/' : home })
  }
}
