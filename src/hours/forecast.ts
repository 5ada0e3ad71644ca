import { minutesIn, type LedgerEntry } from './entry.ts'
import { ledgerOf } from './ledger.ts'
import { wholeMinutes } from './presence.ts'
import type { SessionEvents, WeekEvents } from './week-events.ts'
import { verdictOf, type WeekVerdict } from './week-verdict.ts'

/** How a week will end if everything that is still planned is attended and every note is signed. */
export interface Forecast {
  /** Countable minutes by now. */
  readonly soFar: number
  /** Countable minutes at the end of the week. */
  readonly atEnd: number
  /** Planned minutes of sessions that are not over yet and in which nobody has marked the person. */
  readonly ahead: number
  readonly verdict: WeekVerdict
  /** Minutes of the dose that are out of reach with what is planned; what a make-up would have to give. */
  readonly short: number
  /** Planned minutes that were lost, session by session. */
  readonly lost: readonly Loss[]
  /** Sessions that are over and that nobody has marked: they count as attended neither way until somebody does. */
  readonly unmarked: readonly string[]
}

export interface Loss {
  readonly session: string
  readonly minutes: number
  readonly rule: string
}

/** The forecast at an instant (milliseconds since 1970 UTC). */
export function forecastOf(week: WeekEvents, now: number): Forecast {
  const expected = {
    ...week,
    sessions: week.sessions.map((one) => (one.endsAt > now ? attendedToTheEnd(one) : signed(one))),
  }
  const entries = ledgerOf(expected)
  const verdict = verdictOf(expected, entries)
  const atEnd = minutesIn(entries, 'countable')
  const lacking = verdict.clinical.met ? 0 : verdict.clinical.needs - atEnd
  return {
    soFar: minutesIn(ledgerOf(week), 'countable'),
    atEnd,
    ahead: minutesAhead(week, now),
    verdict,
    short: Math.max(0, lacking),
    lost: lossesOf(expected, entries, now),
    unmarked: week.sessions.filter((one) => one.endsAt <= now && one.mark === null).map((one) => one.session),
  }
}

function minutesAhead({ sessions }: WeekEvents, now: number): number {
  const ahead = sessions.filter((one) => one.seat !== null && one.endsAt > now && one.mark === null)
  return ahead.reduce((minutes, one) => minutes + wholeMinutes(one), 0)
}

/** Somebody already marked as absent from a session that still runs stays absent. */
function attendedToTheEnd(one: SessionEvents): SessionEvents {
  const status = one.telehealth ? ('remote' as const) : ('here' as const)
  const mark = one.mark ?? { event: 'expected', status, inAt: null, outAt: null }
  return { ...signed(one), mark, attendedBy: Math.max(one.attendedBy, Number.MAX_SAFE_INTEGER) }
}

function signed(one: SessionEvents): SessionEvents {
  return { ...one, signature: one.signature ?? 'expected' }
}

function lossesOf(week: WeekEvents, entries: readonly LedgerEntry[], now: number): Loss[] {
  const countable = new Map(
    entries.filter((entry) => entry.stage === 'countable').map((entry) => [entry.subject, entry]),
  )
  return entries
    .filter((entry) => entry.stage === 'planned')
    .flatMap((planned) => {
      const counted = countable.get(planned.subject)
      const session = week.sessions.find((one) => one.session === planned.subject)
      const minutes = planned.minutes - (counted?.minutes ?? 0)
      if (!counted || !session?.countsTowardHours || minutes <= 0 || session.startsAt > now) return []
      const status = session.mark?.status ?? 'here'
      return [{ session: planned.subject, minutes, rule: status === 'here' ? counted.rule : status }]
    })
}
