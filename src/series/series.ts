import { instantOf, type Zone } from '../center/zones.ts'
import { dateOf, dayNumber, MINUTES_A_DAY, wallOf, weekdayOf } from '../planner/model/time.ts'

/**
 * Groups that recur. A series is its rows: versions, each from the week of its first day on, and exceptions for one week.
 * Of two rows about the same week the later revision counts. Times are what the clock on the wall shows.
 */

/** How often a group meets, in weeks. */
export const RHYTHMS = [1, 2, 4] as const
/** Why a group does not meet: a choice and no free words. */
export const CANCELED_BECAUSE = ['holiday', 'staff-away', 'room-closed', 'too-few', 'other'] as const
export type CanceledBecause = (typeof CANCELED_BECAUSE)[number]

export interface SeriesPlace {
  readonly staff: string
  readonly room: string | null
  readonly telehealth: boolean
}

/** How the group meets from the week of `firstDay` on; its weekday is that day's. */
export interface SeriesVersion extends SeriesPlace {
  readonly revision: number
  readonly firstDay: string
  /** The last day the group may meet; null: open. */
  readonly lastDay: string | null
  /** Minutes after midnight on the wall. */
  readonly startsMinute: number
  readonly everyWeeks: number
  /** Set: from this week on the group does not meet. */
  readonly stopped: CanceledBecause | null
}

/** One week in which the group meets elsewhere, or (canceled) not at all. */
export type SeriesException = { readonly revision: number; readonly week: string } & (
  | { readonly canceled: CanceledBecause }
  | (SeriesPlace & { readonly canceled: null; readonly start: string })
)

export interface Series {
  readonly id: string
  readonly service: string
  readonly site: string
  readonly versions: readonly SeriesVersion[]
  readonly exceptions: readonly SeriesException[]
}

/** What a series says about one week. */
export type Occurrence = { readonly week: string; readonly start: string } & (
  | (SeriesPlace & { readonly state: 'meets'; readonly moved: boolean })
  | { readonly state: 'canceled'; readonly because: CanceledBecause }
  /** The clocks skip this time on that day. */
  | { readonly state: 'no-such-time' }
)
export type Meeting = Extract<Occurrence, { state: 'meets' }>

/**
 * The one occurrence of a series in the week that begins on Monday `week`; undefined where it has none. A canceled week stays
 * canceled whatever version follows; a week that was moved gives way to a later version.
 */
export function occurrenceIn(series: Series, week: string, zone: Zone): Occurrence | undefined {
  const version = versionIn(series, week)
  const usual = version && usualStart(version, week)
  if (!version || usual === undefined) return undefined
  const exception = latest(series.exceptions.filter((one) => one.week === week))
  if (exception && exception.canceled !== null)
    return { week, start: usual, state: 'canceled', because: exception.canceled }
  const moved = exception !== undefined && exception.revision > version.revision
  const { start, staff, room, telehealth } = moved ? exception : { ...version, start: usual }
  if (instantOf(zone, start).kind === 'gap') return { week, start, state: 'no-such-time' }
  return { week, start, staff, room, telehealth, state: 'meets', moved }
}

/** The occurrences of the `count` weeks from Monday `from` on. */
export function occurrencesFrom(series: Series, from: string, count: number, zone: Zone): Occurrence[] {
  return Array.from({ length: count }, (_, at) => dateOf(dayNumber(from) + 7 * at)).flatMap(
    (week) => occurrenceIn(series, week, zone) ?? [],
  )
}

/** The version that counts in a week, also where the group does not meet in it. */
export function versionIn({ versions }: Series, week: string): SeriesVersion | undefined {
  return latest(versions.filter((one) => mondayOf(one.firstDay) <= week))
}

/** The latest revision of a series: whoever changes it must have seen this one. */
export function revisionOf({ versions, exceptions }: Series): number {
  return Math.max(0, ...[...versions, ...exceptions].map(({ revision }) => revision))
}

/** A seat in a series from a day to a day, both included; `until` null: open. */
export interface Membership {
  readonly person: string
  readonly from: string
  readonly until: string | null
}

/** Who has a seat on a day. */
export function membersOn(members: readonly Membership[], day: string): string[] {
  return members
    .filter(({ from, until }) => from <= day && (until === null || day <= until))
    .map(({ person }) => person)
}

export function mondayOf(day: string): string {
  return dateOf(dayNumber(day) - weekdayOf(day))
}

function usualStart(version: SeriesVersion, week: string): string | undefined {
  const first = mondayOf(version.firstDay)
  const weeks = (dayNumber(week) - dayNumber(first)) / 7
  if (version.stopped !== null || weeks % version.everyWeeks !== 0) return undefined
  const start = wallOf(week, weekdayOf(version.firstDay) * MINUTES_A_DAY + version.startsMinute)
  return version.lastDay !== null && start.slice(0, 10) > version.lastDay ? undefined : start
}

function latest<Row extends { readonly revision: number }>(rows: readonly Row[]): Row | undefined {
  return rows.reduce<Row | undefined>((best, row) => (best && best.revision > row.revision ? best : row), undefined)
}
