/**
 * A participant's calendar feed. It may be seen over a shoulder or shared with a family calendar, so it says when, never
 * what, where with whom or why: one neutral word as every title, no names, and UTC times (no zone names, which a phone
 * would read with its own, possibly outdated zone data).
 */
import ical, { ICalCalendarMethod, ICalEventClass, ICalEventStatus } from 'ical-generator'
import { isoOf } from '../center/zones.ts'

export interface FeedSession {
  /** Identifies this person's seat in the session, never the session: two people's feeds must share nothing. */
  readonly id: string
  /** Milliseconds since 1970. */
  readonly startAt: number
  readonly endAt: number
  /** Raised by one whenever the time changes or the session is canceled. */
  readonly sequence: number
  /** When the session was last changed, milliseconds since 1970. */
  readonly changedAt: number
  /** A canceled session stays in the feed, so that phones take it out. */
  readonly canceled?: boolean
  /** Neutral words only, such as a street address; never the center's name. */
  readonly place?: string
}

export interface FeedOptions {
  /** The same neutral word for every session in the participant's language, such as "Appointment" or "Cita". */
  readonly title: string
  /** What phones call the calendar, as neutral; the title if not given. */
  readonly calendarName?: string
}

const PRODUCT = '//Evenkeel//EN'
const EVERY_HOUR = 3600

/**
 * The feed as iCalendar text (RFC 5545) with CRLF line ends, the same for the same sessions wherever and whenever it is
 * made. Throws for words with line breaks, commas or semicolons, which could smuggle in other properties; for an
 * identifier that is not plain; and for a session that ends before it starts.
 */
export function calendarFeed(sessions: readonly FeedSession[], { title, calendarName = title }: FeedOptions): string {
  for (const word of [title, calendarName]) requirePlain(word)
  const feed = ical({
    prodId: PRODUCT,
    method: ICalCalendarMethod.PUBLISH,
    name: calendarName,
    ttl: EVERY_HOUR,
    events: sessions.map((session) => entry(session, title)),
  })
  return `${feed.toString()}\r\n`
}

/** Times go in as ISO text with Z and no zone: given a Date and a zone, ical-generator prints the server's hour. */
function entry({ id, startAt, endAt, sequence, changedAt, canceled, place }: FeedSession, title: string) {
  if (!/^[\w.@-]{1,200}$/.test(id)) throw new RangeError('A seat in the feed needs a plain identifier.')
  if (!(startAt < endAt)) throw new RangeError('A session in the feed must end after it starts.')
  return {
    id,
    start: isoOf(startAt),
    end: isoOf(endAt),
    stamp: isoOf(changedAt),
    sequence,
    summary: title,
    class: ICalEventClass.PRIVATE,
    status: canceled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    ...(place === undefined ? {} : { location: place }),
  }
}

function requirePlain(word: string): void {
  if (/^[^\p{Cc},;\\]{1,60}$/u.test(word)) return
  throw new RangeError('Words of the feed are at most 60 characters without commas, semicolons or line breaks.')
}
