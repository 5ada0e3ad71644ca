/** Reads a VFREEBUSY (RFC 5545 section 3.6.4): an employer's report of busy times without titles. */
import type { Warn } from './calendar-event.ts'
import { valueOf, type Item } from './calendar-item.ts'
import type { Span } from './calendar-series.ts'
import { DAY, dayIn, periodOf, type Clocks } from './calendar-time.ts'
import { ANYWHERE, type Clock } from './calendar-zone.ts'

/** The busy periods of a report; tentative and unavailable times count as busy. */
export function reportedSpans(report: Item, clocks: Clocks, warn: Warn): Span[] {
  const uid = valueOf(report, 'UID')
  const lines = report.properties.filter(({ name, parameters }) => {
    return name === 'FREEBUSY' && parameters['fbtype']?.toUpperCase() !== 'FREE'
  })
  return lines.flatMap((property) => {
    const periods = (property.values ?? []).map((value) => periodOf(value, property, clocks))
    const known = periods.filter((period) => period !== undefined)
    const event = { title: '', uid, line: property.line }
    const spans = known.map(({ start, length }) => span(event, start.clock, start.wall, length))
    if (property.values && known.length === periods.length) return spans
    warn('unreadable-period', property.line)
    const day = dayIn(property.text)
    return day === undefined ? spans : [...spans, span(event, ANYWHERE, day, DAY)]
  })
}

function span(event: Span['event'], clock: Clock, start: number, length: number): Span {
  return { event, clock, start, end: start + length, wholeDays: false, widened: clock.kind === 'bounds' }
}
