import { weekdayOf } from '../planner/model/time.ts'

/** Wall times in words for sentences of the server; screens format theirs themselves. */
export interface Tongue {
  readonly days: readonly string[]
  /** Of a day: until noon, until five, after. */
  readonly parts: readonly [string, string, string]
  readonly am: string
  readonly pm: string
}

export const ENGLISH: Tongue = {
  days: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
  parts: ['morning', 'afternoon', 'evening'],
  am: 'am',
  pm: 'pm',
}

export const SPANISH: Tongue = {
  days: ['lunes', 'martes', 'miércoles', 'jueves', 'viernes', 'sábado', 'domingo'],
  parts: ['por la mañana', 'por la tarde', 'por la noche'],
  am: 'a. m.',
  pm: 'p. m.',
}

export function dayIn({ days }: Tongue, wall: string): string {
  return days[weekdayOf(wall.slice(0, 10))] ?? ''
}

/** `Thursday evening`, `jueves por la noche` */
export function partOfDayIn(tongue: Tongue, wall: string): string {
  const hour = Number(wall.slice(11, 13))
  return `${dayIn(tongue, wall)} ${tongue.parts[hour < 12 ? 0 : hour < 17 ? 1 : 2]}`
}

/** `5:30 pm` */
export function clockIn({ am, pm }: Tongue, wall: string): string {
  const hour = Number(wall.slice(11, 13))
  return `${hour % 12 === 0 ? 12 : hour % 12}:${wall.slice(14, 16)} ${hour < 12 ? am : pm}`
}

/** Hours with at most one decimal: `1.5`. */
export function hoursIn(minutes: number): string {
  return String(Math.round(minutes / 6) / 10)
}

export function isOneDay({ start, end }: { readonly start: string; readonly end: string }): boolean {
  return start.slice(0, 10) === end.slice(0, 10)
}
