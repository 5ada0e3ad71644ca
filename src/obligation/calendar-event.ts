/** Reads one VEVENT (RFC 5545 section 3.6.1), keeping every part of it that can be read. */
import { valueOf, type Item, type Property } from './calendar-item.ts'
import { EVERY_DAY, readRule, type Rule } from './calendar-rule.ts'
import {
  DAY,
  dayIn,
  lengthOf,
  midnight,
  momentOf,
  periodOf,
  wallOn,
  type Clocks,
  type Moment,
} from './calendar-time.ts'
import type { WarningCode } from './calendar-warning.ts'
import { ANYWHERE } from './calendar-zone.ts'

export interface CalendarEvent {
  readonly line: number
  readonly uid: string | undefined
  readonly sequence: number
  readonly stamp: string
  readonly title: string
  /** Said to be free time: transparent, or free in Outlook. */
  readonly free: boolean
  readonly cancelled: boolean
  readonly start: Moment
  /** Milliseconds on the clock from the start to the end. */
  readonly length: number
  /** Milliseconds before the start that are kept busy because the item could not be read exactly. */
  readonly lead: number
  readonly rule: Rule | undefined
  readonly added: readonly { readonly start: Moment; readonly length: number }[]
  readonly removed: readonly (Moment & { readonly line: number })[]
  /** The occurrence of a series that this event replaces, alone or with all that follow. */
  readonly replaces: { readonly moment: Moment; readonly andFollowing: boolean } | undefined
}

export type Warn = (code: WarningCode, line: number) => void

const LONGEST_TITLE = 200
const CANCELLED = 'CANCELLED'

/** The event of a VEVENT, or `undefined` when not even a date can be found. Free and cancelled events are not warned about. */
export function eventOf(item: Item, clocks: Clocks, warnBusy: Warn): CalendarEvent | undefined {
  const cancelled = valueOf(item, 'STATUS')?.toUpperCase() === CANCELLED
  const free =
    valueOf(item, 'TRANSP')?.toUpperCase() === 'TRANSPARENT' ||
    valueOf(item, 'X-MICROSOFT-CDO-BUSYSTATUS')?.toUpperCase() === 'FREE'
  const warn: Warn = free || cancelled ? () => {} : warnBusy
  const begins = startOf(item, clocks, warn)
  if (!begins) return undefined
  const ends = endOf(item, begins, clocks, warn)
  const start = ends.end && ends.end.clock.kind === 'bounds' ? { ...begins, clock: ends.end.clock } : begins
  if (!isGuess(start)) warnOfClock(start, item, warn)
  return {
    line: item.line,
    uid: valueOf(item, 'UID')?.trim() || undefined,
    sequence: Number.parseInt(valueOf(item, 'SEQUENCE') ?? '', 10) || 0,
    stamp: valueOf(item, 'DTSTAMP') ?? valueOf(item, 'LAST-MODIFIED') ?? '',
    title: (valueOf(item, 'SUMMARY') ?? '').trim().slice(0, LONGEST_TITLE),
    free,
    cancelled,
    start,
    length: ends.length,
    lead: ends.lead,
    rule: ruleOf(item, warn),
    added: additionsOf(item, ends.length, clocks, warn),
    removed: removalsOf(item, clocks, warn),
    replaces: replacedBy(item, clocks, warn),
  }
}

function startOf(item: Item, clocks: Clocks, warn: Warn): Moment | undefined {
  const property = propertyOf(item, 'DTSTART')
  const start = property && momentOf(property.values?.[0], property, clocks)
  if (start) return start
  const day = property && dayIn(property.text)
  warn(day === undefined ? 'no-start' : 'unreadable-start', property?.line ?? item.line)
  return day === undefined ? undefined : { wholeDay: true, wall: day, clock: ANYWHERE, floating: true }
}

/** A date found in a start that could not be read. */
function isGuess({ wholeDay, clock }: Moment): boolean {
  return wholeDay && clock === ANYWHERE
}

interface End {
  readonly length: number
  readonly lead: number
  readonly end?: Moment
}

