import type { MoveCell } from '../../../../src/schedule/move.ts'
import { wallMinutes } from '../../../ui/times.ts'

/**
 * The cell whose start is nearest to a wall time; of several at one time the first that fits. Undefined without cells.
 */
export function nearestTo(cells: readonly MoveCell[], wall: string): MoveCell | undefined {
  const away = ({ start }: MoveCell) => Math.abs(wallMinutes(start) - wallMinutes(wall))
  return cells.toSorted((a, b) => away(a) - away(b) || Number(b.fits) - Number(a.fits))[0]
}

/** What a drop on a refused cell offers: the nearest one that fits. */
export function nearestFitting(cells: readonly MoveCell[], refused: MoveCell): MoveCell | undefined {
  return nearestTo(
    cells.filter(({ fits }) => fits),
    refused.start,
  )
}

/** The wall time at a share (0 to 1) of a column's height, in whole minutes. */
export function timeAt(column: { readonly start: string; readonly end: string }, share: number): string {
  const from = wallMinutes(column.start)
  const minute = Math.round(from + Math.min(1, Math.max(0, share)) * (wallMinutes(column.end) - from))
  return new Date(minute * 60_000).toISOString().slice(0, 16)
}
