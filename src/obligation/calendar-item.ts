/** From content lines to the items of a calendar: events, free/busy reports and time zones, each with its properties. */
import ICAL from 'ical.js'
import { contentLines, type ContentLine } from './calendar-text.ts'

export interface Property {
  readonly name: string
  /** Parameter names in lower case. */
  readonly parameters: Readonly<Record<string, string>>
  /** `undefined` when the line could not be read; `text` then still holds it. */
  readonly values: readonly string[] | undefined
  readonly text: string
  readonly line: number
}

export interface Item {
  /** VEVENT, VFREEBUSY, VTIMEZONE, VTODO ..., and the STANDARD and DAYLIGHT parts of a VTIMEZONE. */
  readonly kind: string
  readonly line: number
  readonly properties: Property[]
  readonly parts: Item[]
}

const TEXTS = new Set(['SUMMARY', 'UID', 'TZID'])
const LISTS = new Set(['EXDATE', 'RDATE', 'FREEBUSY'])

/** A file that is no calendar, in words for whoever brought it. */
export interface Unreadable {
  readonly unreadable: string
  readonly line?: number
}

/** More items than this are refused: trust.md, abuse A9. */
export const MOST_ITEMS = 200_000
/** A longer line is kept as unreadable: no date list of a life is so long. */
const LONGEST_LINE = 500_000
const DEEPEST = 20

const READ = new Set(
  (
    'METHOD VERSION UID SEQUENCE DTSTAMP LAST-MODIFIED SUMMARY STATUS TRANSP X-MICROSOFT-CDO-BUSYSTATUS DTSTART DTEND ' +
    'DURATION RRULE RDATE EXDATE EXRULE RECURRENCE-ID FREEBUSY TZID TZOFFSETFROM TZOFFSETTO'
  ).split(' '),
)

/**
 * The items of a calendar text in file order, and the properties of the calendar around them. An item needs no
 * VCALENDAR around it and no END: a broken file loses only what is broken.
 */
export function itemsOf(text: string): { items: Item[]; calendar: Property[] } | Unreadable {
  const calendar: Property[] = []
  const items: Item[] = []
  const open: Item[] = []
  let calendarLine = 0
  for (const content of contentLines(text)) {
    const name = nameOf(content)
    if (name === 'BEGIN') {
      const kind = kindOf(content)
      if (kind === 'VCALENDAR') {
        calendarLine ||= content.line
        open.length = 0
      } else begin(kind, content.line, items, open)
      if (open.length > DEEPEST) return tooDeep(content.line)
      if (items.length > MOST_ITEMS) return tooMany(content.line)
    } else if (name === 'END') end(kindOf(content), open)
    else if (READ.has(name)) (open.length === 0 ? calendar : open.at(-1)!.properties).push(propertyOf(name, content))
  }
  if (calendarLine === 0 && items.length === 0) return notACalendar()
  const old = calendar.find((property) => property.name === 'VERSION' && property.values?.[0]?.startsWith('1.'))
  return old ? vCalendar(old.line) : { items, calendar }
}

/** First value of the first readable property of a name. */
export function valueOf(item: Item, name: string): string | undefined {
  return item.properties.find((property) => property.name === name && property.values)?.values?.[0]
}

function begin(kind: string, line: number, items: Item[], open: Item[]): void {
  const item: Item = { kind, line, properties: [], parts: [] }
  // An event that begins before another has ended: the END is missing.
  if (open.length === 0 || kind === 'VEVENT') items.push(item)
  else open.at(-1)!.parts.push(item)
  if (kind === 'VEVENT') open.length = 0
  open.push(item)
}

function end(kind: string, open: Item[]): void {
  const depth = open.findLastIndex((item) => item.kind === kind)
  if (kind === 'VCALENDAR') open.length = 0
  else if (depth >= 0) open.length = depth
}

function nameOf({ text }: ContentLine): string {
  const match = /^\s*([A-Za-z0-9-]{1,64})[;:]/.exec(text)
  return match?.[1]?.toUpperCase() ?? ''
}

function kindOf({ text }: ContentLine): string {
  return text
    .slice(text.indexOf(':') + 1, text.indexOf(':') + 65)
    .trim()
    .toUpperCase()
}

function propertyOf(name: string, { text, line }: ContentLine): Property {
  const base = { name, text, line }
  if (text.length > LONGEST_LINE) return { ...base, parameters: {}, values: undefined }
  // A closing quote that swallowed the value, as Exchange wrote it: DTSTART;TZID="W. Europe Standard Time:20200609T090000"
  const mended = text.replace(/^([^"]*"[^"]*):([^:"]*)"\s*$/, '$1":$2')
  for (const candidate of mended === text ? [text] : [text, mended]) {
    const parsed = parsedLine(name, candidate)
    if (parsed) return { ...base, ...parsed }
  }
  return { ...base, parameters: {}, values: undefined }
}

/**
 * Texts as ical.js reads them. Everything else raw, as an extension property without VALUE: read as a date or time,
 * ical.js drops what it does not expect, such as an offset after the seconds, and the hour would be silently wrong.
 */
function parsedLine(name: string, text: string): Pick<Property, 'parameters' | 'values'> | undefined {
  try {
    const line = TEXTS.has(name) ? text.trim() : `X-${text.trim().replace(/;VALUE=[A-Z-]+/i, '')}`
    const [, parameters, , value] = ICAL.parse.property(line)
    const values = TEXTS.has(name)
      ? [String(value)]
      : String(value)
          .split(',')
          .map((part) => part.trim())
    return { parameters: parameters as Record<string, string>, values: LISTS.has(name) ? values : [values.join(',')] }
  } catch {
    return undefined
  }
}

function notACalendar(): Unreadable {
  return {
    unreadable:
      'This is not a calendar file: it holds no BEGIN:VCALENDAR and no event. Export the calendar as iCalendar (.ics).',
  }
}

function vCalendar(line: number): Unreadable {
  return {
    unreadable:
      'This is vCalendar 1.0, the format before iCalendar. Export the calendar again as iCalendar 2.0 (.ics).',
    line,
  }
}

function tooDeep(line: number): Unreadable {
  return { unreadable: `Parts of this calendar lie more than ${DEEPEST} deep in one another. Export it again.`, line }
}

function tooMany(line: number): Unreadable {
  return { unreadable: `This calendar holds more than ${MOST_ITEMS} items. Export a shorter time of it.`, line }
}
