import type { Role } from '../../src/access/sign-in.ts'

/** Where each role starts: a screen shows only what the role's access row allows (trust.md 4.2). */
export type FirstScreen = 'week' | 'figures' | 'accounts' | 'eligible-days' | 'quiet' | 'own'

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
    case 'administrator':
      return 'accounts'
    case 'biller':
      return 'eligible-days'
    case 'screen-technician':
      return 'quiet'
  }
}

/** Where a role arrives after sign-in: what needs it now (experience.md 4). */
export function homeOf(role: Role): '/' | '/accounts' | '/audit' | '/me' | '/my-day' | '/team' | '/today' {
  if (role === 'privacy-officer') return '/audit'
  if (role === 'counselor') return '/my-day'
  if (role === 'supervisor') return '/team'
  if (role === 'front-desk') return '/today'
  const first = firstScreenOf(role)
  if (first === 'own') return '/me'
  return first === 'accounts' ? '/accounts' : '/'
}
