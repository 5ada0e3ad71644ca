import { useCallback, useEffect, useRef, useState } from 'react'
import type { DraftSaved } from '../../ui/notes-api.ts'

/** After this long without a key the draft is saved; while typing goes on, at least this often. */
const PAUSE_MS = 1_500

export interface DraftState<Draft> {
  draft: Draft
  version: number
  /** `saving`: on its way. `waiting`: the network is away, it is tried again. `kept`: nothing is unsaved. */
  state: 'kept' | 'typing' | 'saving' | 'waiting'
  savedAt: string | null
  conflicts: DraftSaved<Draft>['conflicts']
  /** With conflicts: the ways out of them, on top of this version. */
  ways: { version: number; mine: Draft; theirs: Draft } | null
}

/**
 * The draft as it is typed, saved by itself. What somebody else saved meanwhile comes in with the answer; where both wrote
 * in the same place the writer chooses, and until then nothing of either is lost.
 */
export function useDraft<Draft>(
  /** Sends what is typed, on top of a version; keep it stable. */
  send: (wish: { basedOn: number; draft: Draft }) => Promise<DraftSaved<Draft>>,
  begin: { draft: Draft; version: number; savedAt: string | null },
) {
  const [shown, setShown] = useState<DraftState<Draft>>({ ...begin, state: 'kept', conflicts: [], ways: null })
  // What stands at this moment: an answer may come between a key and the next drawing of the screen.
  const latest = useRef(shown)
  const flying = useRef<Promise<void> | null>(null)
  const apply = useCallback((changed: (now: DraftState<Draft>) => DraftState<Draft>) => {
    latest.current = changed(latest.current)
    setShown(latest.current)
  }, [])

  /** Saves what is typed, after a save that is on its way. Rejects when the network is away. */
  const save = useCallback(async () => {
    while (flying.current) await flying.current.catch(() => undefined)
    const { state, draft: sent, version, conflicts } = latest.current
    if (state === 'kept' || conflicts.length > 0) return
    apply((now) => ({ ...now, state: 'saving' }))
    flying.current = send({ basedOn: version, draft: sent })
      .then((answer) => apply((now) => afterSave(now, sent, answer)))
      .catch((error: unknown) => {
        apply((now) => ({ ...now, state: 'waiting' }))
        throw error
      })
      .finally(() => {
        flying.current = null
      })
    await flying.current
  }, [send, apply])

  const { state, draft, conflicts } = shown
  useEffect(() => {
    if (state === 'kept' || state === 'saving' || conflicts.length > 0) return undefined
    const timer = setTimeout(() => void save().catch(() => undefined), state === 'waiting' ? PAUSE_MS * 3 : PAUSE_MS)
    return () => clearTimeout(timer)
  }, [state, draft, conflicts, save])

  const change = useCallback(
    (changed: (draft: Draft) => Draft) => apply((now) => ({ ...now, draft: changed(now.draft), state: 'typing' })),
    [apply],
  )
  /** Ends a conflict: the writer has put what they want into the draft; it goes on top of what stands. */
  const settle = useCallback(
    (version: number, draft: Draft) =>
      apply((now) => ({ ...now, version, draft, conflicts: [], ways: null, state: 'typing' })),
    [apply],
  )
  return { shown, change, settle, save }
}

function afterSave<Draft>(now: DraftState<Draft>, sent: Draft, answer: DraftSaved<Draft>): DraftState<Draft> {
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
