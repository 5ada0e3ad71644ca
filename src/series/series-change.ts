import { instantOf, type Zone } from '../center/zones.ts'
import { Refusal } from '../kernel/refusal.ts'
import { dateOf, dayNumber, minuteOf } from '../planner/model/time.ts'
import {
  type CanceledBecause,
  mondayOf,
  type Meeting,
  type Occurrence,
  occurrenceIn,
  occurrencesFrom,
  revisionOf,
  type Series,
  type SeriesException,
  type SeriesPlace,
  type SeriesVersion,
  versionIn,
} from './series.ts'

/** Changing a series: only this one, this and the following, or all from now on. Each adds rows and changes none. */

export const SCOPES = ['this', 'following', 'all'] as const

export interface SeriesWish {
  readonly scope: (typeof SCOPES)[number]
  /** The Monday of the occurrence somebody looked at. */
  readonly week: string
  /** Where it meets instead, `start` in that week; null: it does not meet. */
  readonly to: (SeriesPlace & { readonly start: string }) | null
  /** Why it does not meet; heeded only without `to`. */
  readonly because: CanceledBecause
}

export interface NewRows {
  readonly versions: readonly SeriesVersion[]
  readonly exceptions: readonly SeriesException[]
}

/** The center's clock: what begins before `frozenBefore` (a wall time) has happened or is about to. */
export interface Present {
  readonly frozenBefore: string
  readonly zone: Zone
}

/** How far a change looks ahead: a year, and the four weeks of the slowest rhythm. */
const WEEKS_AHEAD = 56

/**
 * The rows a change adds; none where the series says so already. "All" begins with the first occurrence that is still ahead,
 * as what has happened stays. Refusals: `no-occurrence`, `past-locked`, `other-week`, `no-such-time`, `end-before-start`.
 */
export function changeSeries(series: Series, wish: SeriesWish, present: Present): NewRows {
  const rows = rowsOf(series, wish, present)
  const after = withRows(series, rows)
  const from = wish.scope === 'all' ? mondayOf(present.frozenBefore.slice(0, 10)) : wish.week
  return sameFrom(series, after, from, present.zone) ? { versions: [], exceptions: [] } : rows
}

export function withRows(series: Series, { versions, exceptions }: NewRows): Series {
  return {
    ...series,
    versions: [...series.versions, ...versions],
    exceptions: [...series.exceptions, ...exceptions],
  }
}

/** Whether two answers about one week are the same meeting at the same place. */
export function sameOccurrence(one: Occurrence | undefined, other: Occurrence | undefined): boolean {
  return placeOf(one) === placeOf(other)
}

function rowsOf(series: Series, wish: SeriesWish, present: Present): NewRows {
  const shown = occurrenceIn(series, wish.week, present.zone)
  const nothing = { versions: [], exceptions: [] }
  if (wish.to === null && isOver(series, wish, shown)) return nothing
  const { week, to } = wish.scope === 'all' ? fromNowOn(series, wish, present) : wish
  const here = occurrenceIn(series, week, present.zone)
  if (!here || (wish.scope === 'this' && here.state === 'canceled'))
    throw new Refusal('no-occurrence', 'The group does not meet in that week. Maybe look at its next meetings.')
  refusePast(present, here.start)
  if (to !== null) refuseNoTime(present, week, to.start)
  const revision = revisionOf(series) + 1
  if (wish.scope !== 'this')
    return { ...nothing, versions: [versionFrom(series, { ...wish, week, to }, revision, here)] }
  const exception = to === null ? { revision, week, canceled: wish.because } : { ...to, revision, week, canceled: null }
  return { ...nothing, exceptions: [exception] }
}

/** Whether a wish to cancel asks for what is so already. */
function isOver(series: Series, wish: SeriesWish, here: Occurrence | undefined): boolean {
  if (wish.scope === 'this') return here?.state === 'canceled'
  return here === undefined && (versionIn(series, wish.week)?.stopped ?? null) !== null
}

/** The first week that can follow the wish, and the wish moved into it. */
function fromNowOn(series: Series, wish: SeriesWish, { frozenBefore, zone }: Present): Pick<SeriesWish, 'week' | 'to'> {
  const first = mondayOf(frozenBefore.slice(0, 10))
  for (const { week, start } of occurrencesFrom(series, first, WEEKS_AHEAD, zone)) {
    const to = wish.to && { ...wish.to, start: shifted(wish.to.start, dayNumber(week) - dayNumber(wish.week)) }
    if (start >= frozenBefore && (to === null || to.start >= frozenBefore)) return { week, to }
  }
  throw new Refusal('no-occurrence', 'The group does not meet any more. Maybe make a new one from a session.')
}

function versionFrom(
  series: Series,
  { week, to, because }: SeriesWish,
  revision: number,
  here: Occurrence,
): SeriesVersion {
  const before = versionIn(series, week)
  if (!before) throw new Error('an occurrence without a version')
  const firstDay = (to?.start ?? here.start).slice(0, 10)
  if (before.lastDay !== null && firstDay > before.lastDay)
    throw new Refusal(
      'end-before-start',
      `The group ends on ${before.lastDay}, before ${firstDay}. Maybe choose an earlier day.`,
    )
  if (to === null) return { ...before, revision, firstDay, stopped: because }
  const { start, staff, room, telehealth } = to
  return {
    ...before,
    revision,
    firstDay,
    startsMinute: minuteOf(firstDay, start),
    staff,
    room,
    telehealth,
    stopped: null,
  }
}

function refusePast({ frozenBefore }: Present, start: string): void {
  if (start < frozenBefore)
    throw new Refusal('past-locked', 'This meeting has begun or is about to. What has happened stays as it was.')
}

function refuseNoTime(present: Present, week: string, start: string): void {
  if (mondayOf(start.slice(0, 10)) !== week)
    throw new Refusal('other-week', 'A meeting moves within its week. Maybe cancel it and make up for it another week.')
  refusePast(present, start)
  if (instantOf(present.zone, start).kind === 'gap')
    throw new Refusal(
      'no-such-time',
      `The clocks skip ${start.slice(11)} on ${start.slice(0, 10)}. Maybe choose an hour later.`,
    )
}

function sameFrom(before: Series, after: Series, from: string, zone: Zone): boolean {
  const of = (series: Series) => occurrencesFrom(series, from, WEEKS_AHEAD, zone)
  return JSON.stringify(of(before).map(placeOf)) === JSON.stringify(of(after).map(placeOf))
}

function placeOf(occurrence: Occurrence | undefined): string {
  if (!occurrence) return ''
  const { start, state } = occurrence
  if (state !== 'meets') return JSON.stringify([state === 'canceled' ? occurrence.week : start, state])
  const { staff, room, telehealth }: Meeting = occurrence
  return JSON.stringify([start, staff, room, telehealth])
}

function shifted(wall: string, days: number): string {
  return `${dateOf(dayNumber(wall.slice(0, 10)) + days)}${wall.slice(10)}`
}
