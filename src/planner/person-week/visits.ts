import type { Bundle, DayFrame, Person } from '../model/center.ts'
import type { Weights } from '../model/week.ts'
import { allowsNext } from '../rules/h09-person-overlap.ts'
import { allowsOnDay } from '../rules/h14-once-a-day.ts'
import { allowsMinutesOnDay } from '../rules/h15-daily-maximum.ts'
import type { Visits, Workbench } from './workbench.ts'

/** What a search for one person is about. `costs` holds one number for each slot, infinite when it is not offered. */
export interface Question {
  readonly person: Person
  readonly weights: Weights
  readonly costs: Float64Array
}

/**
 * Strings the offered sessions of one bundle to visits (H9, H10, H14, H15): appends every beginning of a visit that is
 * not worse than another with the same services. Visits are alive from `visits.size` before the call to after it.
 */
export function stringVisits(bench: Workbench, question: Question, day: DayFrame, { bundle, limit }: Room): void {
  const { visits } = bench
  const { slots } = question.person
  const from = visits.size
  for (const slot of bundle.slots) {
    const cost = question.costs[slot]!
    if (cost === Infinity) continue
    const until = visits.size
    const bit = 1 << slots.service[slot]!
    const start = slots.start[slot]!
    append(bench, question, day, { bundle, slot, before: -1, mask: bit, cost: bundle.base + cost })
    for (let before = from; before < until; before++) {
      if (!visits.alive[before] || !allowsNext(visits.end[before]!, start)) continue
      const mask = visits.mask[before]!
      if (!allowsOnDay(mask, bit)) continue
      const idle = bundle.inPerson ? question.weights.idle * Math.floor((start - visits.end[before]!) / 30) : 0
      append(bench, question, day, { bundle, slot, before, mask: mask | bit, cost: visits.cost[before]! + cost + idle })
      if (visits.size >= limit) break
    }
    if (visits.size >= limit) {
      bench.complete = false
      break
    }
  }
  for (let visit = from; visit < visits.size; visit++) visits.head[visits.mask[visit]!] = -1
}

interface Room {
  readonly bundle: Bundle
  /** Size of `visits` at which the work is cut. */
  readonly limit: number
}

interface Beginning {
  readonly bundle: Bundle
  readonly slot: number
  readonly before: number
  readonly mask: number
  readonly cost: number
}

function append(bench: Workbench, { person, weights }: Question, day: DayFrame, made: Beginning): void {
  const { visits } = bench
  if (!allowsMinutesOnDay(day.usedMinutes + person.minutes[made.mask]!, person.participant.dailyMaxMinutes)) return
  const end = person.slots.end[made.slot]!
  const start = made.before < 0 ? person.slots.start[made.slot]! : visits.first[made.before]!
  const first = day.tight ? start : 0
  const idle = made.bundle.inPerson ? weights.idle : 0
  for (let other = visits.head[made.mask]!; other >= 0; other = visits.next[other]!) {
    if (!visits.alive[other]) continue
    if (isWorse(visits, other, { end, first, cost: made.cost }, idle)) return
    const worse = visits.end[other]! >= end && visits.first[other]! <= first
    if (worse && made.cost + idle * Math.ceil((visits.end[other]! - end) / 30) <= visits.cost[other]!) {
      visits.alive[other] = 0
    }
  }
  const at = visits.size++
  visits.mask[at] = made.mask
  visits.end[at] = end
  visits.first[at] = first
  visits.cost[at] = made.cost
  visits.slot[at] = made.slot
  visits.before[at] = made.before
  visits.alive[at] = 1
  visits.next[at] = visits.head[made.mask]!
  visits.head[made.mask] = at
}

/** A visit that ends earlier and leaves later can be continued like the other; waiting longer costs at most the gap. */
function isWorse(
  visits: Visits,
  other: number,
  made: { readonly end: number; readonly first: number; readonly cost: number },
  idle: number,
): boolean {
  const gap = made.end - visits.end[other]!
  return gap >= 0 && visits.first[other]! >= made.first && visits.cost[other]! + idle * Math.ceil(gap / 30) <= made.cost
}
