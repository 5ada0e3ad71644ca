import type { Bundle, DayFrame } from '../model/center.ts'
import { allowsVisitAfter } from '../rules/h11-obligations-travel.ts'
import { allowsOnDay } from '../rules/h14-once-a-day.ts'
import { allowsMinutesOnDay } from '../rules/h15-daily-maximum.ts'
import { stringVisits } from './visits.ts'
import type { Question } from './visits.ts'
import { MOST_PIECES_A_DAY, MOST_VISITS_A_DAY } from './workbench.ts'
import type { Workbench } from './workbench.ts'

/**
 * Every useful way to spend one day: sets of visits, at most one a block, that keep H11 among each other, H14 and H15.
 * The pieces lie from the returned position to `bench.days.size`; dead ones are worse than another.
 */
export function composeDay(bench: Workbench, question: Question, day: DayFrame): number {
  const { days, visits } = bench
  const from = days.size
  const mostVisits = visits.size + MOST_VISITS_A_DAY - 1
  const most = from + MOST_PIECES_A_DAY
  const occupied = day.tight ? day.occupiedUntil : 0
  addPiece(bench, most, {
    mask: 0,
    inPerson: day.inWindow && day.screened ? 1 : 0,
    until: occupied,
    cost: 0,
    visit: -1,
    before: -1,
  })
  for (const bundles of day.blocks) {
    const until = days.size
    const base: number[] = []
    for (let piece = from; piece < until; piece++) if (days.alive[piece]) base.push(piece)
    for (const bundle of bundles) {
      const firstVisit = visits.size
      stringVisits(bench, question, day, { bundle, limit: mostVisits })
      for (let visit = firstVisit; visit < visits.size; visit++) {
        if (visits.alive[visit]) joinDay(bench, question, { day, bundle, visit, base, most })
      }
    }
  }
  dropUnserved(bench, from)
  for (let piece = from; piece < days.size; piece++) days.head[days.mask[piece]! * 2 + days.inPerson[piece]!] = -1
  return from
}

/** In a screen window a piece with a visit in person is as good as the same one without at the same cost. */
function dropUnserved({ days }: Workbench, from: number): void {
  for (let piece = from; piece < days.size; piece++) {
    if (!days.alive[piece] || days.inPerson[piece]) continue
    for (let other = days.head[days.mask[piece]! * 2 + 1]!; other >= 0; other = days.next[other]!) {
      if (days.alive[other] && days.cost[other]! <= days.cost[piece]!) days.alive[piece] = 0
    }
  }
}

interface Join {
  readonly day: DayFrame
  readonly bundle: Bundle
  readonly visit: number
  readonly base: readonly number[]
  /** Size of `days` at which the work is cut. */
  readonly most: number
}

function joinDay(bench: Workbench, { person }: Question, { day, bundle, visit, base, most }: Join): void {
  const { days, visits } = bench
  const more = visits.mask[visit]!
  const leaves = visits.first[visit]! - bundle.travel
  const until = day.tight ? visits.end[visit]! + bundle.travel : 0
  for (const before of base) {
    const mask = days.mask[before]!
    if (!allowsOnDay(mask, more)) continue
    if (day.tight && !allowsVisitAfter(days.until[before]!, leaves)) continue
    const minutes = day.usedMinutes + person.minutes[mask | more]!
    if (!allowsMinutesOnDay(minutes, person.participant.dailyMaxMinutes)) continue
    const inPerson = days.inPerson[before]! | (day.inWindow && bundle.inPerson ? 1 : 0)
    addPiece(bench, most, {
      mask: mask | more,
      inPerson,
      until,
      cost: days.cost[before]! + visits.cost[visit]!,
      visit,
      before,
    })
  }
}

interface Piece {
  readonly mask: number
  readonly inPerson: number
  readonly until: number
  readonly cost: number
  readonly visit: number
  readonly before: number
}

function addPiece(bench: Workbench, most: number, piece: Piece): void {
  const { days } = bench
  const key = piece.mask * 2 + piece.inPerson
  for (let other = days.head[key]!; other >= 0; other = days.next[other]!) {
    if (!days.alive[other]) continue
    if (days.cost[other]! <= piece.cost && days.until[other]! <= piece.until) return
    if (piece.cost <= days.cost[other]! && piece.until <= days.until[other]!) days.alive[other] = 0
  }
  const at = days.size
  if (at >= most) {
    bench.complete = false
    return
  }
  days.size++
  days.mask[at] = piece.mask
  days.inPerson[at] = piece.inPerson
  days.until[at] = piece.until
  days.cost[at] = piece.cost
  days.visit[at] = piece.visit
  days.before[at] = piece.before
  days.alive[at] = 1
  days.next[at] = days.head[key]!
  days.head[key] = at
}
