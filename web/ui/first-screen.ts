import type { Role } from '../../src/access/sign-in.ts'

/** Where each role starts: a screen shows only what the role's access row allows (trust.md 4.2). */
export type FirstScreen = 'week' | 'figures' | 'quiet' | 'own'

export function firstScreenOf(role: Role): FirstScreen {
  switch (role) {
    case 'front-desk':
    case 'counselor':
    case 'supervisor':
    case 'prescriber':
    case 'privacy-officer':
      return 'week'
    case 'director':
      return 'figures'
    case 'participant':
    case 'supporter':
      return 'own'
    case 'screen-technician':
    case 'biller':
    case 'administrator':
      return 'quiet'
  }
}
