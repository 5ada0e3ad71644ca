import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Status } from '../../../src/attendance/attendance.ts'
import type { TodayBoard, TodaySeat } from '../../../src/attendance/today.ts'
import { problemOf } from '../../ui/ask.ts'
import { todayApi } from '../../ui/today-api.ts'
import { say } from '../../ui/words.ts'
import { sentenceOf } from '../problem-notice.tsx'
import { useToast } from '../toasts.tsx'

export interface Wish {
  session: string
  seat: TodaySeat
  status: Status
  inAt?: string | null
  outAt?: string | null
}

/** How often a mark is sent again while the network is away; the id stays, so it is one mark however often it arrives. */
const TRIES = 6

/**
 * Marks people: at once on this screen, then on the server. A mark cut off by the network waits and is sent again with
 * the same id; a refusal puts the seat back as it was and says why.
 */
export function useMarks(day: string) {
  const queries = useQueryClient()
  const toast = useToast()
  const [waiting, setWaiting] = useState(0)
  const key = ['today', day]
  const show = (wish: Wish, seat: TodaySeat) =>
    queries.setQueryData<TodayBoard>(key, (board) => board && withSeat(board, wish.session, seat))
  const send = useMutation({
    mutationFn: ({ wish, id }: { wish: Wish; id: string }) =>
      todayApi.mark(wish.session, wish.seat.participant, {
        id,
        status: wish.status,
        inAt: wish.inAt ?? null,
        outAt: wish.outAt ?? null,
        replaces: wish.seat.mark?.id ?? null,
      }),
    retry: (failures, error) => problemOf(error).status === 0 && failures < TRIES,
    retryDelay: (failures) => Math.min(1000 * 2 ** failures, 8000),
    networkMode: 'always',
    onMutate: ({ wish, id }) => {
      setWaiting((count) => count + 1)
      const mark = { id, status: wish.status, inAt: wish.inAt ?? null, outAt: wish.outAt ?? null }
      show(wish, { ...wish.seat, state: 'marked', mark: { ...mark, markedAt: '', markedBy: '', why: null } })
    },
    onSuccess: (mark, { wish }) => show(wish, { ...wish.seat, state: 'marked', mark }),
    onError: (error, { wish }) => {
      show(wish, wish.seat)
      toast(say('today.notMarked', { name: wish.seat.name, because: sentenceOf(error) }))
    },
    onSettled: () => {
      setWaiting((count) => count - 1)
      void queries.invalidateQueries({ queryKey: key })
    },
  })
  return { mark: (wish: Wish) => send.mutate({ wish, id: crypto.randomUUID() }), waiting }
}

function withSeat(board: TodayBoard, session: string, seat: TodaySeat): TodayBoard {
  const sessions = board.sessions.map((one) =>
    one.id === session
      ? { ...one, seats: one.seats.map((old) => (old.participant === seat.participant ? seat : old)) }
      : one,
  )
  return { ...board, sessions }
}
