/**
 * Memory of the person-week search, allocated once and used for one person after the other.
 * Pieces are parallel lists; a piece points to the piece before it, so that the chosen week can be read backwards.
 */
export interface Workbench {
  readonly visits: Visits
  readonly days: DayPieces
  readonly weeks: WeekLayers
  /** False as soon as one of the lists was full: the answer is then possible, but perhaps not the best. */
  complete: boolean
}

/** Beginnings of visits: strings of sessions of one bundle. */
export interface Visits {
  size: number
  readonly mask: Int32Array
  readonly end: Int32Array
  /** Start of the first session; 0 where it does not matter. */
  readonly first: Int32Array
  readonly cost: Float64Array
  readonly slot: Int32Array
  /** Visit without its last session, -1 when there is none. */
  readonly before: Int32Array
  readonly alive: Uint8Array
  readonly next: Int32Array
  /** First visit of a set of services, -1 for none. */
  readonly head: Int32Array
}

/** Sets of visits of one day. */
export interface DayPieces {
  size: number
  readonly mask: Int32Array
  readonly inPerson: Uint8Array
  /** Until when the last visit occupies the person; the same number everywhere where it does not matter. */
  readonly until: Int32Array
  readonly cost: Float64Array
  readonly visit: Int32Array
  readonly before: Int32Array
  readonly alive: Uint8Array
  readonly next: Int32Array
  readonly head: Int32Array
}

/** Cheapest way to reach each vector of counts after each day; the state is code * 2 + (window served ? 1 : 0). */
export interface WeekLayers {
  size: number
  cost: Float64Array[]
  from: Int32Array[]
  piece: Int32Array[]
  /** States of the day at hand that are worth going on with, and their costs. */
  states: Int32Array
  costs: Float64Array
}

/** For a day; a week has at most seven, and one more day's room is never filled. */
export const MOST_VISITS_A_DAY = 8_000
export const MOST_PIECES_A_DAY = 2_000

const MOST_VISITS = 8 * MOST_VISITS_A_DAY
const MOST_PIECES = 8 * MOST_PIECES_A_DAY
const MOST_MASKS = 1 << 14

export function newWorkbench(): Workbench {
  return {
    visits: {
      size: 0,
      mask: new Int32Array(MOST_VISITS),
      end: new Int32Array(MOST_VISITS),
      first: new Int32Array(MOST_VISITS),
      cost: new Float64Array(MOST_VISITS),
      slot: new Int32Array(MOST_VISITS),
      before: new Int32Array(MOST_VISITS),
      alive: new Uint8Array(MOST_VISITS),
      next: new Int32Array(MOST_VISITS),
      head: new Int32Array(MOST_MASKS).fill(-1),
    },
    days: {
      size: 0,
      mask: new Int32Array(MOST_PIECES),
      inPerson: new Uint8Array(MOST_PIECES),
      until: new Int32Array(MOST_PIECES),
      cost: new Float64Array(MOST_PIECES),
      visit: new Int32Array(MOST_PIECES),
      before: new Int32Array(MOST_PIECES),
      alive: new Uint8Array(MOST_PIECES),
      next: new Int32Array(MOST_PIECES),
      head: new Int32Array(MOST_MASKS * 2).fill(-1),
    },
    weeks: { size: 0, cost: [], from: [], piece: [], states: new Int32Array(0), costs: new Float64Array(0) },
    complete: true,
  }
}

/** Layers for one more day and `states` states, kept for the next person. */
export function layersFor(weeks: WeekLayers, layers: number, states: number): void {
  if (weeks.size < states) {
    weeks.size = states
    weeks.cost = []
    weeks.from = []
    weeks.piece = []
    weeks.states = new Int32Array(states)
    weeks.costs = new Float64Array(states)
  }
  while (weeks.cost.length < layers) {
    weeks.cost.push(new Float64Array(weeks.size))
    weeks.from.push(new Int32Array(weeks.size))
    weeks.piece.push(new Int32Array(weeks.size))
  }
}
