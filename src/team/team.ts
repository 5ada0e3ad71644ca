import { z } from 'zod'
import {
  codeCell,
  dateCell,
  dayCell,
  optionalDateCell,
  textCell,
  timeCell,
  WEEKDAYS,
  wholeCell,
  wordCell,
  type DayOrDate,
} from '../center/cells.ts'
import { endsTooEarly, type BlockRow } from '../center/center.ts'
import { errorAt, repeated, unknownCode, warningAt, type Finding, type Lined } from '../center/finding.ts'
import { weekdayOf } from '../planner/model/time.ts'

/**
 * The people who work at a center: who they are, what they are licensed for, when they are on duty (docs/import.md).
 */

export const STAFF_ROLES = [
  'counselor',
  'supervisor',
  'prescriber',
  'nurse',
  'screen-technician',
  'front-desk',
  'director',
  'biller',
  'privacy-officer',
  'administrator',
] as const

export const StaffRow = z.object({
  code: codeCell,
  name: textCell,
  role: wordCell(STAFF_ROLES),
  site: codeCell,
  max_weekly_minutes: wholeCell(0, 3600),
})
export const LicenseRow = z.object({
  staff: codeCell,
  service: codeCell,
  valid_from: dateCell,
  valid_until: optionalDateCell,
})
export const DutyRow = z.object({ staff: codeCell, day: dayCell, starts: timeCell, ends: timeCell })

export type StaffRow = Lined<z.infer<typeof StaffRow>>
export type LicenseRow = Lined<z.infer<typeof LicenseRow>>
export type DutyRow = Lined<z.infer<typeof DutyRow>>

/** True when the license covers the day `YYYY-MM-DD`; the last valid day counts. */
export function isValidOn(license: Pick<LicenseRow, 'valid_from' | 'valid_until'>, day: string): boolean {
  return license.valid_from <= day && (license.valid_until === null || day <= license.valid_until)
}

/** Codes used twice, staff at unknown sites. */
export function checkStaff(staff: readonly StaffRow[], siteCodes: ReadonlySet<string>): Finding[] {
  return [
    ...repeated('staff.csv', 'code', staff, (one) => one.code),
    ...staff.flatMap((one) =>
      unknownCode({ file: 'staff.csv', line: one.line, column: 'site' }, one.site, siteCodes, 'site'),
    ),
  ]
}

/** Unknown staff and services, a license given twice from the same day, a license that ends before it begins. */
export function checkLicenses(
  licenses: readonly LicenseRow[],
  staffCodes: ReadonlySet<string>,
  serviceCodes: ReadonlySet<string>,
): Finding[] {
  const file = 'licenses.csv'
  return [
    ...repeated(file, 'service', licenses, (row) => `${row.staff} ${row.service} ${row.valid_from}`),
    ...licenses.flatMap(({ line, staff, service, valid_from: from, valid_until: until }) => [
      ...unknownCode({ file, line, column: 'staff' }, staff, staffCodes, 'member of staff'),
      ...unknownCode({ file, line, column: 'service' }, service, serviceCodes, 'service'),
      ...(until !== null && until < from
        ? [
            errorAt(
              { file, line, column: 'valid_until' },
              `it ends ${until}, before it begins ${from}`,
              'Correct the dates.',
            ),
          ]
        : []),
    ]),
  ]
}

/**
 * Unknown staff, duty outside its day, duty that overlaps duty of the same person and day, duty in which nothing takes
 * place.
 */
export function checkRoster(
  roster: readonly DutyRow[],
  staffCodes: ReadonlySet<string>,
  blocks: readonly BlockRow[],
): Finding[] {
  const file = 'roster.csv'
  const single = roster.flatMap((duty): Finding[] => {
    const unknown = unknownCode({ file, line: duty.line, column: 'staff' }, duty.staff, staffCodes, 'member of staff')
    if (duty.ends <= duty.starts) return [...unknown, endsTooEarly(file, duty)]
    if (blocks.length === 0 || blocks.some((block) => meets(block, duty))) return unknown
    const what = `on ${dayWord(duty.day)} no block meets this duty time`
    const fix = 'Correct the times or blocks.csv; no session is planned in it.'
    return [...unknown, warningAt({ file, line: duty.line, column: 'starts' }, what, fix)]
  })
  return [...single, ...overlappingDuty(file, roster)]
}

function overlappingDuty(file: string, roster: readonly DutyRow[]): Finding[] {
  const days = new Map<string, DutyRow[]>()
  for (const duty of roster) {
    if (duty.ends <= duty.starts) continue
    const key = `${duty.staff} ${dayWord(duty.day)}`
    const same = days.get(key)
    if (same === undefined) days.set(key, [duty])
    else same.push(duty)
  }
  return [...days.values()].flatMap((duties) => {
    const inOrder = duties.toSorted((a, b) => a.starts - b.starts || a.line - b.line)
    return inOrder.flatMap((duty, index) => {
      const before = inOrder[index - 1]
      if (before === undefined || before.ends <= duty.starts) return []
      const what = `on ${dayWord(duty.day)} it overlaps the duty of "${duty.staff}" in line ${before.line}`
      return [errorAt({ file, line: duty.line, column: 'starts' }, what, 'Join the two rows or correct the times.')]
    })
  })
}

function meets(block: BlockRow, duty: DutyRow): boolean {
  const weekday = duty.day.weekday ?? weekdayOf(duty.day.date) + 1
  return block.day === weekday && block.starts < duty.ends && duty.starts < block.ends
}

function dayWord(day: DayOrDate): string {
  return day.date ?? WEEKDAYS[day.weekday - 1] ?? ''
}
