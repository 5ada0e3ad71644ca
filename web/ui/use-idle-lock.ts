import { useEffect } from 'react'
import { api } from './api.ts'
import { setSessionState } from './session-state.ts'
import { signInApi } from './sign-in-api.ts'

const SIGNS_OF_LIFE = ['pointerdown', 'keydown', 'scroll', 'touchstart'] as const
const KEEP_OPEN_MS = 60_000
const LOOK_MS = 20_000
const noAnswer = () => undefined

/**
 * Locks after `seconds` without a touch or a key (null: never). Typing asks nothing of the server, so life on this side
 * is told to it once a minute; and a session that ended or was locked elsewhere covers an untouched page too.
 */
export function useIdleLock(seconds: number | null, active: boolean): void {
  useEffect(() => {
    if (!active) return undefined
    const look = setInterval(() => void api.sessionInBackground().catch(noAnswer), LOOK_MS)
    return () => clearInterval(look)
  }, [active])

  useEffect(() => {
    if (seconds === null || !active) return undefined
    const lock = () => {
      setSessionState('locked')
      void signInApi.lock().catch(noAnswer)
    }
    let told = false
    let idle = setTimeout(lock, seconds * 1000)
    const minute = setInterval(() => (told = false), KEEP_OPEN_MS)
    const alive = () => {
      clearTimeout(idle)
      idle = setTimeout(lock, seconds * 1000)
      if (told) return
      told = true
      void api.session().catch(noAnswer)
    }
    for (const sign of SIGNS_OF_LIFE) document.addEventListener(sign, alive, { capture: true, passive: true })
    return () => {
      clearTimeout(idle)
      clearInterval(minute)
      for (const sign of SIGNS_OF_LIFE) document.removeEventListener(sign, alive, { capture: true })
    }
  }, [seconds, active])
}
