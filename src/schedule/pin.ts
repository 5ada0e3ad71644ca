import { z } from 'zod'
import type { Contradiction, Pin } from '../planner/move/pins.ts'
import type { ChangeNames } from './changed-week.ts'
import { WallTime } from './week-board.ts'
import { clockIn, dayIn, ENGLISH } from './spoken-times.ts'

/** Sessions that stay when a week is planned again. */

export const MakePin = z.strictObject({
  participant: z.uuid(),
  service: z.uuid(),
  start: WallTime,
  /** Null for a group: whoever leads it. */
  staff: z.uuid().nullable(),
  site: z.uuid(),
  telehealth: z.boolean(),
})
export type MakePin = z.infer<typeof MakePin>

export const Pins = z.object({
  pins: z.array(
    z.object({
      id: z.uuid(),
      person: z.object({ id: z.uuid(), name: z.string() }),
      service: z.string(),
      start: WallTime,
      /** Null for a group. */
      with: z.string().nullable(),
    }),
  ),
  /** Sentences about pins that cannot hold, each with why. */
  contradictions: z.array(z.string()),
})
export type Pins = z.infer<typeof Pins>

/** A pin with its row. */
export interface KeptPin extends Pin {
  readonly id: string
}

const RULES: Record<string, string> = {
  H1: 'nothing of the kind starts at that time, or the person is not in treatment this week',
  H2: 'nobody licensed for it works there',
  H3: 'nobody who gives it is on duty then',
  H4: 'the staff member would be in two sessions at once',
  H5: 'the staff member has not enough minutes this week',
  H7: 'no suitable room is open then',
  H9: 'they are at the same time',
  H11: 'there is no time beside the busy times and the way',
  H12: 'the place is out of reach',
  H13: 'the prescription holds fewer of them',
  H14: 'one a day is the most',
  H15: 'the day would get too long',
  H16: 'the staff member is neither own counselor nor cover',
  H17: 'the family cannot come then',
}

export interface PinNames extends ChangeNames {
  readonly people: ReadonlyMap<string, string>
}

/** `Dana R.: Skills group, Tuesday 5:30 pm and Process group, Tuesday 5:30 pm cannot be kept: they are at the same time.` */
export function contradictionWords({ pins, rules }: Contradiction, names: PinNames): string {
  const people = [...new Set(pins.map(({ participant }) => nameOf(participant, names)))]
  const why = rules.map((rule) => RULES[rule] ?? 'a rule of the week is in the way')
  const what = pins.map((pin) => sessionWords(pin, names)).join(' and ')
  return `${people.join(', ')}: ${what} cannot be kept: ${why.join('; ')}.`
}

/** `Dana R.: Skills group, Tuesday 5:30 pm is not kept.` */
export function brokenWords(pin: Pin, names: PinNames): string {
  return `${nameOf(pin.participant, names)}: ${sessionWords(pin, names)} is not kept.`
}

function nameOf(participant: string, { people }: PinNames): string {
  return people.get(participant) ?? 'Somebody'
}

function sessionWords({ service, start }: Pin, { services }: PinNames): string {
  return `${services.get(service)?.name ?? 'a session'}, ${dayIn(ENGLISH, start)} ${clockIn(ENGLISH, start)}`
}