function endOf(item: Item, start: Moment, clocks: Clocks, warn: Warn): End {
  const property = propertyOf(item, 'DTEND')
  const duration = propertyOf(item, 'DURATION')
  const unknown: End = { lead: start.wall - midnight(start.wall), length: midnight(start.wall) + 2 * DAY - start.wall }
  if (isGuess(start)) {
    const lastDay = property && dayIn(property.text)
    const days = wholeDays(lengthOf(duration?.values?.[0] ?? '') ?? 0)
    return { lead: 0, length: Math.max(days, (lastDay ?? start.wall) + DAY - start.wall) }
  }
  if (!property) {
    const length = duration ? lengthOf(duration.values?.[0] ?? '') : start.wholeDay ? DAY : 0
    if (length === 0) warn('no-length', item.line)
    if (length !== undefined) return { lead: 0, length: start.wholeDay ? wholeDays(length) : length }
  }
  const end = property && momentOf(property.values?.[0], property, clocks)
  if (!end) {
    warn('unreadable-end', (property ?? duration)?.line ?? item.line)
    return unknown
  }
  const length = lengthBetween(start, end)
  if (length === 0) warn('no-length', item.line)
  if (length >= 0) return { lead: 0, length, end }
  warn('end-before-start', property.line)
  return unknown
}

/** A date as the end of a timed event is read as the end of that date, the widest reading. */
function lengthBetween(start: Moment, end: Moment): number {
  if (start.wholeDay) return end.wall < start.wall ? -1 : wholeDays(end.wall - start.wall)
  if (end.wholeDay) return end.wall + DAY - start.wall
  return wallOn(start.clock, end) - start.wall
}

function wholeDays(length: number): number {
  return Math.max(1, Math.ceil(length / DAY)) * DAY
}

function warnOfClock({ clock }: Moment, item: Item, warn: Warn): void {
  if (clock.kind === 'bounds')
    warn(clock.named ? 'offset-zone' : 'unknown-zone', propertyOf(item, 'DTSTART')?.line ?? item.line)
}

function ruleOf(item: Item, warn: Warn): Rule | undefined {
  const old = propertyOf(item, 'EXRULE')
  if (old) warn('exception-rule', old.line)
  const property = propertyOf(item, 'RRULE')
  if (!property) return undefined
  const rules = item.properties.filter(({ name }) => name === 'RRULE').map(({ values }) => readRule(values?.[0] ?? ''))
  // Two rules in one item are allowed but never used; every day covers both.
  if (rules.length === 1 && rules[0]) return rules[0]
  warn('unreadable-rule', property.line)
  const until = rules.length === 1 ? /;UNTIL=(\d{8}(?:T\d{6}Z?)?)(?:;|$)/.exec(property.text)?.[1] : undefined
  return until === undefined ? EVERY_DAY : { ...EVERY_DAY, until }
}

function additionsOf(item: Item, length: number, clocks: Clocks, warn: Warn): CalendarEvent['added'] {
  return item.properties
    .filter(({ name }) => name === 'RDATE')
    .flatMap((property) => {
      const additions = (property.values ?? []).map((value) => {
        if (value.includes('/')) return periodOf(value, property, clocks)
        const start = momentOf(value, property, clocks)
        return start && { start, length: start.wholeDay ? wholeDays(length) : length }
      })
      const known = additions.filter((addition) => addition !== undefined)
      if (property.values && known.length === additions.length) return known
      warn('unreadable-addition', property.line)
      const day = dayIn(property.text)
      return day === undefined
        ? known
        : [...known, { start: { wholeDay: true, wall: day, clock: ANYWHERE, floating: true }, length: DAY }]
    })
}

function removalsOf(item: Item, clocks: Clocks, warn: Warn): CalendarEvent['removed'] {
  return item.properties
    .filter(({ name }) => name === 'EXDATE')
    .flatMap((property) => {
      const moments = (property.values ?? []).map((value) => momentOf(value, property, clocks))
      const known = moments.filter((moment) => moment !== undefined)
      if (!property.values || known.length < moments.length) warn('unreadable-exception', property.line)
      return known.map((moment) => ({ ...moment, line: property.line }))
    })
}

function replacedBy(item: Item, clocks: Clocks, warn: Warn): CalendarEvent['replaces'] {
  const property = propertyOf(item, 'RECURRENCE-ID')
  if (!property) return undefined
  const moment = momentOf(property.values?.[0], property, clocks)
  if (!moment) warn('unreadable-move', property.line)
  return moment && { moment, andFollowing: property.parameters['range']?.toUpperCase() === 'THISANDFUTURE' }
}

function propertyOf(item: Item, name: string): Property | undefined {
  return item.properties.find((property) => property.name === name)
}
