import { queryOptions, useQuery } from '@tanstack/react-query'
import { createContext, use } from 'react'
import type { SignedIn } from '../../src/access/sign-in.ts'
import { api } from '../ui/api.ts'

export const sessionQuery = queryOptions({ queryKey: ['session'], queryFn: api.session, staleTime: 60_000 })

export function useSessionQuery() {
  return useQuery(sessionQuery)
}

export const SessionContext = createContext<SignedIn | null>(null)

/** Who is signed in. Only inside the frame, which shows nothing before it knows. */
export function useSession(): SignedIn {
  const session = use(SessionContext)
  if (!session) throw new Error('This page stands outside the frame')
  return session
}
