/** From the events of one UID to spans of busy time: repetition, dates left out and added, occurrences moved. */
import type { CalendarEvent, Warn } from './calendar-event.ts'
import { occurrencesOf, type Budget } from './calendar-recurrence.ts'
import { DAY, midnight, wallOn, wallTimeOf, type Clocks, type Moment } from './calendar-time.ts'
import { shownBy, type Clock } from './calendar-zone.ts'

/** Busy time on a clock, in milliseconds of that clock. */
export interface Span {
  readonly event: Pick<CalendarEvent, 'title' | 'uid' | 'line'>
  readonly clock: Clock
  readonly start: number
  readonly end: number
  readonly wholeDays: boolean
  /** Kept wider than the item says because it could not be read exactly. */
  readonly widened: boolean
}

export interface Window {
  /** Bounds on any clock on Earth: the asked window and two days around it. */
  readonly from: number
  readonly until: number
  readonly clocks: Clocks
  readonly budget: Budget
}

/** Steps for one series and for one file: a hostile calendar must not hold up the others. */
export const STEPS_A_SERIES = 200_000
export const STEPS_A_FILE = 4_000_000

/**
 * Spans of the events that share a UID, of which the newest versions count. An event that was moved stays busy at its
 * new time even if the series it belongs to is missing.
 */
export function spansOf(events: readonly CalendarEvent[], window: Window, warn: Warn): Span[] {
  const newest = newestOf(events, window.clocks.utc)
  const moves = newest.filter(({ replaces }) => replaces)
  const changes = { moves, following: moves.filter(({ replaces }) => replaces?.andFollowing) }
  return newest.filter(isBusy).flatMap((event) => {
    if (event.replaces) return [spanAt(event, event.start)]
    return seriesSpans(event, changes, window, warn)
  })
}

function isBusy({ free, cancelled }: CalendarEvent): boolean {
  return !free && !cancelled
}

/** Whether any time of an event may lie in the window: what is wrong with the others is nobody's trouble. */
export function touches(event: CalendarEvent, { from, until, clocks }: Window): boolean {
  const { start, lead, length, rule, added } = event
  const last = rule ? (untilOf(event, clocks) ?? Infinity) : start.wall
  if (start.wall - lead <= until && last + length >= from) return true
  return added.some((addition) => addition.start.wall <= until && addition.start.wall + addition.length >= from)
}

/** Of several versions the highest SEQUENCE counts, then the latest stamp, in whatever order; equal ones all count. */
function newestOf(events: readonly CalendarEvent[], utc: Clock): CalendarEvent[] {
  const newest = new Map<string, CalendarEvent[]>()
  for (const event of events) {
    const moment = event.replaces?.moment
    const key = moment ? `${moment.wholeDay} ${wallOn(utc, moment)}` : ''
    const same = newest.get(key)
    const other = same?.[0]
    if (!same || !other || isNewer(event, other)) newest.set(key, [event])
    else if (!isNewer(other, event)) same.push(event)
  }
  return [...newest.values()].flat()
}

function isNewer(a: CalendarEvent, b: CalendarEvent): boolean {
  return a.sequence === b.sequence ? a.stamp > b.stamp : a.sequence > b.sequence
}

interface Changes {
  readonly moves: readonly CalendarEvent[]
  /** Those of the moves that hold for all later occurrences too. */
  readonly following: readonly CalendarEvent[]
}

function seriesSpans(event: CalendarEvent, { moves, following }: Changes, window: Window, warn: Warn): Span[] {
  const starts = startsOf(event, window)
  window.budget.steps -= moves.length + following.length * (starts?.length ?? 0)
  if (!starts || window.budget.steps < 0) {
    warn('too-many', event.line)
    return [wholeSeries(event, window)]
  }
  const leftOut = leftOutOf(event, moves, warn)
  const spans = starts.filter((start) => !leftOut(start)).map((start) => replaced(event, start, following))
  const added = event.added.filter(({ start }) => !leftOut(wallOn(event.start.clock, start)))
  return [
    ...spans.filter((span) => span !== undefined),
    ...added.map(({ start, length }) => spanAt({ ...event, length }, start)),
  ]
}

