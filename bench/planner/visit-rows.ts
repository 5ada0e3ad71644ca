import type { Bundle } from '../../src/planner/model/center.ts'
import {
  addColumn,
  addOneAtATime,
  addRow,
  type IntegerProgram,
  type Sum,
  sumOf,
  type Taking,
} from './integer-program.ts'

const HALF_HOUR = 30

/** One visit a person may make: a place, a stretch of free time, and the sessions to be strung together in it. */
export interface VisitColumns {
  readonly block: number
  readonly bundle: Bundle
  /** 1 when the visit is made. */
  readonly made: number
  /** One entry for each way to have a session; several givers of one session are several. */
  readonly seats: readonly Taking[]
}

/** The sessions of a visit follow one another (H9), only when it is made; gaps in person cost half hours (S7). */
export function addVisitRows(program: IntegerProgram, visit: VisitColumns, idle: number): void {
  const { bundle, made, seats } = visit
  if (bundle.inPerson && idle > 0) {
    addGapRows(program, visit, idle)
    return
  }
  addOneAtATime(program, seats, made)
  // A visit without a session would serve a screen window (S10).
  addRow(program, [...sumOf(seats.map(({ column }) => column)), [made, -1]], { least: 0 })
}

interface Wait {
  /** Minute of the week, and the columns that bring somebody here and lead away. */
  readonly minute: number
  readonly arrive: number[]
  readonly leave: number[]
}

/**
 * A visit as one walk through sessions and waiting. Half hours of a gap are rounded down and counted from the end of the
 * session before, so waiting goes in steps of 30 minutes on one chain for each minute past the half hour at which sessions
 * end; a session can be entered from the last step before its start. For fixed seats this is a network: whole by itself.
 */
function addGapRows(program: IntegerProgram, { made, seats }: VisitColumns, idle: number): void {
  const chains = chainsOf(program, seats, idle)
  const allEntered: number[] = []
  for (const seat of seats) {
    const entered: number[] = []
    for (const chain of chains) {
      const step = chain.findLast(({ minute }) => minute <= seat.start && seat.start < minute + HALF_HOUR)
      if (!step) continue
      const enter = addColumn(program, { cost: 0, upper: 1, whole: false })
      step.leave.push(enter)
      entered.push(enter)
    }
    if (entered.length > 0) addRow(program, [[seat.column, 1], ...sumOf(entered, -1)], { least: 0 })
    allEntered.push(...entered)
  }
  for (const { arrive, leave } of chains.flat()) {
    if (leave.length > 0) addRow(program, [...sumOf(arrive), ...sumOf(leave, -1)], { least: 0 })
  }
  const first: Sum = [...sumOf(seats.map(({ column }) => column)), ...sumOf(allEntered, -1)]
  addRow(program, [...first, [made, -1]], { least: 0, most: 0 })
}

function chainsOf(program: IntegerProgram, seats: readonly Taking[], idle: number): Wait[][] {
  const lastStart = Math.max(...seats.map(({ start }) => start))
  const ends = [...new Set(seats.map(({ end }) => end))].filter((end) => end <= lastStart)
  const phases = [...new Set(ends.map((end) => end % HALF_HOUR))]
  return phases.map((phase) => {
    const firstEnd = Math.min(...ends.filter((end) => end % HALF_HOUR === phase))
    const chain: Wait[] = []
    for (let minute = firstEnd; minute <= lastStart; minute += HALF_HOUR) {
      const arrive = seats.filter(({ end }) => end === minute).map(({ column }) => column)
      const before = chain.at(-1)
      if (before) {
        const waiting = addColumn(program, { cost: idle, upper: 1, whole: false })
        before.leave.push(waiting)
        arrive.push(waiting)
      }
      chain.push({ minute, arrive, leave: [] })
    }
    return chain
  })
}

/** Visits of different blocks may not collide on the way (H11); `visits` of one person in the order of blocks. */
export function addWayRows(program: IntegerProgram, visits: readonly VisitColumns[]): void {
  visits.forEach((earlier, at) => {
    const later = visits.slice(at + 1).filter(({ block }) => block > earlier.block)
    for (const other of later) addCollisions(program, earlier, other)
  })
}

function addCollisions(program: IntegerProgram, earlier: VisitColumns, later: VisitColumns): void {
  const backs = earlier.seats.map((seat) => ({ ...seat, at: seat.end + earlier.bundle.travel }))
  const leaves = later.seats.map((seat) => ({ ...seat, at: seat.start - later.bundle.travel }))
  if (backs.every((back) => leaves.every((leave) => leave.at < back.at))) {
    addRow(program, sumOf([earlier.made, later.made]), { most: 1 })
    return
  }
  for (const back of backs) {
    const hit = leaves.filter((leave) => leave.at < back.at)
    const columns = hit.length === leaves.length ? [later.made] : hit.map(({ column }) => column)
    for (const column of columns) addRow(program, sumOf([back.column, column]), { most: 1 })
  }
}
