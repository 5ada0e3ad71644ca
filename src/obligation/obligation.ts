import { z } from 'zod'
import { codeCell, dayCell, optionalDateCell, optionalTextCell, timeCell } from '../center/cells.ts'
import { errorAt, unknownCode, warningAt, type Finding, type Lined } from '../center/finding.ts'
import { dateOf, dayNumber, MINUTES_A_DAY } from '../planner/model/time.ts'

/** A time a participant cannot come, as `obligations.csv` describes it (docs/import.md). */
export const ObligationRow = z.object({
  person: codeCell,
  day: dayCell,
  starts: timeCell,
  ends: timeCell,
  from: optionalDateCell,
  until: optionalDateCell,
  why: optionalTextCell,
})

export type ObligationRow = Lined<z.infer<typeof ObligationRow>>

/**
 * A busy time of every week, or once. `endsMinute` past 1440 runs into the next day; walls are `YYYY-MM-DDTHH:MM` at
 * the center.
 */
export type BusyTime =
  | {
      readonly kind: 'weekly'
      readonly weekday: number
      readonly startsMinute: number
      readonly endsMinute: number
      readonly from: string | null
      readonly until: string | null
    }
  | { readonly kind: 'once'; readonly startsWall: string; readonly endsWall: string }

/** Unknown people, times of no length, dates that contradict each other, the same row twice. */
export function checkObligations(rows: readonly ObligationRow[], personCodes: ReadonlySet<string>): Finding[] {
  return [...sameRow(rows), ...rows.flatMap((row) => checkObligation(row, personCodes))]
}

/**
 * The busy time of a row that `checkObligations` found in order. An end at or before the start lies on the next day.
 */
export function busyTimeOf(row: ObligationRow): BusyTime {
  const overnight = row.ends <= row.starts
  if (row.day.date === null) {
    const endsMinute = row.ends + (overnight ? MINUTES_A_DAY : 0)
    return {
      kind: 'weekly',
      weekday: row.day.weekday,
      startsMinute: row.starts,
      endsMinute,
      from: row.from,
      until: row.until,
    }
  }
  const first = dayNumber(row.day.date)
  const last = row.until === null ? first + (overnight ? 1 : 0) : dayNumber(row.until)
  return { kind: 'once', startsWall: wallOf(first, row.starts), endsWall: wallOf(last, row.ends) }
}

/** Tells two busy times of one person apart; the same time twice has one key. Holds no reason. */
export function keyOf(time: BusyTime): string {
  if (time.kind === 'once') return `${time.startsWall}/${time.endsWall}`
  return `weekly ${time.weekday} ${time.startsMinute}-${time.endsMinute} ${time.from ?? ''}/${time.until ?? ''}`
}

function checkObligation(row: ObligationRow, personCodes: ReadonlySet<string>): Finding[] {
  const at = (column: string) => ({ file: 'obligations.csv', line: row.line, column })
  const findings = unknownCode(at('person'), row.person, personCodes, 'participant')
  if (row.starts === MINUTES_A_DAY) {
    findings.push(errorAt(at('starts'), 'it starts at 24:00', 'Write 00:00 of the next day.'))
  }
  const severalDays = row.day.date !== null && row.until !== null && row.until > row.day.date
  if (row.starts === row.ends && !severalDays) {
    findings.push(errorAt(at('ends'), 'it ends when it starts', 'Correct the times; a whole day is 00:00 to 24:00.'))
  }
  if (row.day.date !== null && row.from !== null) {
    findings.push(errorAt(at('from'), 'a row with a date has no first day', 'Empty this cell, or write a weekday.'))
  }
  const begins = row.day.date ?? row.from
  if (begins !== null && row.until !== null && row.until < begins) {
    findings.push(
      errorAt(at('until'), `it is over on ${row.until}, before it begins on ${begins}`, 'Correct the dates.'),
    )
  }
  if (row.day.date !== null && row.until === row.day.date && row.ends < row.starts) {
    const fix = 'Empty the last day for an overnight time, or correct the times.'
    findings.push(errorAt(at('until'), 'it ends on its own day before it starts', fix))
  }
  return findings
}

function sameRow(rows: readonly ObligationRow[]): Finding[] {
  const first = new Map<string, number>()
  return rows.flatMap((row) => {
    const key = JSON.stringify([row.person, row.day, row.starts, row.ends, row.from, row.until])
    const line = first.get(key)
    if (line === undefined) {
      first.set(key, row.line)
      return []
    }
    const place = { file: 'obligations.csv', line: row.line, column: 'person', person: row.person }
    return [
      warningAt(place, `the same time stands already in line ${line}`, 'Keep one of the two rows; it is stored once.'),
    ]
  })
}

function wallOf(day: number, minute: number): string {
  const date = dateOf(day + Math.floor(minute / MINUTES_A_DAY))
  const rest = minute % MINUTES_A_DAY
  return `${date}T${String(Math.floor(rest / 60)).padStart(2, '0')}:${String(rest % 60).padStart(2, '0')}`
}
