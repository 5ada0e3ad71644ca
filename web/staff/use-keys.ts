import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import type { Role } from '../../src/access/sign-in.ts'

/** Keys of experience.md 3.1, 7: off in text fields, so typing never triggers a command. */
export function useKeys(role: Role, open: { help: () => void; palette: () => void }): void {
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
      const to = event.timeStamp - afterG.current < 1500 ? goneTo(role, event.key) : undefined
      if (to) return void navigate({ to })
      afterG.current = event.key === 'g' ? event.timeStamp : 0
      return undefined
    }
    document.addEventListener('keydown', pressed)
    return () => document.removeEventListener('keydown', pressed)
  }, [navigate, role])
}

/** `g` and then: `t` today, `c` the caseload or team, `p` (the planner) or `w` the week. */
function goneTo(role: Role, key: string): '/' | '/my-day' | '/team' | '/today' | undefined {
  if (key === 't') return '/today'
  if (key === 'p' || key === 'w') return '/'
  if (key !== 'c') return undefined
  if (role === 'counselor') return '/my-day'
  return role === 'supervisor' ? '/team' : undefined
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
