import { dayOf, MINUTES_A_DAY } from './time.ts'

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const

/** A minute of the week in words, `Tue 17:30`; days outside the week are counted, `Mon+7 08:00`, `Sun-7 22:00`. */
export function clockWords(minute: number): string {
  const day = dayOf(minute)
  const weekday = ((day % 7) + 7) % 7
  const outside = day - weekday
  const rest = minute - day * MINUTES_A_DAY
  const clock = `${String(Math.floor(rest / 60)).padStart(2, '0')}:${String(rest % 60).padStart(2, '0')}`
  return `${DAYS[weekday]}${outside === 0 ? '' : outside > 0 ? `+${outside}` : outside} ${clock}`
}

/** An interval in words: `Tue 17:30 to 19:00`, or with both days when it passes midnight. */
export function spanWords(start: number, end: number): string {
  const from = clockWords(start)
  const to = clockWords(end)
  return dayOf(start) === dayOf(end) ? `${from} to ${to.slice(to.indexOf(' ') + 1)}` : `${from} to ${to}`
}

/** A day of the week in words: 0 is `Mon`. */
export function dayWords(day: number): string {
  const words = clockWords(day * MINUTES_A_DAY)
  return words.slice(0, words.indexOf(' '))
}
