import { z } from 'zod'
import { codeCell, countedListCell, listCell, optionalDateCell, textCell } from '../center/cells.ts'
import { errorAt, repeated, unknownCode, warningAt, type Finding, type Lined } from '../center/finding.ts'

/** Minutes of travel one way; the first is the home site. */
export const SitesColumn = countedListCell(0, 300, 'harbor:30')

/**
 * A person in treatment: name, sites within reach, own counselor and cover. The identity columns of `people.csv`
 * (docs/import.md).
 */
export const ParticipantColumns = z.object({
  code: codeCell,
  chosen_name: textCell,
  admitted_on: optionalDateCell,
  sites: SitesColumn,
  counselor: codeCell,
  cover: listCell(codeCell),
})

export type ParticipantColumns = Lined<z.infer<typeof ParticipantColumns>>

/** Codes used twice, names used twice, people without a site, unknown sites and counselors. */
export function checkParticipants(
  people: readonly ParticipantColumns[],
  siteCodes: ReadonlySet<string>,
  staffCodes: ReadonlySet<string>,
): Finding[] {
  return [
    ...repeated('people.csv', 'code', people, (person) => person.code),
    ...sameName(people),
    ...people.flatMap((person) => checkParticipant(person, siteCodes, staffCodes)),
  ]
}

function checkParticipant(
  person: ParticipantColumns,
  siteCodes: ReadonlySet<string>,
  staffCodes: ReadonlySet<string>,
): Finding[] {
  const at = (column: string) => ({ file: 'people.csv', line: person.line, column })
  const noSite = errorAt(
    at('sites'),
    'the person can reach no site',
    'Write at least the home site, such as harbor:30.',
  )
  const coversSelf = errorAt(at('cover'), 'the own counselor covers for themselves', 'Remove the code from this list.')
  return [
    ...(person.sites.length === 0 ? [noSite] : []),
    ...person.sites.flatMap((site) => unknownCode(at('sites'), site.code, siteCodes, 'site')),
    ...unknownCode(at('counselor'), person.counselor, staffCodes, 'member of staff'),
    ...person.cover.flatMap((code) => unknownCode(at('cover'), code, staffCodes, 'member of staff')),
    ...(person.cover.includes(person.counselor) ? [coversSelf] : []),
  ]
}

/** One person entered twice under two codes would get two weeks: the second is a warning, since names do repeat. */
function sameName(people: readonly ParticipantColumns[]): Finding[] {
  const first = new Map<string, number>()
  return people.flatMap((person) => {
    const name = person.chosen_name.toLowerCase().replaceAll(/\s+/g, ' ')
    const line = first.get(name)
    if (line === undefined) {
      first.set(name, person.line)
      return []
    }
    const place = { file: 'people.csv', line: person.line, column: 'chosen_name', person: person.code }
    const fix = 'If this is one person, keep one row; else add a letter to tell them apart.'
    return [warningAt(place, `the person in line ${line} has the same chosen name`, fix)]
  })
}
