import { useEffect, useRef } from 'react'

const AGAIN_MS = 5_000

/**
 * Listens while the server says that something changed; most events hold no content, marks do. `ended`: the stream broke off, so what
 * is on the screen must be asked for anew; the right to it may be gone, and then the server refuses another stream.
 * A hidden page lets its connection go, since browsers keep six to one place, and asks anew when it is back.
 */
export function useEvents(path: string, heard: { ended: () => void } & Record<string, (data: string) => void>): void {
  const latest = useRef(heard)
  useEffect(() => {
    latest.current = heard
  })
  useEffect(() => {
    let again: ReturnType<typeof setTimeout> | undefined
    let stream: EventSource | undefined
    const close = () => {
      clearTimeout(again)
      stream?.close()
      stream = undefined
    }
    const open = () => {
      close()
      stream = new EventSource(path)
      for (const kind of Object.keys(latest.current))
        stream.addEventListener(kind, (event) => latest.current[kind]?.(String(event.data)))
      stream.addEventListener('error', () => {
        close()
        latest.current.ended()
        again = setTimeout(open, AGAIN_MS)
      })
    }
    const shown = () => {
      if (document.hidden) return close()
      latest.current.ended()
      return open()
    }
    open()
    document.addEventListener('visibilitychange', shown)
    return () => {
      document.removeEventListener('visibilitychange', shown)
      close()
    }
  }, [path])
}
