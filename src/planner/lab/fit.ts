import type { Spot } from '../model/center.ts'
import { wallOf } from '../model/time.ts'
import type { Participant, Session, Week } from '../model/week.ts'
import { cheapestWeek } from '../person-week/cheapest-week.ts'
import { beginAttempt, takeBack } from '../search/attempt.ts'
import { canOpen, offerAll } from '../search/offers.ts'
import type { Terms } from '../search/offers.ts'
import { place } from '../search/place.ts'
import type { Search } from '../search/place.ts'
import type { RunningGroup } from '../search/timetable.ts'
import { countedMinutes, minutesOfSlots, standingPlan } from './standing-plan.ts'
import { counselorsFor, withAnyCounselor, withCounselor } from './undecided-counselor.ts'

/** What a waiting person could have in the plan as it stands, alone and without moving anybody. */
export interface Fit {
  readonly participant: string
  readonly targetMinutes: number
  /** Counted minutes within reach with the best counselor. */
  readonly minutes: number
  /** Counselors with whom that many minutes are possible, the one with the most free time first. */
  readonly counselors: readonly { readonly staff: string; readonly freeMinutes: number }[]
  /** The one seat or group that helps most; null when nothing is missing or no single one helps. */
  readonly oneMore: OneMore | null
}

export interface OneMore {
  /** `seat`: one more place in a full group of the plan. `group`: a group with a free leader and room. */
  readonly kind: 'seat' | 'group'
  readonly service: string
  readonly start: string
  readonly telehealth: boolean
  /** Minutes within reach with it. */
  readonly minutes: number
}

const ALONE: Terms = { opening: Infinity, pull: 0, unchangedOnly: false }
const NAMED_COUNSELORS = 3

/**
 * Hours each waiting person can reach in what the plan has left, each for themselves: two people may be told of the same
 * seat. Exact for each person and counselor. `keepGoing` is asked before each person; the rest are then left out.
 */
export function fitsOf(
  week: Week,
  sessions: readonly Session[],
  waiting: readonly Participant[],
  keepGoing: () => boolean,
): Fit[] {
  const fits: Fit[] = []
  for (const person of waiting) {
    if (!keepGoing()) break
    fits.push(fitOf(week, sessions, person))
  }
  return fits
}

function fitOf(week: Week, sessions: readonly Session[], person: Participant): Fit {
  const counselors = counselorsFor(week, person)
  const tries =
    counselors.length > 0 ? counselors.map((one) => withCounselor(person, one)) : [withAnyCounselor(week, person)]
  const { search } = standingPlan(week, sessions, tries)
  const minutes = tries.map((_, index) => minutesIn(search, index))
  const most = Math.max(...minutes)
  const freeMinutes = (staff: string) => {
    const at = search.table.center.staff.findIndex((one) => one.staff.id === staff)
    return search.table.center.staff[at]!.staff.maxMinutes - search.table.staffMinutes[at]!
  }
  const able = counselors
    .filter((_, index) => minutes[index] === most)
    .map((staff) => ({ staff, freeMinutes: freeMinutes(staff) }))
    .toSorted((a, b) => b.freeMinutes - a.freeMinutes)
  const best = Math.max(0, counselors.indexOf(able[0]?.staff ?? ''))
  return {
    participant: person.id,
    targetMinutes: person.weeklyMinutesTarget,
    minutes: most,
    counselors: able.slice(0, NAMED_COUNSELORS),
    oneMore: most < person.weeklyMinutesTarget ? oneMoreFor(search, best, most) : null,
  }
}

/** The most minutes a person can have at this moment; the timetable is afterwards as it was. */
function minutesIn(search: Search, index: number): number {
  const attempt = beginAttempt(search.table)
  place(search, attempt, index, ALONE)
  const minutes = countedMinutes(search.table, index)
  takeBack(attempt)
  return minutes
}

/** Each place the plan does not have for the person, given to them by itself: the one that brings most, the earliest. */
function oneMoreFor(search: Search, index: number, now: number): OneMore | null {
  const { table, offers } = search
  const { center } = table
  offerAll(table, offers, index, ALONE)
  const costs = offers.costs.slice()
  let best: OneMore | null = null
  for (const spot of spotsWithout(search, index, costs)) {
    const running = table.bySpot[spot.index]?.[0]
    const opens = canOpen(table, spot.index)
    if (!running && !opens) continue
    const minutes = Math.min(
      minutesWith(search, index, costs, spot),
      center.people[index]!.participant.weeklyMinutesTarget,
    )
    if (minutes <= (best?.minutes ?? now)) continue
    best = {
      kind: running ? 'seat' : 'group',
      service: center.services[spot.service]!.service.id,
      start: wallOf(center.week.weekStart, spot.start),
      telehealth: spot.telehealth,
      minutes,
    }
  }
  return best
}

/** Spots the person could sit at and is not offered, full groups first. */
function spotsWithout({ table }: Search, index: number, costs: Float64Array): Spot[] {
  const { slots } = table.center.people[index]!
  const spots = [...slots.spot].flatMap((spot, slot) =>
    spot >= 0 && costs[slot] === Infinity ? [table.center.spots[spot]!] : [],
  )
  const isFull = (spot: Spot): RunningGroup | undefined => table.bySpot[spot.index]?.[0]
  return spots.toSorted((a, b) => Number(!isFull(a)) - Number(!isFull(b)) || a.start - b.start)
}

function minutesWith({ table, bench }: Search, index: number, costs: Float64Array, spot: Spot): number {
  const { center } = table
  const person = center.people[index]!
  const { slots } = person
  const offered = Float64Array.from({ length: slots.count }, (_, slot) =>
    slots.spot[slot] === spot.index ? 0 : costs[slot]!,
  )
  const found = cheapestWeek(bench, { person, weights: center.week.weights, costs: offered })
  return minutesOfSlots(center, person, found.slots)
}
