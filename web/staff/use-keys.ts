import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'

/** Keys of experience.md 3.1, 7: off in text fields, so typing never triggers a command. */
export function useKeys(open: { help: () => void; palette: () => void }): void {
  const navigate = useNavigate()
  const latest = useRef(open)
  const afterG = useRef(0)
  useEffect(() => {
    latest.current = open
  })
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        return latest.current.palette()
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return undefined
      if (event.key === '?') return latest.current.help()
      if (event.key === '/') return focusSearch(event)
      if (event.key === 't' && event.timeStamp - afterG.current < 1500) return void navigate({ to: '/today' })
      if (event.key === 'w' && event.timeStamp - afterG.current < 1500) return void navigate({ to: '/' })
      afterG.current = event.key === 'g' ? event.timeStamp : 0
      return undefined
    }
    document.addEventListener('keydown', pressed)
    return () => document.removeEventListener('keydown', pressed)
  }, [navigate])
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select, [role="dialog"]') !== null
}

function focusSearch(event: KeyboardEvent): void {
  const search = document.querySelector<HTMLInputElement>('input[type="search"]')
  if (!search) return
  event.preventDefault()
  search.focus()
}
