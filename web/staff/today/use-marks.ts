import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { MarkAttendance } from '../../../src/attendance/attendance.ts'
import type { TodayBoard, TodaySeat } from '../../../src/attendance/today.ts'
import { problemOf } from '../../ui/ask.ts'
import { todayApi } from '../../ui/today-api.ts'
import { say } from '../../ui/words.ts'
import { sentenceOf } from '../problem-notice.tsx'
import { useToast } from '../toasts.tsx'
import { withSeat } from './today-seats.ts'

export interface Wish {
  session: string
  seat: TodaySeat
  status: MarkAttendance['status']
  inAt?: string | null
  outAt?: string | null
}

/** How often a mark is sent again while the network is away; the id stays, so it is one mark however often it arrives. */
const TRIES = 6
/** As long as a notice stands (experience.md 3.1). */
const UNDO_MS = 10_000

/**
 * Marks people: at once on this screen, then on the server, one after the other. A mark cut off by the network waits and
 * is sent again with the same id; a refusal puts the seat back as it was and says why. The last mark can be taken back
 * for ten seconds, by a mark.
 */
export function useMarks(day: string) {
  const queries = useQueryClient()
  const toast = useToast()
  const [waiting, setWaiting] = useState(0)
  const [last, setLast] = useUndoable()
  const key = ['today', day]
  const show = (session: string, seat: TodaySeat) =>
    queries.setQueryData<TodayBoard>(key, (board) => board && withSeat(board, session, seat))
  const send = useMutation({
    scope: { id: 'marks' },
    mutationFn: ({ wish, id }: { wish: Wish; id: string }) =>
      todayApi.mark(wish.session, wish.seat.participant, {
        id,
        status: wish.status,
        inAt: wish.inAt ?? null,
        outAt: wish.outAt ?? null,
        replaces: wish.seat.replaces,
      }),
    retry: (failures, error) => problemOf(error).status === 0 && failures < TRIES,
    retryDelay: (failures) => Math.min(1000 * 2 ** failures, 8000),
    networkMode: 'always',
    onMutate: ({ wish, id }) => {
      setWaiting((count) => count + 1)
      show(wish.session, seatAfter(wish, id))
    },
    onSuccess: ({ status, ...mark }, { wish }) =>
      status !== 'taken-back' &&
      show(wish.session, { ...wish.seat, state: 'marked', mark: { ...mark, status }, replaces: mark.id }),
    onError: (error, { wish }) => {
      show(wish.session, wish.seat)
      setLast(null)
      toast(say('today.notMarked', { name: wish.seat.name, because: sentenceOf(error) }))
      void queries.invalidateQueries({ queryKey: key })
    },
    onSettled: () => setWaiting((count) => count - 1),
  })
  const mark = (wish: Wish) => {
    const id = crypto.randomUUID()
    send.mutate({ wish, id })
    setLast({ session: wish.session, seat: seatAfter(wish, id), before: wish.seat.mark })
  }
  const takeBack = () => {
    if (!last) return
    const { session, seat, before } = last
    const times = before ? { inAt: before.inAt, outAt: before.outAt } : {}
    send.mutate({ wish: { session, seat, status: before?.status ?? 'taken-back', ...times }, id: crypto.randomUUID() })
    setLast(null)
  }
  return { mark, waiting, last, takeBack }
}

interface Undoable {
  session: string
  seat: TodaySeat
  before: TodaySeat['mark']
}

/** The last mark, until it stands for good. */
function useUndoable() {
  const [last, setLast] = useState<Undoable | null>(null)
  useEffect(() => {
    const timer = setTimeout(() => setLast(null), UNDO_MS)
    return () => clearTimeout(timer)
  }, [last])
  return [last, setLast] as const
}

/** The seat as it will be once the mark has arrived; until then the mark has no time and no name. */
function seatAfter({ seat, status, inAt = null, outAt = null }: Wish, id: string): TodaySeat {
  if (status === 'taken-back') return { ...seat, state: 'unmarked', mark: null, replaces: id }
  const mark = { id, status, inAt, outAt, markedAt: '', markedBy: '', why: null }
  return { ...seat, state: 'marked', mark, replaces: id }
}
