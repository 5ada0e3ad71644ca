import type { Role } from '../../src/access/sign-in.ts'
import { say } from '../ui/words.ts'

/** In the order the sign-in page shows them: who works with the week first. */
export const ROLES_IN_ORDER: readonly Role[] = [
  'front-desk',
  'counselor',
  'supervisor',
  'prescriber',
  'director',
  'participant',
  'supporter',
  'privacy-officer',
  'screen-technician',
  'biller',
  'administrator',
]

const NAMES: Record<Role, () => string> = {
  'front-desk': () => say('role.frontDesk'),
  counselor: () => say('role.counselor'),
  supervisor: () => say('role.supervisor'),
  prescriber: () => say('role.prescriber'),
  director: () => say('role.director'),
  participant: () => say('role.participant'),
  supporter: () => say('role.supporter'),
  'privacy-officer': () => say('role.privacyOfficer'),
  'screen-technician': () => say('role.screenTechnician'),
  biller: () => say('role.biller'),
  administrator: () => say('role.administrator'),
}

export function roleName(role: Role): string {
  return NAMES[role]()
}
