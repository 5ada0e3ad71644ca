import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { MarkNews, TodayBoard } from '../../../src/attendance/today.ts'
import { useEvents } from '../../ui/use-events.ts'
import { withNews } from './today-seats.ts'

/**
 * Puts others' marks on the board as they are told; asks anew only when the sessions themselves change. Says since when
 * the board hears no news; null while it does.
 */
export function useLiveDay(day: string, key: string): string | null {
  const queries = useQueryClient()
  const [stale, setStale] = useState<string | null>(null)
  const queryKey = ['today', key]
  useEvents(`/api/today/events?day=${day}`, {
    marks: (data) => {
      const news = JSON.parse(data) as MarkNews[]
      setStale(null)
      queries.setQueryData<TodayBoard>(queryKey, (board) => (board?.day === day ? withNews(board, news) : board))
    },
    seats: () => void queries.invalidateQueries({ queryKey }),
    ended: () => {
      const last = queries.getQueryState(queryKey)?.dataUpdatedAt ?? 0
      void queries.refetchQueries({ queryKey }).then(() => {
        const state = queries.getQueryState(queryKey)
        setStale(state?.status === 'error' || state?.dataUpdatedAt === last ? wallOf(last) : null)
      })
    },
  })
  return stale
}

function wallOf(instant: number): string {
  const local = new Date(instant - new Date(instant).getTimezoneOffset() * 60_000)
  return local.toISOString().slice(0, 16)
}
