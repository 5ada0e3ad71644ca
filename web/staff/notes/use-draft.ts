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
  /** With conflicts: the ways out of them, on top of this version. */
  ways: { version: number; mine: GroupDraft; theirs: GroupDraft } | null
}

/**
 * The draft as it is typed, saved by itself. What somebody else saved meanwhile comes in with the answer; where both wrote
 * in the same place the writer chooses, and until then nothing of either is lost.
 */
export function useDraft(session: string, begin: { draft: GroupDraft; version: number; savedAt: string | null }) {
  const [shown, setShown] = useState<DraftState>({ ...begin, state: 'kept', conflicts: [], ways: null })
  // What stands at this moment: an answer may come between a key and the next drawing of the screen.
  const latest = useRef(shown)
  const flying = useRef<Promise<void> | null>(null)
  const apply = useCallback((changed: (now: DraftState) => DraftState) => {
    latest.current = changed(latest.current)
    setShown(latest.current)
  }, [])

  /** Saves what is typed, after a save that is on its way. Rejects when the network is away. */
  const save = useCallback(async () => {
    while (flying.current) await flying.current.catch(() => undefined)
    const { state, draft: sent, version, conflicts } = latest.current
    if (state === 'kept' || conflicts.length > 0) return
    apply((now) => ({ ...now, state: 'saving' }))
    flying.current = todayApi
      .saveGroupNote(session, { basedOn: version, draft: sent })
      .then((answer) => apply((now) => afterSave(now, sent, answer)))
      .catch((error: unknown) => {
        apply((now) => ({ ...now, state: 'waiting' }))
        throw error
      })
      .finally(() => {
        flying.current = null
      })
    await flying.current
  }, [session, apply])

  const { state, draft, conflicts } = shown
  useEffect(() => {
    if (state === 'kept' || state === 'saving' || conflicts.length > 0) return undefined
    const timer = setTimeout(() => void save().catch(() => undefined), state === 'waiting' ? PAUSE_MS * 3 : PAUSE_MS)
    return () => clearTimeout(timer)
  }, [state, draft, conflicts, save])

  const change = useCallback(
    (changed: (draft: GroupDraft) => GroupDraft) =>
      apply((now) => ({ ...now, draft: changed(now.draft), state: 'typing' })),
    [apply],
  )
  /** Ends a conflict: the writer has put what they want into the draft; it goes on top of what stands. */
  const settle = useCallback(
    (version: number, draft: GroupDraft) =>
      apply((now) => ({ ...now, version, draft, conflicts: [], ways: null, state: 'typing' })),
    [apply],
  )
  return { shown, change, settle, save }
}

function afterSave(now: DraftState, sent: GroupDraft, answer: DraftSaved): DraftState {
  if (answer.withMine && answer.withTheirs) {
    const ways = { version: answer.version, mine: answer.withMine, theirs: answer.withTheirs }
    return { ...now, conflicts: answer.conflicts, ways, state: 'typing' }
  }
  // Typed on while it was being saved: that stays, and is saved next.
  const typedOn = now.draft !== sent
  return {
    draft: typedOn ? now.draft : answer.draft,
    version: typedOn ? now.version : answer.version,
    savedAt: answer.savedAt,
    conflicts: [],
    ways: null,
    state: typedOn ? 'typing' : 'kept',
  }
}
