import { z } from 'zod'
import { minuteOf, wallOf } from '../planner/model/time.ts'
import type { Session, Week } from '../planner/model/week.ts'
import type { Move } from '../planner/move/moves.ts'
import { becauseWords, type MoveNames } from './move-words.ts'
import { WallTime } from './week-board.ts'

/** Moving one session, one seat or a whole group in a plan: where it could go, and in words why not elsewhere. */

/** The plan in which something moves: a proposal that is not published yet, or without one the published week. */
export const MovesAsked = z.object({ participant: z.uuid().optional(), from: z.uuid().optional() })
export type MovesAsked = z.infer<typeof MovesAsked>

const Spot = z.object({
  start: WallTime,
  staff: z.string().min(1),
  telehealth: z.boolean(),
  /** The group whose seat is taken; null when the session itself moves. */
  joins: z.string().nullable(),
})

export const MoveCell = Spot.extend({
  block: z.string(),
  end: WallTime,
  staffName: z.string(),
  site: z.string(),
  room: z.string().nullable(),
  fits: z.boolean(),
  /** Sentences; empty when it fits. */
  because: z.array(z.string()),
})
export type MoveCell = z.infer<typeof MoveCell>

export const Moves = z.object({
  service: z.string(),
  /** In the order of time. Where nobody could hold it, the cell tells of who holds it now. */
  cells: z.array(MoveCell),
})
export type Moves = z.infer<typeof Moves>

export const MakeMove = z.strictObject({
  from: z.uuid().nullable(),
  /** Null moves the whole group. */
  participant: z.uuid().nullable(),
  to: z.strictObject(Spot.shape),
})
export type MakeMove = z.infer<typeof MakeMove>

export const MadeMove = z.object({ proposal: z.uuid() })

/** The cells people are shown: all that fit, and of the others those of the present staff member, or one for a time. */
export function cellsShown(moves: readonly Move[], session: Session): Move[] {
  const possible = new Set(moves.filter(({ fits }) => fits).map(({ start }) => start))
  const told = new Set<string>()
  return moves.filter((move) => {
    if (move.fits || move.joins !== null || move.staff === session.staff) return true
    const first = !possible.has(move.start) && !told.has(move.start)
    told.add(move.start)
    return first && !moves.some(({ start, staff }) => start === move.start && staff === session.staff)
  })
}

/** A cell in words for the reader, whose names these are. */
export function cellOf(week: Week, move: Move, asked: { session: Session; names: MoveNames }): MoveCell {
  const { session, names } = asked
  const service = week.services.find(({ id }) => id === session.service)
  const end = wallOf(week.weekStart, minuteOf(week.weekStart, move.start) + (service?.minutes ?? 0))
  const group = service?.kind === 'group' && move.joins === null
  return {
    block: move.block,
    start: move.start,
    end,
    staff: move.staff,
    staffName: names.staff.get(move.staff) ?? '',
    site: names.sites.get(move.site) ?? '',
    room: move.room === null ? null : (names.rooms.get(move.room) ?? ''),
    telehealth: move.telehealth,
    joins: move.joins,
    fits: move.fits,
    because: becauseWords(move.because, { ...move, end, group }, names),
  }
}

/** Whether a wish names this place. */
export function isAt(move: Move, to: MakeMove['to']): boolean {
  if (to.joins !== null) return move.joins === to.joins
  return move.joins === null && move.start === to.start && move.staff === to.staff && move.telehealth === to.telehealth
}
