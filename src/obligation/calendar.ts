/**
 * Reads a calendar file into busy time: what a participant's shifts, school runs and dates leave free for treatment.
 * An item that cannot be read is named in a warning and keeps its time busy as widely as its date allows.
 */
import { instantOf, wallOf, zoneNamed } from '../center/zones.ts'
import { eventOf, type CalendarEvent, type Warn } from './calendar-event.ts'
import { reportedSpans } from './calendar-free-busy.ts'
import { itemsOf, type Item, type Unreadable } from './calendar-item.ts'
import { ownZonesOf } from './calendar-own-zone.ts'
import { spansOf, touches, STEPS_A_FILE, type Span, type Window } from './calendar-series.ts'
import { decodeText } from './calendar-text.ts'
import { DAY } from './calendar-time.ts'
import { warningOf, type CalendarWarning } from './calendar-warning.ts'
import { clockOf, instantsOf, type Clock } from './calendar-zone.ts'

export interface BusyItem {
  /** `YYYY-MM-DDTHH:MM` on the center's clock. */
  readonly startWall: string
  readonly endWall: string
  /** Instants, milliseconds since 1970. */
  readonly startAt: number
  readonly endAt: number
  /** The item's own words: of class C5, to be stored apart from the times. */
  readonly title: string
  readonly uid: string | undefined
  /** Line of the file on which the item begins. */
  readonly line: number
  /** Kept busy more widely than the item says, because it could not be read exactly; a warning tells why. */
  readonly widened: boolean
}

export interface CalendarOptions {
  /** First day asked for, at the center. */
  readonly from: string
  /** The day after the last one. */
  readonly until: string
  /** The center's zone: that of whole days, of times without a zone and of the answer. */
  readonly zone: string
}

export interface CalendarReading {
  /** In order of time. */
  readonly busy: BusyItem[]
  readonly warnings: CalendarWarning[]
  /** Items that the calendar itself calls free time in the asked days. */
  readonly free: number
}

const LARGEST_FILE = 20 * 1024 * 1024
const MOST_BUSY = 200_000

/**
 * The busy time of an iCalendar file (RFC 5545) that touches the asked days. Answers `unreadable` for what is no
 * calendar, for vCalendar 1.0 and beyond 20 MB, 200,000 items or 200,000 busy times. Throws for an unknown center zone.
 */
export function readCalendar(bytes: Uint8Array, options: CalendarOptions): CalendarReading | Unreadable {
  if (bytes.length > LARGEST_FILE) return tooLarge()
  const read = itemsOf(decodeText(bytes))
  if ('unreadable' in read) return read
  const { items, calendar } = read
  const bounds = boundsOf(options)
  const window = windowOf(items, bounds)
  const warnings: CalendarWarning[] = []
  const warn = warningsInto(warnings)

  const withdrawn = calendar.some(({ name, values }) => name === 'METHOD' && values?.[0]?.toUpperCase() === 'CANCEL')
  const events = withdrawn ? [] : eventsOf(items, window, warn)
  const groups = byUid(events)
  const busy: BusyItem[] = []
  for (const group of groups) {
    for (const span of spansOf(group, window, warn)) busy.push(...itemWithin(span, bounds))
    if (busy.length > MOST_BUSY) return tooBusy()
  }
  for (const item of items.filter(({ kind }) => kind === 'VFREEBUSY' && !withdrawn)) {
    for (const span of reportedSpans(item, window.clocks, warn)) busy.push(...itemWithin(span, bounds))
  }
  return {
    busy: inOrder(busy),
    warnings,
    free: events.filter((event) => event.free && touches(event, window)).length,
  }
}

interface Bounds {
  readonly clock: Extract<Clock, { kind: 'zone' }>
  readonly fromAt: number
  readonly untilAt: number
}

function boundsOf({ from, until, zone }: CalendarOptions): Bounds {
  const known = zoneNamed(zone)
  if (!known) throw new RangeError(`"${zone}" is not a time zone. Choose one such as America/New_York.`)
  const at = (date: string) => instantOf(known, `${date}T00:00`).at
  return { clock: { kind: 'zone', zone: known }, fromAt: at(from), untilAt: at(until) }
}

function windowOf(items: readonly Item[], { clock, fromAt, untilAt }: Bounds): Window {
  const budget = { steps: STEPS_A_FILE }
  const ownZones = ownZonesOf(items, fromAt, untilAt, budget)
  const clocks = new Map<string, Clock>()
  const of = (tzid: string): Clock => {
    const known = clocks.get(tzid) ?? clockOf(tzid, ownZones)
    clocks.set(tzid, known)
    return known
  }
  return { from: fromAt - 2 * DAY, until: untilAt + 2 * DAY, clocks: { utc: of('UTC'), center: clock, of }, budget }
}

function eventsOf(items: readonly Item[], window: Window, warn: Warn): CalendarEvent[] {
  return items
    .filter(({ kind }) => kind === 'VEVENT')
    .flatMap((item) => {
      const wrong: Parameters<Warn>[] = []
      const event = eventOf(item, window.clocks, (code, line) => wrong.push([code, line]))
      if (!event || touches(event, window)) wrong.forEach(([code, line]) => warn(code, line))
      return event ?? []
    })
}

/** Each line is named once for each thing that is wrong with it. */
function warningsInto(warnings: CalendarWarning[]): Warn {
  const named = new Set<string>()
  return (code, line) => {
    if (named.has(`${code} ${line}`)) return
    named.add(`${code} ${line}`)
    warnings.push(warningOf(code, line))
  }
}

/** An event without UID stands for itself. */
function byUid(events: readonly CalendarEvent[]): CalendarEvent[][] {
  const groups = new Map<string, CalendarEvent[]>()
  for (const event of events) {
    const key = event.uid === undefined ? `line ${event.line}` : `uid ${event.uid}`
    const group = groups.get(key)
    if (group) group.push(event)
    else groups.set(key, [event])
  }
  return [...groups.values()]
}

function itemWithin(span: Span, { clock, fromAt, untilAt }: Bounds): BusyItem[] {
  const { startAt, endAt } = instantsOf(span.clock, span)
  if (endAt <= startAt || endAt <= fromAt || startAt >= untilAt) return []
  const { title, uid, line } = span.event
  const [startWall, endWall] = [wallOf(clock.zone, startAt), wallOf(clock.zone, endAt)]
  return [{ startWall, endWall, startAt, endAt, title, uid, line, widened: span.widened }]
}

/** By time; a date that an item names twice (DTSTART and RDATE) counts once. */
function inOrder(busy: BusyItem[]): BusyItem[] {
  busy.sort((a, b) => a.startAt - b.startAt || a.endAt - b.endAt || a.line - b.line)
  return busy.filter((item, i) => {
    const before = busy[i - 1]
    return before?.startAt !== item.startAt || before.endAt !== item.endAt || before.line !== item.line
  })
}

function tooLarge(): Unreadable {
  return { unreadable: 'This file is larger than 20 MB. Export a shorter time of the calendar.' }
}

function tooBusy(): Unreadable {
  return { unreadable: `This calendar holds more than ${MOST_BUSY} busy times in the asked days. Ask for fewer days.` }
}
