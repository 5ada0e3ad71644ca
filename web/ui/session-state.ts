import { useSyncExternalStore } from 'react'

/**
 * What the server last said about this session. Every page watches it: a locked session is covered until re-entry, with
 * everything typed kept beneath; one that is gone leads to sign-in.
 */
export type SessionState = 'open' | 'locked' | 'gone'

let state: SessionState = 'open'
const watchers = new Set<() => void>()

export function setSessionState(next: SessionState): void {
  if (next === state) return
  state = next
  for (const tell of watchers) tell()
}

export function useSessionState(): SessionState {
  return useSyncExternalStore(watch, () => state)
}

function watch(tell: () => void): () => void {
  watchers.add(tell)
  return () => watchers.delete(tell)
}
