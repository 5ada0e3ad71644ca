import { z } from 'zod'
import {
  countedListCell,
  dateCell,
  listCell,
  optional,
  optionalCodeCell,
  optionalDateCell,
  wholeCell,
  wordCell,
  yesNoCell,
  codeCell,
} from '../center/cells.ts'
import { PARTS } from '../center/center.ts'
import { errorAt, unknownCode, warningAt, type Finding, type Lined, type Place } from '../center/finding.ts'
import type { ServiceRow } from '../program/service.ts'
import { isValidOn, type LicenseRow } from '../team/team.ts'

/** Adult intensive outpatient treatment is at least nine hours a week (SAMHSA Advisory 2021, level 2.1). */
export const IOP_MINUTES = 540

/** The dose: hours and mix of services a week. The prescription columns of `people.csv` (docs/import.md). */
export const PrescriptionColumns = z.object({
  prescription: countedListCell(1, 40, 'early-recovery:2'),
  valid_from: dateCell,
  weekly_minutes: optional(wholeCell(0, 3000), IOP_MINUTES),
  below_540: optional(wordCell(['agreed']), null),
  daily_max_minutes: optional(wholeCell(15, 720), 240),
  review_on: optionalDateCell,
  screens_per_week: optional(wholeCell(0, 7), 0),
  prefers: optional(wordCell([...PARTS, 'none']), 'none' as const),
  telehealth: optional(yesNoCell, false),
  template: optionalCodeCell,
  family_blocks: listCell(codeCell),
})

export type PrescriptionColumns = Lined<z.infer<typeof PrescriptionColumns>> & {
  readonly code: string
  /** Null while none has been chosen. */
  readonly counselor: string | null
}

/** What a prescription is checked against. */
export interface Offer {
  readonly services: ReadonlyMap<string, Pick<ServiceRow, 'code' | 'kind' | 'minutes' | 'counts_toward_hours'>>
  readonly licenses: readonly Pick<LicenseRow, 'staff' | 'service' | 'valid_from' | 'valid_until'>[]
  readonly blockCodes: ReadonlySet<string>
  readonly templateCodes: ReadonlySet<string>
  /** The file the rows stand in. */
  readonly file: string
}

/** Errors for what cannot be meant, warnings for what a clinician should look at. `offer` is what the center has. */
export function checkPrescriptions(people: readonly PrescriptionColumns[], offer: Offer): Finding[] {
  const licensesOf = new Map<string, Offer['licenses'][number][]>()
  for (const license of offer.licenses) {
    licensesOf.set(license.service, [...(licensesOf.get(license.service) ?? []), license])
  }
  return people.flatMap((person) => {
    const unknown = unknownParts(person, offer)
    if (unknown.length > 0) return unknown
    return [...impossibleWeek(person, offer), ...tooFewMinutes(person, offer), ...unlicensed(person, offer, licensesOf)]
  })
}

function unknownParts(person: PrescriptionColumns, offer: Offer): Finding[] {
  const serviceCodes = new Set(offer.services.keys())
  return [
    ...person.prescription.flatMap((part) =>
      unknownCode(at(offer, person, 'prescription'), part.code, serviceCodes, 'service'),
    ),
    ...person.family_blocks.flatMap((block) =>
      unknownCode(at(offer, person, 'family_blocks'), block, offer.blockCodes, 'block'),
    ),
    ...(person.template === null
      ? []
      : unknownCode(at(offer, person, 'template'), person.template, offer.templateCodes, 'program template')),
  ]
}

function impossibleWeek(person: PrescriptionColumns, offer: Offer): Finding[] {
  const daily = person.daily_max_minutes
  const long = person.prescription.filter((part) => (offer.services.get(part.code)?.minutes ?? 0) > daily)
  const minutes = prescribedMinutes(person, offer, () => true)
  const findings = long.map((part) =>
    errorAt(
      at(offer, person, 'daily_max_minutes'),
      `"${part.code}" lasts ${offer.services.get(part.code)?.minutes} minutes, but at most ${daily} fit into a day`,
      'Raise the daily most, or prescribe a shorter service.',
    ),
  )
  if (minutes <= 7 * daily) return findings
  const what = `${minutes} minutes are prescribed, but seven days of at most ${daily} hold ${7 * daily}`
  return [...findings, errorAt(at(offer, person, 'prescription'), what, 'Prescribe less, or raise the daily most.')]
}

function tooFewMinutes(person: PrescriptionColumns, offer: Offer): Finding[] {
  const target = person.weekly_minutes
  const countable = prescribedMinutes(person, offer, (code) => offer.services.get(code)?.counts_toward_hours === true)
  const below = warningAt(
    at(offer, person, 'weekly_minutes'),
    `${target} minutes a week are fewer than the ${IOP_MINUTES} of an intensive outpatient program`,
    'Raise the target, or write "agreed" into below_540.',
  )
  const unreachable = warningAt(
    at(offer, person, 'prescription'),
    `the prescribed sessions give ${countable} of the ${target} minutes a week`,
    'Prescribe more sessions that count toward the hours, or lower the target.',
  )
  return [
    ...(target < IOP_MINUTES && person.below_540 === null ? [below] : []),
    ...(countable < target ? [unreachable] : []),
  ]
}

function unlicensed(
  person: PrescriptionColumns,
  offer: Offer,
  licensesOf: ReadonlyMap<string, Offer['licenses'][number][]>,
): Finding[] {
  const day = person.valid_from
  const holders = (code: string) => (licensesOf.get(code) ?? []).filter((license) => isValidOn(license, day))
  return person.prescription.flatMap(({ code }) => {
    if (holders(code).length === 0) {
      const fix = 'Add a row to licenses.csv, or this part of the prescription stays unplanned.'
      return [warningAt(at(offer, person, 'prescription'), `on ${day} nobody is licensed for "${code}"`, fix)]
    }
    if (person.counselor === null || offer.services.get(code)?.kind !== 'individual') return []
    if (holders(code).some((license) => license.staff === person.counselor)) return []
    const what = `on ${day} the own counselor "${person.counselor}" is not licensed for "${code}"`
    return [warningAt(at(offer, person, 'counselor'), what, 'Add the license, or maybe choose another own counselor.')]
  })
}

function prescribedMinutes(person: PrescriptionColumns, offer: Offer, counts: (code: string) => boolean): number {
  return person.prescription
    .filter((part) => counts(part.code))
    .reduce((sum, part) => sum + part.count * (offer.services.get(part.code)?.minutes ?? 0), 0)
}

function at({ file }: Offer, person: PrescriptionColumns, column: string): Place {
  return { file, line: person.line, column, person: person.code }
}
