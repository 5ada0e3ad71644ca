import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { MarkNews, TodayBoard } from '../../../src/attendance/today.ts'
import { instantClock } from '../../ui/times.ts'
import { todayApi } from '../../ui/today-api.ts'
import { useEvents } from '../../ui/use-events.ts'
import { useSession } from '../session.ts'
import { withNews } from './today-seats.ts'

/** Who else has a session open: names by session. */
type Present = Readonly<Record<string, readonly string[]>>

/** What this page has open is said to other screens; theirs are told to this one, until either is closed. */
export function usePresence(openAtFirst: string | null) {
  const [screen] = useState(() => crypto.randomUUID())
  const [present, setPresent] = useState<Present>({})
  const opened = useRef(openAtFirst)
  // Nobody needs it so much that its failing would be news.
  const say = () => void todayApi.onScreen(screen, opened.current).catch(() => {})
  return {
    screen,
    present,
    open: (session: string | null) => {
      opened.current = session
      say()
    },
    heard: {
      opened: () => opened.current && say(),
      presence: (data: string) => setPresent(JSON.parse(data) as Present),
    },
    lost: () => setPresent({}),
  }
}

/**
 * Puts others' marks on the board as they are told; asks anew only when the sessions themselves change. Says since when
 * the board hears no news; null while it does.
 */
export function useLiveDay(day: string, key: string, presence?: ReturnType<typeof usePresence>): string | null {
  const queries = useQueryClient()
  const { timeZone } = useSession().center
  const [stale, setStale] = useState<string | null>(null)
  const queryKey = ['today', key]
  useEvents(`/api/today/events?day=${day}${presence ? `&screen=${presence.screen}` : ''}`, {
    ...presence?.heard,
    marks: (data) => {
      const news = JSON.parse(data) as MarkNews[]
      setStale(null)
      queries.setQueryData<TodayBoard>(queryKey, (board) => (board?.day === day ? withNews(board, news) : board))
    },
    seats: () => void queries.invalidateQueries({ queryKey }),
    ended: () => {
      presence?.lost()
      const last = queries.getQueryState(queryKey)?.dataUpdatedAt ?? 0
      void queries.refetchQueries({ queryKey }).then(() => {
        const state = queries.getQueryState(queryKey)
        setStale(state?.status === 'error' || state?.dataUpdatedAt === last ? instantClock(last, timeZone) : null)
      })
    },
  })
  return stale
}
