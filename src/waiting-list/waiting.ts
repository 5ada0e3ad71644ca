import { z } from 'zod'
import { codeCell, dateCell, textCell } from '../center/cells.ts'
import { errorAt, repeated, unknownCode, type Finding, type Lined } from '../center/finding.ts'
import { type PrescriptionColumns, PrescriptionColumns as Prescribed } from '../care-plan/prescription.ts'
import { weekdayOf } from '../planner/model/time.ts'
import { SitesColumn } from '../participant/participant.ts'

const { valid_from: _from, review_on: _review, ...wanted } = Prescribed.shape

/** Somebody who waits for a place: a row of `waiting.csv` (docs/import.md). No counselor has been chosen yet. */
export const WaitingRow = z.object({
  code: codeCell,
  chosen_name: textCell,
  /** The first day of waiting. */
  since: dateCell,
  sites: SitesColumn,
  ...wanted,
})
export type WaitingRow = Lined<z.infer<typeof WaitingRow>>

/** What the person would be prescribed, as a prescription from the first day of waiting on. */
export function wantedPrescription(row: WaitingRow): PrescriptionColumns {
  return { ...row, valid_from: row.since, review_on: null, counselor: null }
}

/** Codes used twice or by somebody in treatment, people without a site, unknown sites. */
export function checkWaiting(
  rows: readonly WaitingRow[],
  inTreatment: ReadonlySet<string>,
  siteCodes: ReadonlySet<string>,
): Finding[] {
  return [
    ...repeated('waiting.csv', 'code', rows, (row) => row.code),
    ...rows.flatMap((row) => {
      const at = (column: string) => ({ file: 'waiting.csv', line: row.line, column })
      return [
        ...(inTreatment.has(row.code)
          ? [errorAt(at('code'), `"${row.code}" stands in people.csv too`, 'Keep the row in one of the two files.')]
          : []),
        ...(row.sites.length === 0
          ? [errorAt(at('sites'), 'the person can reach no site', 'Write at least the home site, such as harbor:30.')]
          : []),
        ...row.sites.flatMap((site) => unknownCode(at('sites'), site.code, siteCodes, 'site')),
      ]
    }),
  ]
}

/** Why somebody leaves the list without being admitted. */
export const LeaveList = z.strictObject({ because: z.enum(['withdrew', 'referred']) })

/** The first week of treatment begins on a Monday, with a counselor of one's own. */
export const Admit = z.strictObject({
  from: z.iso
    .date()
    .refine((day) => day >= '1970' && day < '2200', 'a day from 1970 to 2199')
    .refine((day) => weekdayOf(day) === 0, 'a Monday, the first day of a week'),
  counselor: z.uuid(),
})
