import type { Interval } from '../model/time.ts'
import { minuteOf } from '../model/time.ts'
import type { Block, Participant, Room, Service, Site, Staff, Week } from '../model/week.ts'

/** A block with its times in minutes of the week. */
export interface BlockTime extends Interval {
  readonly block: Block
}

/** A week with the look-ups the checker needs, built once. Maps, because an identifier may be any text. */
export interface WeekBook {
  readonly week: Week
  readonly services: ReadonlyMap<string, Service>
  readonly sites: ReadonlyMap<string, Site>
  /** Site, then room. */
  readonly rooms: ReadonlyMap<string, ReadonlyMap<string, Room>>
  readonly staff: ReadonlyMap<string, Staff>
  readonly participants: ReadonlyMap<string, Participant>
  readonly blocks: readonly BlockTime[]
  /** Minute before which everything has happened; minus infinity when the week is not a repair. */
  readonly frozenBefore: number
}

export function openWeek(week: Week): WeekBook {
  return {
    week,
    services: byId(week.services),
    sites: byId(week.sites),
    rooms: new Map(week.sites.map((site) => [site.id, byId(site.rooms)])),
    staff: byId(week.staff),
    participants: byId(week.participants),
    blocks: week.blocks.map((block) => ({ block, ...spanOf(week, block) })),
    frozenBefore: week.previous ? minuteOf(week.weekStart, week.previous.frozenBefore) : Number.NEGATIVE_INFINITY,
  }
}

/** Minutes of the week of an interval given in wall-clock strings. */
export function spanOf(week: Week, span: { readonly start: string; readonly end: string }): Interval {
  return { start: minuteOf(week.weekStart, span.start), end: minuteOf(week.weekStart, span.end) }
}

/** Sessions of a service prescribed for the week; 0 when not named. */
export function prescribed(participant: Participant, service: string): number {
  return Object.hasOwn(participant.prescription, service) ? (participant.prescription[service] ?? 0) : 0
}

function byId<T extends { readonly id: string }>(list: readonly T[]): Map<string, T> {
  return new Map(list.map((entry) => [entry.id, entry]))
}
