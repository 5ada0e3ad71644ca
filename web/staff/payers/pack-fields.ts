import type { EnterVersion } from '../../../src/hours/payer-packs.ts'
import { say } from '../../ui/words.ts'

/** A whole number; `empty` is what an empty field means, where it may be empty. */
interface NumberField {
  readonly name: keyof EnterVersion
  readonly label: () => string
  readonly help: () => string
  readonly least: number
  readonly most: number
  readonly mayBeEmpty: boolean
}

interface YesField {
  readonly name: keyof EnterVersion
  readonly label: () => string
  readonly help: () => string
}

const required = { mayBeEmpty: false }
const optional = { mayBeEmpty: true }

/** What a day needs to be payable, then what a week needs, then how minutes are counted. */
export const NUMBERS: readonly NumberField[] = [
  {
    name: 'minMinutesPerBillableDay',
    label: () => say('pack.minutesADay'),
    help: () => say('pack.minutesADay.help'),
    least: 1,
    most: 1440,
    ...optional,
  },
  {
    name: 'minServicesPerDay',
    label: () => say('pack.servicesADay'),
    help: () => say('pack.servicesADay.help'),
    least: 1,
    most: 10,
    ...optional,
  },
  {
    name: 'minBillableDaysPerWeek',
    label: () => say('pack.daysAWeek'),
    help: () => say('pack.daysAWeek.help'),
    least: 1,
    most: 7,
    ...optional,
  },
  {
    name: 'minScheduledMinutesPerWeek',
    label: () => say('pack.scheduled'),
    help: () => say('pack.scheduled.help'),
    least: 1,
    most: 10_080,
    ...optional,
  },
  {
    name: 'clinicalHourMinutes',
    label: () => say('pack.clinicalHour'),
    help: () => say('pack.clinicalHour.help'),
    least: 30,
    most: 60,
    ...required,
  },
  {
    name: 'telehealthShareMax',
    label: () => say('pack.remoteShare'),
    help: () => say('pack.remoteShare.help'),
    least: 0,
    most: 100,
    ...optional,
  },
  {
    name: 'groupMinToHold',
    label: () => say('pack.groupSize'),
    help: () => say('pack.groupSize.help'),
    least: 1,
    most: 20,
    ...optional,
  },
  {
    name: 'certificationMaxDays',
    label: () => say('pack.certification'),
    help: () => say('pack.certification.help'),
    least: 1,
    most: 366,
    ...optional,
  },
]

export const YES_OR_NO: readonly YesField[] = [
  { name: 'splitDayAllowed', label: () => say('pack.splitDay'), help: () => say('pack.splitDay.help') },
  { name: 'excludesBreaks', label: () => say('pack.breaks'), help: () => say('pack.breaks.help') },
  { name: 'telehealthGroupAllowed', label: () => say('pack.remoteGroup'), help: () => say('pack.remoteGroup.help') },
  { name: 'requiresSignedNote', label: () => say('pack.note'), help: () => say('pack.note.help') },
  { name: 'requiresSignedPlan', label: () => say('pack.plan'), help: () => say('pack.plan.help') },
  { name: 'requiresAuthorization', label: () => say('pack.authorization'), help: () => say('pack.authorization.help') },
  { name: 'verified', label: () => say('pack.verified'), help: () => say('pack.verified.help') },
]

export const KINDS = ['group', 'individual', 'family', 'medical', 'other'] as const

export function kindName(kind: (typeof KINDS)[number]): string {
  switch (kind) {
    case 'group':
      return say('kind.group')
    case 'individual':
      return say('kind.individual')
    case 'family':
      return say('kind.family')
    case 'medical':
      return say('kind.medical')
    case 'other':
      return say('kind.other')
  }
}

/** A field that is not right, and how to mend it. */
interface Wrong {
  readonly field: string
  readonly words: string
}

/** What the form can see by itself before anything is sent; the server checks again. */
export function wrongFields(wish: EnterVersion, today: string): Wrong[] {
  const numbers = NUMBERS.flatMap((field): Wrong[] => {
    const value = wish[field.name]
    const fits = typeof value === 'number' && Number.isInteger(value) && value >= field.least && value <= field.most
    if (fits || (value === null && field.mayBeEmpty)) return []
    const range = { least: field.least, most: field.most }
    return [
      {
        field: field.name,
        words: field.mayBeEmpty ? say('pack.wrong.optional', range) : say('pack.wrong.number', range),
      },
    ]
  })
  const { minutes } = wish.rounding
  return [
    ...(/^[a-z0-9][a-z0-9-]{1,60}$/.test(wish.id) ? [] : [{ field: 'id', words: say('pack.wrong.id') }]),
    ...(wish.payer.trim() === '' ? [{ field: 'payer', words: say('pack.wrong.text') }] : []),
    ...(wish.source.trim() === '' ? [{ field: 'source', words: say('pack.wrong.source') }] : []),
    ...(wish.effectiveFrom >= today ? [] : [{ field: 'effectiveFrom', words: say('pack.wrong.from', { today }) }]),
    ...(wish.countableKinds.length > 0 ? [] : [{ field: 'countableKinds', words: say('pack.wrong.kinds') }]),
    ...(Number.isInteger(minutes) && minutes >= 1 && minutes <= 60
      ? []
      : [{ field: 'rounding', words: say('pack.wrong.number', { least: 1, most: 60 }) }]),
    ...numbers,
  ]
}
