import { useEffect } from 'react'

/** Personal links end on the light page in both languages; the fragment with the token goes along. */
export function WelcomePage() {
  useEffect(() => window.location.replace(`/me/welcome${window.location.hash}`), [])
  return null
}
