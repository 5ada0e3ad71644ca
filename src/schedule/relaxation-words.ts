import type { HelpfulChange, Relaxation } from './relaxation.ts'
import { englishSpan, englishTime, englishTogether, englishWords } from './relaxation-english.ts'
import { spanishTogether, spanishWords } from './relaxation-spanish.ts'
import { hoursIn } from './spoken-times.ts'

/** Who reads: staff with names as far as they may see them, participants in their language and without any name. */
export type Reader = ({ readonly audience: 'staff' } & StaffNames) | ParticipantReader

export interface StaffNames {
  readonly services: ReadonlyMap<string, string>
  readonly staff: ReadonlyMap<string, string>
}

interface ParticipantReader {
  readonly audience: 'participant'
  readonly language: 'en' | 'es'
}

/**
 * What would help, in one or two short sentences: times only, never why somebody is busy and never anybody else's life.
 * What participants read keeps to grade 6 (experience.md section 8).
 */
export function relaxationWords({ changes, regainsMinutes }: Relaxation, reader: Reader): string {
  if (reader.audience === 'staff') {
    const regains = regainsMinutes < 60 ? `${regainsMinutes} min` : `${hoursIn(regainsMinutes)} h`
    return `${capital(changes.map((one) => staffWords(one, reader)).join(', together with '))}: regains ${regains}.`
  }
  const [first, ...more] = changes
  if (first === undefined) return ''
  const [alone, together] = reader.language === 'es' ? [spanishWords, spanishTogether] : [englishWords, englishTogether]
  return more.length === 0 ? alone(first, regainsMinutes) : together(changes, regainsMinutes)
}

function staffWords(change: HelpfulChange, { services, staff }: StaffNames): string {
  const service = (id: string) => services.get(id) ?? 'the group'
  const who = (id: string) => staff.get(id) ?? 'a staff member'
  switch (change.type) {
    case 'busy':
      return `${englishSpan(change)} free`
    case 'telehealth':
      return 'telehealth allowed'
    case 'travel':
      return `a way ${change.minutes} minutes shorter`
    case 'dailyMax':
      return `${change.minutes} minutes more a day`
    case 'anyCounselor':
      return 'individual sessions with any counselor'
    case 'familyBlocks':
      return 'the family at any time'
    case 'seat':
      return `one more seat in ${service(change.service)}, ${englishTime(change.start)}`
    case 'group': {
      const where = change.telehealth ? ', by telehealth' : ''
      return `a new group ${service(change.service)} with ${who(change.staff)}, ${englishTime(change.start)}${where}`
    }
    case 'duty':
      return `${who(change.staff)} on duty ${englishSpan(change)}`
  }
}

function capital(sentence: string): string {
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`
}
