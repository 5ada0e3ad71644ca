import { errorAt, warningAt, type Finding } from '../center/finding.ts'
import { readCalendar } from '../obligation/calendar.ts'
import type { Program } from '../program/program.ts'
import { TABLES, type CalendarTime, type TableName } from './facts.ts'
import { readProgram } from './program-file.ts'
import { readTable } from './table.ts'
import { readText } from './text.ts'

/** The dates for which calendars are read (`until` excluded), and the center's time zone for floating times. */
export interface Window {
  readonly from: string
  readonly until: string
  readonly zone: string
}

/** What one file of a folder says. */
export interface FileFacts {
  readonly findings: Finding[]
  readonly rows?: readonly unknown[]
  readonly program?: Program
  readonly busy?: readonly CalendarTime[]
}

const MOST_FINDINGS = 200

/** Reads one file of a folder by what its name says it is. Pure: its caller bounds time and memory. */
export function readFile(file: string, bytes: Uint8Array, window: Window): FileFacts {
  const facts = file.endsWith('.ics') ? readCalendarFile(file, bytes, window) : readTextFile(file, bytes)
  return { ...facts, findings: shortened(file, facts.findings) }
}

/** The participant whose calendar a file `calendars/CODE.ics` is. */
export function personOf(file: string): string {
  return file.slice('calendars/'.length, -'.ics'.length)
}

function readTextFile(file: string, bytes: Uint8Array): FileFacts {
  const read = readText(bytes)
  if ('wrong' in read) return { findings: [errorAt({ file, line: read.line, column: '' }, read.wrong, read.fix)] }
  if (file.endsWith('.json')) return { findings: [], ...readProgram(file, read.text) }
  return readTable(file, read.text, TABLES[file as TableName])
}

function readCalendarFile(file: string, bytes: Uint8Array, window: Window): FileFacts {
  const read = readCalendar(bytes, window)
  if ('unreadable' in read) {
    const fix = `Export the calendar again as .ics, or leave it out: --without ${file}`
    return { findings: [errorAt({ file, line: read.line ?? 1, column: '' }, read.unreadable, fix)] }
  }
  const person = personOf(file)
  return {
    busy: read.busy.map(({ startWall, endWall, startAt, endAt, title }) => ({
      startWall,
      endWall,
      startAt,
      endAt,
      title: storable(title),
    })),
    findings: read.warnings.map(({ line, found, kept, advice }) =>
      warningAt({ file, line, column: '', person }, `${lowerFirst(found)}. Kept busy: ${lowerFirst(kept)}`, advice),
    ),
  }
}

/** At most 200 findings of one file; the rest is counted, as an error when one of them is. */
function shortened(file: string, findings: readonly Finding[]): Finding[] {
  if (findings.length <= MOST_FINDINGS) return [...findings]
  const rest = findings.slice(MOST_FINDINGS)
  const make = rest.some((finding) => finding.severity === 'error') ? errorAt : warningAt
  const place = { file, line: rest[0]?.line ?? 0, column: '' }
  return [
    ...findings.slice(0, MOST_FINDINGS),
    make(place, `${rest.length} more findings in this file`, 'Mend the ones above and import again.'),
  ]
}

/**
 * Calendars come in any encoding: what PostgreSQL cannot store (NUL, half characters) goes, and a title stays a title.
 */
function storable(title: string): string {
  return title
    .replaceAll(/[\p{Surrogate}\p{Cc}]/gu, ' ')
    .slice(0, 200)
    .trim()
}

function lowerFirst(words: string): string {
  return words.slice(0, 1).toLowerCase() + words.slice(1)
}
