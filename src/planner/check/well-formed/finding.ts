import { dayNumber, dateOf } from '../../model/time.ts'
import type { Breach } from '../../rules/rule.ts'

/** A finding about the week file: where (a JSON path), what is wrong, and how to mend it. */
export function finding(path: string, wrong: string, mend: string): Breach {
  return { name: 'W', text: `${path}: ${wrong}. ${mend}` }
}

/** Whether `YYYY-MM-DD` is a day of the calendar: February 30 and month 13 have the shape and are none. */
export function isDay(day: string): boolean {
  return dateOf(dayNumber(day)) === day
}

/** Whether `YYYY-MM-DDTHH:MM` is a time of the calendar and the clock, 00:00 to 23:59. */
export function isWallTime(wall: string): boolean {
  return isDay(wall.slice(0, 10)) && Number(wall.slice(11, 13)) < 24 && Number(wall.slice(14, 16)) < 60
}

/** Findings for entries of a list that repeat an earlier one. */
export function repeats(path: string, ids: readonly string[]): Breach[] {
  const seen = new Set<string>()
  return ids.flatMap((id, n) => {
    const again = seen.has(id)
    seen.add(id)
    return again ? [finding(`${path}[${n}]`, `${id} is listed already`, 'Maybe give it another id or remove it.')] : []
  })
}

/** Findings for ids of a list that the given set does not know. */
export function strangers(path: string, ids: readonly string[], known: Known): Breach[] {
  return ids.flatMap((id, n) => stranger(`${path}[${n}]`, id, known))
}

/** A finding when the id is not known. */
export function stranger(path: string, id: string, known: Known): Breach[] {
  if (known.has(id)) return []
  return [finding(path, `${id} is not in ${known.list}`, `Maybe add it to ${known.list} or correct the id.`)]
}

/** The ids one may refer to, and where they are listed. */
export interface Known {
  readonly list: string
  has(id: string): boolean
}

/** Findings for a start or end that is no time, or an interval that does not end after its start. */
export function wrongSpan(path: string, { start, end }: { readonly start: string; readonly end: string }): Breach[] {
  const wrong = [...wrongTime(`${path}.start`, start), ...wrongTime(`${path}.end`, end)]
  // Wall-clock strings of one length sort as times do.
  if (wrong.length > 0 || start < end) return wrong
  return [finding(path, `it ends ${end}, not after its start ${start}`, 'Maybe start and end are swapped.')]
}

/** A finding when the time does not exist. */
export function wrongTime(path: string, wall: string): Breach[] {
  if (isWallTime(wall)) return []
  return [
    finding(path, `${wall} is no time of the calendar`, 'Hours go from 00 to 23; midnight is 00:00 of the next day.'),
  ]
}

/** A finding when the day does not exist. */
export function wrongDay(path: string, day: string): Breach[] {
  return isDay(day) ? [] : [finding(path, `${day} is no day of the calendar`, 'Maybe correct the month or the day.')]
}
