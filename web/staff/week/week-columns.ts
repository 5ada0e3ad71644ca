import type { BoardSession, WeekBoard } from '../../../src/schedule/week-board.ts'
import { dateOf, wallMinutes } from '../../ui/times.ts'

/** The board's columns: one per day and part of the day. Sites that open at different hours share a column. */
export interface Column {
  key: string
  date: string
  part: WeekBoard['blocks'][number]['part']
  start: string
  end: string
}

export interface Day {
  date: string
  columns: Column[]
}

/** Where something stands in a column, in percent of the column's time from its start. */
export interface Place {
  from: number
  length: number
}

export function columnsOf(blocks: WeekBoard['blocks']): Column[] {
  const columns = new Map<string, Column>()
  for (const { part, start, end } of blocks) {
    const key = `${dateOf(start)} ${part}`
    const known = columns.get(key)
    columns.set(key, {
      key,
      date: dateOf(start),
      part,
      start: known && known.start < start ? known.start : start,
      end: known && known.end > end ? known.end : end,
    })
  }
  return [...columns.values()].toSorted((a, b) => (a.start < b.start ? -1 : 1))
}

export function daysOf(columns: readonly Column[]): Day[] {
  const days = new Map<string, Column[]>()
  for (const column of columns) days.set(column.date, [...(days.get(column.date) ?? []), column])
  return [...days].map(([date, ofDay]) => ({ date, columns: ofDay }))
}

/** The sessions of each column. A session outside every block of its day stands in the column nearest to it. */
export function byColumn(columns: readonly Column[], sessions: readonly BoardSession[]): Map<string, BoardSession[]> {
  const sorted = new Map<string, BoardSession[]>()
  for (const session of sessions.toSorted((a, b) => (a.start < b.start ? -1 : 1))) {
    const key = nearest(columns, session)?.key ?? ''
    sorted.set(key, [...(sorted.get(key) ?? []), session])
  }
  return sorted
}

/** The part of an interval inside a column; undefined where they do not meet. */
export function placeIn(column: Column, start: string, end: string): Place | undefined {
  const opens = wallMinutes(column.start)
  const length = wallMinutes(column.end) - opens
  const from = Math.max(0, wallMinutes(start) - opens)
  const until = Math.min(length, wallMinutes(end) - opens)
  return until > from ? { from: (from / length) * 100, length: ((until - from) / length) * 100 } : undefined
}

function nearest(columns: readonly Column[], session: BoardSession): Column | undefined {
  const sameDay = columns.filter((column) => column.date === dateOf(session.start))
  return sameDay.toSorted((a, b) => distance(a, session) - distance(b, session))[0]
}

/** Minutes between the two, negative while they overlap (the larger the overlap, the nearer). */
function distance(column: Column, session: BoardSession): number {
  const overlap =
    Math.min(wallMinutes(column.end), wallMinutes(session.end)) -
    Math.max(wallMinutes(column.start), wallMinutes(session.start))
  return -overlap
}
