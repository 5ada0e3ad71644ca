import { z } from 'zod'
import { codeCell, listCell, textCell, wholeCell, wordCell, yesNoCell } from '../center/cells.ts'
import { SERVICE_KINDS } from '../center/center.ts'
import { errorAt, repeated, type Finding, type Lined } from '../center/finding.ts'

/** A service the center offers, as `services.csv` describes it (docs/import.md). */
export const ServiceRow = z.object({
  code: codeCell,
  name: textCell,
  kind: wordCell(SERVICE_KINDS),
  minutes: wholeCell(5, 720),
  min_members: wholeCell(1, 200),
  max_members: wholeCell(1, 200),
  telehealth: yesNoCell,
  counts_toward_hours: yesNoCell,
  needs_room: yesNoCell,
  start_offsets: listCell(wholeCell(0, 1439)),
})

export type ServiceRow = Lined<z.infer<typeof ServiceRow>>

/** Codes used twice, groups whose least is above their most, one-to-one services for more than one. */
export function checkServices(services: readonly ServiceRow[]): Finding[] {
  const file = 'services.csv'
  return [
    ...repeated(file, 'code', services, (service) => service.code),
    ...services.flatMap(({ line, kind, min_members: least, max_members: most }) => {
      const place = { file, line, column: 'max_members' }
      if (least > most)
        return [errorAt(place, `at least ${least} members, but at most ${most}`, 'Correct the two numbers.')]
      if (kind === 'group' || most === 1) return []
      const what = `a service of kind "${kind}" is for one person, not for ${most}`
      return [errorAt(place, what, 'Write 1 in both columns, or make the kind "group".')]
    }),
  ]
}
