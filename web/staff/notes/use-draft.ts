import { useCallback, useEffect, useRef, useState } from 'react'
import type { GroupDraft } from '../../../src/note/draft.ts'
import { type DraftSaved, todayApi } from '../../ui/today-api.ts'

/** After this long without a key the draft is saved; while typing goes on, at least this often. */
const PAUSE_MS = 1_500

export interface DraftState {
  draft: GroupDraft
  version: number
  /** `saving`: on its way. `waiting`: the network is away, it is tried again. `kept`: nothing is unsaved. */
  state: 'kept' | 'typing' | 'saving' | 'waiting'
  savedAt: string | null
  conflicts: DraftSaved['conflicts']
}

/**
 * The draft as it is typed, saved by itself. What somebody else saved meanwhile comes in with the answer; where both wrote
 * in the same place the writer chooses, and until then nothing of either is lost.
 */
export function useDraft(session: string, begin: { draft: GroupDraft; version: number; savedAt: string | null }) {
  const [shown, setShown] = useState<DraftState>({ ...begin, state: 'kept', conflicts: [] })
  const latest = useRef(shown)
  const busy = useRef(false)
  useEffect(() => {
    latest.current = shown
  })

  const save = useCallback(async () => {
    if (busy.current || latest.current.conflicts.length > 0) return
    busy.current = true
    const sent = latest.current.draft
    setShown((now) => ({ ...now, state: 'saving' }))
    try {
      const answer = await todayApi.saveGroupNote(session, { basedOn: latest.current.version, draft: sent })
      setShown((now) => afterSave(now, sent, answer))
    } catch {
      setShown((now) => ({ ...now, state: 'waiting' }))
    } finally {
      busy.current = false
    }
  }, [session])

  const { state, draft, conflicts } = shown
  useEffect(() => {
    if (state === 'kept' || state === 'saving' || conflicts.length > 0) return undefined
    const timer = setTimeout(() => void save(), state === 'waiting' ? PAUSE_MS * 3 : PAUSE_MS)
    return () => clearTimeout(timer)
  }, [state, draft, conflicts, save])

  const change = useCallback((changed: (draft: GroupDraft) => GroupDraft) => {
    setShown((now) => ({ ...now, draft: changed(now.draft), state: 'typing' }))
  }, [])
  /** Ends a conflict: the writer has put what they want into the draft; it goes on top of what stands. */
  const settle = useCallback((version: number, draft: GroupDraft) => {
    setShown((now) => ({ ...now, version, draft, conflicts: [], state: 'typing' }))
  }, [])
  return { shown, change, settle, save }
}

function afterSave(now: DraftState, sent: GroupDraft, answer: DraftSaved): DraftState {
  if (answer.conflicts.length > 0) return { ...now, conflicts: answer.conflicts, state: 'typing' }
  // Typed on while it was being saved: that stays, and is saved next.
  const typedOn = now.draft !== sent
  return {
    draft: typedOn ? now.draft : answer.draft,
    version: typedOn ? now.version : answer.version,
    savedAt: answer.savedAt,
    conflicts: [],
    state: typedOn ? 'typing' : 'kept',
  }
}
