import { createContext, use } from 'react'
import type { MoveCell } from '../../../../src/schedule/move.ts'
import type { BoardPerson, BoardSession, WeekBoard } from '../../../../src/schedule/week-board.ts'
import type { MoveWish } from '../../../ui/move-api.ts'
import type { Column } from '../week-columns.ts'

/** What somebody wants to move: one of these sessions of a person, or a whole group when there is no person. */
export interface Moving {
  readonly person: BoardPerson | null
  readonly sessions: readonly BoardSession[]
  /** Where it was dropped although it does not fit there. */
  readonly droppedOn?: MoveCell
}

/** A session under the pointer, and where it may be let go. */
export interface Drag {
  readonly person: BoardPerson
  readonly session: BoardSession
  /** Null until the server has answered. */
  readonly cells: readonly MoveCell[] | null
  readonly x: number
  readonly y: number
  /** The cell the pointer is nearest to. */
  readonly over: MoveCell | null
}

export interface Mover {
  readonly open: (moving: Moving) => void
  readonly grab: (event: React.PointerEvent, person: BoardPerson, session: BoardSession) => void
  readonly drag: Drag | null
}

export const MoverContext = createContext<Mover | null>(null)

/** Null for readers who may not plan, and on paper. */
export function useMover(): Mover | null {
  return use(MoverContext)
}

export function wishOf(board: WeekBoard, person: BoardPerson | null, session: BoardSession): MoveWish {
  const from = board.state === 'proposed' ? (board.proposal?.id ?? null) : null
  return { week: board.weekStart, session: session.id, participant: person?.id ?? null, from }
}

export function cellsIn(column: Pick<Column, 'start' | 'end'>, cells: readonly MoveCell[]): MoveCell[] {
  return cells.filter(({ start }) => column.start <= start && start < column.end)
}

/** How a column of the dragged person's row looks; undefined for every other row, and while nothing is dragged. */
export function dropClass(drag: Drag | null, person: BoardPerson, column: Column): string {
  if (drag?.person.id !== person.id || !drag.cells) return ''
  return cellsIn(column, drag.cells).some(({ fits }) => fits) ? ' drop-fits' : ' drop-not'
}
