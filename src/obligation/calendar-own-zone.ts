/** The VTIMEZONEs of a calendar file (RFC 5545 section 3.6.5) as zones, for TZIDs that no table knows. */
import type { Zone } from '../center/zones.ts'
import { valueOf, type Item } from './calendar-item.ts'
import { occurrencesOf, type Budget } from './calendar-recurrence.ts'
import { readRule } from './calendar-rule.ts'
import { wallTimeOf } from './calendar-time.ts'

interface Change {
  readonly at: number
  readonly offset: number
  readonly offsetBefore: number
}

/** A rule's last change before the asked time lies at most this far back. */
const TWO_YEARS = 2 * 366 * 86_400_000

/**
 * The readable VTIMEZONEs by TZID, with the changes that matter between two instants. A VTIMEZONE that cannot be read is
 * left out, and its events are then treated like those of an unknown zone.
 */
export function ownZonesOf(items: readonly Item[], from: number, until: number, budget: Budget): Map<string, Zone> {
  const zones = new Map<string, Zone>()
  for (const item of items.filter(({ kind }) => kind === 'VTIMEZONE')) {
    const name = valueOf(item, 'TZID')
    const changes = item.parts.map((part) => changesOf(part, from, until, budget))
    const known = changes.flatMap((list) => list ?? []).sort((a, b) => a.at - b.at)
    const first = known[0]
    if (name === undefined || !first || changes.includes(undefined)) continue
    const offsets = [first.offsetBefore, ...known.map((change) => change.offset)]
    zones.set(name.trim(), { name, changes: known.map((change) => change.at), offsets })
  }
  return zones
}

/** When a STANDARD or DAYLIGHT part begins to hold: as far as needed to know what holds at `from`, up to `until`. */
function changesOf(part: Item, from: number, until: number, budget: Budget): Change[] | undefined {
  const start = wallTimeOf(valueOf(part, 'DTSTART'))
  const offset = offsetOf(valueOf(part, 'TZOFFSETTO'))
  const offsetBefore = offsetOf(valueOf(part, 'TZOFFSETFROM'))
  const ruleText = valueOf(part, 'RRULE')
  const rule = ruleText === undefined ? undefined : readRule(ruleText)
  if (start === undefined || offset === undefined || offsetBefore === undefined) return undefined
  if (ruleText !== undefined && !rule) return undefined
  const dates = part.properties.filter(({ name }) => name === 'RDATE').flatMap(({ values }) => values ?? [])
  const walls = [start, ...dates.map((date) => wallTimeOf(date)).filter((wall) => wall !== undefined)]
  if (rule) {
    const last = rule.until ? wallTimeOf(rule.until) : undefined
    const since = Math.min(from, last ?? from) - TWO_YEARS
    const series = { rule, start, wholeDays: false, ...(last === undefined ? {} : { until: last }) }
    walls.push(...(occurrencesOf(series, since, until + TWO_YEARS, budget) ?? []))
  }
  return walls.map((wall) => ({ at: wall - offsetBefore, offset, offsetBefore }))
}

/** "-0400" or "-075258" in milliseconds. */
function offsetOf(text: string | undefined): number | undefined {
  const match = /^\s*([+-])(\d{2}):?(\d{2}):?(\d{2})?\s*$/.exec(text ?? '')
  if (!match) return undefined
  const size = Number(match[2]) * 3600 + Number(match[3]) * 60 + Number(match[4] ?? 0)
  return (match[1] === '-' ? -size : size) * 1000
}
