/** Dates, times, lengths and periods of a calendar file (RFC 5545 section 3.3) as numbers. */
import { wallMilliseconds } from '../center/zones.ts'
import { dateOf, dayNumber } from '../planner/model/time.ts'
import type { Property } from './calendar-item.ts'
import { shownBy, type Clock } from './calendar-zone.ts'

/** A whole day (its midnight), or a wall time with the clock it is read on. */
export interface Moment {
  readonly wholeDay: boolean
  readonly wall: number
  readonly clock: Clock
  /** Written without a zone: what the clock shows wherever one is. */
  readonly floating: boolean
}

/** Turns a property's TZID, or its absence, into a clock. */
export interface Clocks {
  readonly utc: Clock
  readonly center: Clock
  readonly of: (tzid: string) => Clock
}

export const DAY = 86_400_000

/** `20261120` or `20261120T090000Z`; the clock is UTC, the TZID's or the center's. */
export function momentOf(value: string | undefined, property: Property, clocks: Clocks): Moment | undefined {
  const wall = wallTimeOf(value)
  if (wall === undefined || value === undefined) return undefined
  const tzid = property.parameters['tzid']
  if (!/T/i.test(value)) return { wholeDay: true, wall, clock: clocks.center, floating: true }
  if (/Z$/i.test(value)) return { wholeDay: false, wall, clock: clocks.utc, floating: false }
  const floating = tzid === undefined
  return { wholeDay: false, wall, clock: floating ? clocks.center : clocks.of(tzid), floating }
}

/** What a clock shows at a moment; a moment without a zone is taken as that clock's. */
export function wallOn(clock: Clock, moment: Moment): number {
  return moment.floating ? moment.wall : shownBy(clock, moment.wall, moment.clock)
}

/**
 * Milliseconds of the wall clock; `undefined` for a day or hour that no calendar has and for anything left over, such as
 * an offset. Dashes and colons, which do not belong there, do no harm. A leap second becomes the next.
 */
export function wallTimeOf(value: string | undefined): number | undefined {
  const match = /^(\d{4})-?(\d\d)-?(\d\d)(?:T(\d\d):?(\d\d):?(\d\d)?Z?)?$/i.exec(value ?? '')
  if (!match) return undefined
  const [, year, month, day, hours = '0', minutes = '0', seconds = '0'] = match
  const date = `${year}-${month}-${day}`
  if (dateOf(dayNumber(date)) !== date) return undefined
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 60) return undefined
  return wallMilliseconds(`${date}T00:00`) + (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000
}

/** "PT1H30M", "P1D", "P2W" in milliseconds; `undefined` when unreadable. Negative lengths are unreadable. */
export function lengthOf(text: string): number | undefined {
  const match = /^\+?P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,8})M)?(?:(\d{1,9})S)?)?$/.exec(
    text.trim(),
  )
  if (!match || !/\d/.test(text)) return undefined
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((part) => Number(part ?? 0))
  return (weeks * 7 + days) * DAY + (hours * 3600 + minutes * 60 + seconds) * 1000
}

/** A period `start/end` or `start/length` as its start and its length on the clock. */
export function periodOf(
  value: string,
  property: Property,
  clocks: Clocks,
): { start: Moment; length: number } | undefined {
  const [from, to = ''] = value.split('/')
  const start = momentOf(from, property, clocks)
  if (!start) return undefined
  const length = to.includes('P') ? lengthOf(to) : (wallTimeOf(to) ?? Number.NaN) - start.wall
  return length !== undefined && length >= 0 ? { start, length } : undefined
}

/** Midnight of the day in which a wall time lies. */
export function midnight(wall: number): number {
  return Math.floor(wall / DAY) * DAY
}

/** Any date that can be found in an unreadable line, the last one, for keeping at least its day busy. */
export function dayIn(text: string): number | undefined {
  const dates = [...text.slice(-1000).matchAll(/(\d{4})-?(\d\d)-?(\d\d)/g)]
  return dates
    .map(([, year, month, day]) => wallTimeOf(`${year}-${month}-${day}`))
    .findLast((wall) => wall !== undefined)
}
