import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useMemo, useState, type ReactNode } from 'react'
import type { MoveCell } from '../../../../src/schedule/move.ts'
import type { BoardPerson, BoardSession, WeekBoard } from '../../../../src/schedule/week-board.ts'
import { moveApi } from '../../../ui/move-api.ts'
import { say } from '../../../ui/words.ts'
import { sentenceOf } from '../../problem-notice.tsx'
import { useToast } from '../../toasts.tsx'
import { cellWords } from './cell-words.ts'
import { DragWords } from './drag-words.tsx'
import { MoveDialog } from './move-dialog.tsx'
import { type Mover, MoverContext, type Moving, wishOf } from './move-context.ts'
import { useUndo } from './undo-bar.tsx'
import { useDrag } from './use-drag.ts'
import './move.css'

interface Taken {
  readonly person: BoardPerson | null
  readonly session: BoardSession
  readonly cell: MoveCell
}

/** Whatever shows sessions inside may move them, by dialog or by dragging, where the reader may plan. */
export function MoverProvider({ board, children }: { board: WeekBoard; children: ReactNode }) {
  const [moving, setMoving] = useState<Moving | null>(null)
  const move = useMove(board, () => setMoving(null))
  const { drag, grab } = useDrag(board, {
    open: setMoving,
    drop: ({ person, session }, cell) =>
      cell.fits ? move.mutate({ person, session, cell }) : setMoving({ person, sessions: [session], droppedOn: cell }),
  })
  const mover = useMemo<Mover>(() => ({ open: setMoving, grab, drag }), [grab, drag])
  if (!board.mayPlan) return children
  return (
    <MoverContext value={mover}>
      {children}
      <DragWords drag={drag} />
      {moving && (
        <MoveDialog
          key={moving.sessions.map(({ id }) => id).join()}
          board={board}
          moving={moving}
          busy={move.isPending}
          close={() => setMoving(null)}
          take={(session, cell) => move.mutate({ person: moving.person, session, cell })}
        />
      )}
    </MoverContext>
  )
}

function useMove(board: WeekBoard, close: () => void) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const toast = useToast()
  const done = useUndo()
  const fresh = () => queries.invalidateQueries({ queryKey: ['board', board.weekStart] })
  const takeBack = (proposal: string) =>
    moveApi
      .takeBack(board.weekStart, proposal)
      .then(() => toast(say('move.undone')))
      .catch((error: unknown) => toast(sentenceOf(error)))
      .finally(() => void fresh())
  return useMutation({
    mutationFn: ({ person, session, cell: { start, staff, telehealth, joins } }: Taken) =>
      moveApi.move(wishOf(board, person, session), { start, staff, telehealth, joins }),
    onSuccess: async ({ proposal }, { session, cell }) => {
      close()
      await navigate({ to: '.', search: (before) => ({ ...before, view: 'proposed' as const }), replace: true })
      await fresh()
      const words = say('move.done', { service: session.service, where: cellWords(cell) })
      done({ words, undo: () => void takeBack(proposal) })
    },
    onError: (error) => {
      toast(sentenceOf(error))
      void queries.invalidateQueries({ queryKey: ['moves'] })
    },
  })
}
