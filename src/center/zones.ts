/**
 * The only converter between wall time and instant (docs: time zones). It reads the clock changes shipped in
 * `zones-2026f.generated.ts` and never the runtime's own zone data: Node, PostgreSQL and phones disagree about Canada,
 * Cuba and Morocco since 2026.
 *
 * A wall time is `YYYY-MM-DDTHH:MM` (`:SS` may follow), what a clock on the wall shows. An instant is a whole number of
 * milliseconds since 1970-01-01T00:00Z.
 */
import { dateOf, dayNumber } from '../planner/model/time.ts'
import { ZONE_ROWS, ZONE_VERSION } from './zones-2026f.generated.ts'

export interface Zone {
  readonly name: string
  /** Instants at which the offset changes, ascending. */
  readonly changes: readonly number[]
  /** Milliseconds ahead of UTC: `offsets[0]` before the first change, `offsets[i + 1]` from `changes[i]` on. */
  readonly offsets: readonly number[]
}

/** What a wall time means in a zone: once, never (the clocks skip it), or twice (the clocks are set back over it). */
export type Instants =
  | { readonly kind: 'one'; readonly at: number }
  | { readonly kind: 'gap'; /** The first instant after the gap. */ readonly at: number }
  | { readonly kind: 'overlap'; /** The first of the two. */ readonly at: number; readonly second: number }

export const tzVersion = ZONE_VERSION

const MINUTE = 60_000
const DAY = 86_400_000
/** The shipped changes count from here and end there: 2000-01-01T00:00Z, 2038-01-01T00:00Z. */
const TABLE_START = 946_684_800_000
const TABLE_END = 2_145_916_800_000

const changesByName = new Map(
  ZONE_ROWS.flatMap(([names, changes]) => names.split(' ').map((name) => [name.toLowerCase(), { name, changes }])),
)
const zonesByName = new Map<string, Zone>()

/** The IANA zone or link of this name, in upper or lower case; `undefined` when tzdata does not know it. */
export function zoneNamed(name: string): Zone | undefined {
  const key = name.toLowerCase()
  const row = changesByName.get(key)
  if (!row) return undefined
  const known = zonesByName.get(key) ?? unpacked(row.name, row.changes)
  zonesByName.set(key, known)
  return known
}

/** Every IANA zone and link name that `zoneNamed` knows. */
export function zoneNames(): string[] {
  return [...changesByName.values()].map((row) => row.name)
}

/**
 * The instant or instants at which the clocks of a zone show a wall time. The scheduler takes `at`: the first occurrence
 * in an overlap, the first instant after a gap, and says so.
 */
export function instantOf(zone: Zone, wall: string): Instants {
  return instantShowing(zone, wallMilliseconds(wall))
}

/** `instantOf` for a wall time in milliseconds (`wallMilliseconds`). */
export function instantShowing(zone: Zone, shown: number): Instants {
  const before = shown - offsetAt(zone, shown - DAY)
  const after = shown - offsetAt(zone, shown + DAY)
  const [first, second] = [Math.min(before, after), Math.max(before, after)]
  const firstFits = first + offsetAt(zone, first) === shown
  const secondFits = second + offsetAt(zone, second) === shown
  if (firstFits && secondFits && first !== second) return { kind: 'overlap', at: first, second }
  if (firstFits || secondFits) return { kind: 'one', at: firstFits ? first : second }
  return { kind: 'gap', at: changeBetween(zone, first, second) }
}

/** What the clocks of a zone show at an instant, to the minute, with seconds only where there are any. */
export function wallOf(zone: Zone, instant: number): string {
  return wallText(instant + offsetAt(zone, instant))
}

/**
 * Milliseconds by which a zone is ahead of UTC at an instant. Before 2000 the offset of the beginning of 2000 holds.
 * From 2038 on a year repeats 2037, so that summer and winter time change at most a week beside the rule's Sunday.
 */
export function offsetAt(zone: Zone, instant: number): number {
  const at = instant < TABLE_END ? instant : sameDayOf2037(instant)
  let low = 0
  let high = zone.changes.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (zone.changes[middle]! <= at) low = middle + 1
    else high = middle
  }
  return zone.offsets[low]!
}

/** Minutes that really pass between two wall times of a zone: 360 for 22:00 to 05:00 when the clocks skip an hour. */
export function elapsedMinutes(zone: Zone, startWall: string, endWall: string): number {
  return (instantOf(zone, endWall).at - instantOf(zone, startWall).at) / MINUTE
}

/** An instant as `2026-12-15T17:00:00Z`. */
export function isoOf(instant: number): string {
  const text = wallText(instant)
  return text.length === 16 ? `${text}:00Z` : `${text}Z`
}

/** The instant of `2026-12-15T17:00Z` or `2026-12-15T17:00:00Z`; `NaN` for anything else, fractions included. */
export function instantOfIso(iso: string): number {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?Z$/.test(iso) ? wallMilliseconds(iso.slice(0, -1)) : Number.NaN
}

/** The instant of a time of the database; fractions of a second are dropped. */
export function instantOfStamp(stamp: string): number {
  return instantOfIso(stamp.replace(/\.\d+Z$/, 'Z'))
}

/** A wall time as milliseconds from 1970-01-01T00:00 of the same clock: arithmetic on what the clock shows. */
export function wallMilliseconds(wall: string): number {
  const seconds = Number(wall.slice(11, 13)) * 3600 + Number(wall.slice(14, 16)) * 60 + Number(wall.slice(17, 19))
  return dayNumber(wall.slice(0, 10)) * DAY + seconds * 1000
}

/** Inverse of `wallMilliseconds`. */
export function wallText(milliseconds: number): string {
  const day = Math.floor(milliseconds / DAY)
  const rest = Math.floor((milliseconds - day * DAY) / 1000)
  const parts = [Math.floor(rest / 3600), Math.floor(rest / 60) % 60, rest % 60]
  const clock = parts.slice(0, rest % 60 === 0 ? 2 : 3).map((part) => String(part).padStart(2, '0'))
  return `${dateOf(day)}T${clock.join(':')}`
}

/** 'offsets;sequence;gaps', explained in the generated file. */
function unpacked(name: string, packed: string): Zone {
  const [offsets = '', sequence = '', gaps = ''] = packed.split(';')
  const milliseconds = offsets.split(' ').map((minutes) => Number(minutes) * MINUTE)
  let at = TABLE_START
  const changes = gaps === '' ? [] : gaps.split(' ').map((gap) => (at += Number.parseInt(gap, 36) * MINUTE))
  return { name, changes, offsets: [...sequence].map((digit) => milliseconds[Number.parseInt(digit, 36)]!) }
}

function sameDayOf2037(instant: number): number {
  const day = Math.floor(instant / DAY)
  return dayNumber(`2037${dateOf(day).slice(-6)}`) * DAY + (instant - day * DAY)
}

/** The first instant after `from` with another offset than at `from`; one lies before `until`. */
function changeBetween(zone: Zone, from: number, until: number): number {
  const before = offsetAt(zone, from)
  let [low, high] = [from, until]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (offsetAt(zone, middle) === before) low = middle
    else high = middle
  }
  return high
}