function startsOf(event: CalendarEvent, window: Window): number[] | undefined {
  const { rule, start, length } = event
  if (!rule) return [start.wall]
  const until = untilOf(event, window.clocks)
  const series = { rule, start: start.wall, wholeDays: start.wholeDay, ...(until === undefined ? {} : { until }) }
  const steps = Math.min(STEPS_A_SERIES, window.budget.steps)
  const budget = { steps }
  const starts = occurrencesOf(series, window.from - length, window.until + event.lead, budget)
  window.budget.steps -= steps - Math.max(0, budget.steps)
  return starts
}

/**
 * The last start that UNTIL allows, on the clock of the series. A date against timed occurrences means the whole date. A
 * UTC time against dates means its date in UTC or at the center, whichever is later.
 */
function untilOf({ rule, start }: CalendarEvent, clocks: Clocks): number | undefined {
  const text = rule?.until
  const wall = text === undefined ? undefined : wallTimeOf(text)
  if (wall === undefined || text === undefined) return undefined
  if (text.length === 8) return start.wholeDay ? wall : wall + DAY - 1
  if (!text.endsWith('Z')) return start.wholeDay ? midnight(wall) : wall
  if (start.wholeDay) return midnight(Math.max(wall, shownBy(clocks.center, wall, clocks.utc)))
  return start.clock.kind === 'bounds' ? wall + start.clock.most : shownBy(start.clock, wall, clocks.utc)
}

/** All the time of a series that cannot be listed. */
function wholeSeries(event: CalendarEvent, window: Window): Span {
  const last = untilOf(event, window.clocks) ?? window.until
  const start = Math.max(event.start.wall - event.lead, window.from)
  const end = Math.max(start, Math.min(last + event.length, window.until))
  return { event, clock: event.start.clock, start, end, wholeDays: false, widened: true }
}

/** Whether an occurrence is left out (EXDATE) or replaced by an event of its own (RECURRENCE-ID). */
function leftOutOf(event: CalendarEvent, moves: readonly CalendarEvent[], warn: Warn): (start: number) => boolean {
  const single = moves.flatMap(({ replaces }) => (replaces ? [replaces.moment] : []))
  const removed = event.removed
  const out = new Set([...removed, ...single].map((moment) => keyOf(moment, event.start)))
  const misses = new Map(removed.map((moment) => [midnight(wallOn(event.start.clock, moment)), moment.line]))
  return (start) => {
    if (out.has(start) || out.has(dayKey(start))) return true
    const line = misses.get(midnight(start))
    if (line !== undefined && !event.start.wholeDay) warn('unmatched-exception', line)
    return false
  }
}

/** A date, or a time against a series of dates, names every occurrence of that date; a time names one start. */
function keyOf(moment: Moment, series: Moment): number | string {
  if (moment.wholeDay) return dayKey(moment.wall)
  if (!series.wholeDay) return wallOn(series.clock, moment)
  // Exchange gives the midnight of a date in UTC; where that is no midnight at the center, the date as written counts.
  const shown = wallOn(series.clock, moment)
  return dayKey(midnight(shown) === shown ? shown : moment.wall)
}

function dayKey(wall: number): string {
  return `day ${midnight(wall)}`
}

/** An occurrence as it stands, or as the last change to "this and all that follow" has it. */
function replaced(event: CalendarEvent, start: number, following: readonly CalendarEvent[]): Span | undefined {
  const since = (move: CalendarEvent) => (move.replaces ? wallOn(event.start.clock, move.replaces.moment) : Infinity)
  const change = following
    .filter((move) => since(move) <= start)
    .reduce<CalendarEvent | undefined>((last, move) => (last && since(last) > since(move) ? last : move), undefined)
  if (!change) return spanAt(event, { ...event.start, wall: start })
  if (!isBusy(change)) return undefined
  return spanAt(change, { ...change.start, wall: change.start.wall + start - since(change) })
}

function spanAt(event: CalendarEvent, start: Moment): Span {
  return {
    event,
    clock: start.clock,
    start: start.wall - event.lead,
    end: start.wall + event.length,
    wholeDays: start.wholeDay || event.lead > 0,
    widened: event.lead > 0 || start.clock.kind === 'bounds',
  }
}
