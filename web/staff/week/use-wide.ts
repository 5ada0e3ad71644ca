import { useSyncExternalStore } from 'react'

/** Wide enough for the board (paper always is); below, people stand as cards with their days stacked. */
const WIDE = window.matchMedia('(min-width: 1000px), print')
const PAPER = window.matchMedia('print')

const listenWide = listenTo(WIDE)
const listenPaper = listenTo(PAPER)

export function useWide(): boolean {
  return useSyncExternalStore(listenWide, () => WIDE.matches)
}

/** While printing every row is drawn: paper does not scroll. */
export function usePaper(): boolean {
  return useSyncExternalStore(listenPaper, () => PAPER.matches)
}

function listenTo(query: MediaQueryList): (changed: () => void) => () => void {
  return (changed) => {
    query.addEventListener('change', changed)
    return () => query.removeEventListener('change', changed)
  }
}
