import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { MoveCell } from '../../../../src/schedule/move.ts'
import type { BoardPerson, BoardSession, WeekBoard } from '../../../../src/schedule/week-board.ts'
import { moveApi } from '../../../ui/move-api.ts'
import { columnsOf } from '../week-columns.ts'
import { cellsIn, type Drag, type Moving, wishOf } from './move-context.ts'
import { nearestTo, timeAt } from './nearest.ts'

/** Pixels a pointer travels before a press is a drag; less is a click, which opens the dialog. */
const THRESHOLD = 6

interface Grabbed {
  readonly person: BoardPerson
  readonly session: BoardSession
  readonly x: number
  readonly y: number
}

/**
 * Dragging with pointer events alone. What is let go is moved where it fits; elsewhere the dialog opens with the reason
 * and the nearest place that fits. Escape lets go of it.
 */
export function useDrag(
  board: WeekBoard,
  then: { open: (moving: Moving) => void; drop: (grabbed: Grabbed, cell: MoveCell) => void },
) {
  const queries = useQueryClient()
  const [drag, setDrag] = useState<Drag | null>(null)
  const grabbed = useRef<Grabbed | null>(null)
  const now = useRef<Drag | null>(null)
  const latest = useRef(then)
  useEffect(() => {
    latest.current = then
    now.current = drag
  })

  const begin = useCallback(
    (held: Grabbed, x: number, y: number) => {
      const wish = wishOf(board, held.person, held.session)
      setDrag({ ...held, cells: null, x, y, over: null })
      queries
        .fetchQuery({ queryKey: ['moves', wish], queryFn: () => moveApi.moves(wish) })
        .then(({ cells }) => setDrag((before) => before && { ...before, cells }))
        .catch(() => setDrag(null))
    },
    [board, queries],
  )

  useEffect(() => {
    const letGo = () => {
      grabbed.current = null
      setDrag(null)
    }
    const moved = ({ clientX: x, clientY: y }: PointerEvent) => {
      const held = grabbed.current
      if (!held) return
      if (now.current) return setDrag((before) => before && { ...before, x, y, over: cellAt(board, before, x, y) })
      if (Math.hypot(x - held.x, y - held.y) > THRESHOLD) begin(held, x, y)
    }
    const up = () => {
      const [held, last] = [grabbed.current, now.current]
      letGo()
      if (!held) return
      if (!last) latest.current.open({ person: held.person, sessions: [held.session] })
      else if (last.over) latest.current.drop(held, last.over)
    }
    const key = (event: KeyboardEvent) => {
      if (event.key === 'Escape') letGo()
    }
    const listeners = { pointermove: moved, pointerup: up, pointercancel: letGo, keydown: key }
    for (const [name, heard] of Object.entries(listeners)) window.addEventListener(name, heard as EventListener)
    return () => {
      for (const [name, heard] of Object.entries(listeners)) window.removeEventListener(name, heard as EventListener)
    }
  }, [begin, board])

  const grab = useCallback((event: React.PointerEvent, person: BoardPerson, session: BoardSession) => {
    if (event.button !== 0) return
    event.preventDefault()
    grabbed.current = { person, session, x: event.clientX, y: event.clientY }
  }, [])
  return { drag, grab }
}

/** The place nearest to the pointer: its column, and in the column its height. */
function cellAt(board: WeekBoard, { cells, person }: Drag, x: number, y: number): MoveCell | null {
  const place = document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-column]')
  const column = columnsOf(board.blocks).find(({ key }) => key === place?.dataset['column'])
  if (!place || !column || !cells || place.dataset['person'] !== person.id) return null
  const { top, height } = place.getBoundingClientRect()
  return nearestTo(cellsIn(column, cells), timeAt(column, (y - top) / height)) ?? null
}
