import { Button, Paper, Text } from '@mantine/core'
import { createContext, use, useCallback, useEffect, useRef, useState, type ReactNode } from 'react'
import { say } from '../../../ui/words.ts'

/** Something just done, with the way to take it back. */
export interface Undoable {
  readonly words: string
  readonly undo: () => void
}

const SECONDS = 10
const UndoContext = createContext<(done: Undoable | null) => void>(() => undefined)

/** Says what was done and how it is taken back; the newest thing alone can be, and nothing after null. */
export function useUndo(): (done: Undoable | null) => void {
  return use(UndoContext)
}

/** Holds the last thing done on the page: shown for a while, taken back by its button or the key u. */
export function UndoProvider({ children }: { children: ReactNode }) {
  const [done, setDone] = useState<Undoable | null>(null)
  const [shown, setShown] = useState(false)
  const tell = useCallback((next: Undoable | null) => {
    setDone(next)
    setShown(true)
  }, [])
  const hide = useCallback(() => setShown(false), [])
  const undo = useCallback(() => {
    done?.undo()
    setDone(null)
    setShown(false)
  }, [done])
  useUndoKey(done ? undo : undefined)
  return (
    <UndoContext value={tell}>
      {children}
      {done && shown && <UndoBar key={done.words} words={done.words} undo={undo} hide={hide} />}
    </UndoContext>
  )
}

/** Stands for 10 seconds, longer while it has the pointer or the keyboard. */
function UndoBar({ words, undo, hide }: Undoable & { hide: () => void }) {
  const bar = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const timer = setInterval(() => {
      if (!bar.current?.matches(':hover, :focus-within')) hide()
    }, SECONDS * 1000)
    return () => clearInterval(timer)
  }, [hide])
  return (
    <Paper ref={bar} className="undo-bar no-print" shadow="md" withBorder p="sm" role="status">
      <Text size="sm">{words}</Text>
      <Button size="xs" variant="default" onClick={undo} aria-keyshortcuts="u">
        {say('move.undo')}
      </Button>
    </Paper>
  )
}

/** The key u, off in text fields and dialogs, as all single keys are. */
function useUndoKey(undo: (() => void) | undefined): void {
  useEffect(() => {
    if (!undo) return undefined
    const pressed = (event: KeyboardEvent) => {
      const plain = !event.ctrlKey && !event.metaKey && !event.altKey
      const typing =
        event.target instanceof HTMLElement && event.target.closest('input, textarea, select, [role="dialog"]')
      if (event.key === 'u' && plain && !typing) undo()
    }
    document.addEventListener('keydown', pressed)
    return () => document.removeEventListener('keydown', pressed)
  }, [undo])
}
