/**
 * Wall-clock arithmetic of the planner (week-format.md section 1): minutes since Monday 00:00 of the planned week,
 * as a wall clock shows them. No time zone, no Date: a planner must never convert through the machine's zone.
 */

export interface Interval {
  /** Minutes since Monday 00:00 of the week; negative before the week. */
  readonly start: number
  /** Exclusive. */
  readonly end: number
}

export const MINUTES_A_DAY = 1440

/** Half-open intervals overlap when each starts before the other ends. */
export function overlaps(a: Interval, b: Interval): boolean {
  return a.start < b.end && b.start < a.end
}

export function contains(outer: Interval, inner: Interval): boolean {
  return outer.start <= inner.start && inner.end <= outer.end
}

/** Days since 1970-01-01 of a proleptic Gregorian date `YYYY-MM-DD` (days-from-civil, H. Hinnant). */
export function dayNumber(date: string): number {
  const month = Number(date.slice(5, 7))
  const year = Number(date.slice(0, 4)) - (month <= 2 ? 1 : 0)
  const era = Math.floor(year / 400)
  const yearOfEra = year - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + Number(date.slice(8, 10)) - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

/** The date `YYYY-MM-DD` of a day number; inverse of `dayNumber`. */
export function dateOf(day: number): string {
  const shifted = day + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const dayOfMonth = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1
  const month = shiftedMonth + (shiftedMonth < 10 ? 3 : -9)
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(dayOfMonth).padStart(2, '0')}`
}

/** `YYYY-MM-DDTHH:MM` as minutes since `weekStart` 00:00. */
export function minuteOf(weekStart: string, wall: string): number {
  const day = dayNumber(wall.slice(0, 10)) - dayNumber(weekStart)
  return day * MINUTES_A_DAY + Number(wall.slice(11, 13)) * 60 + Number(wall.slice(14, 16))
}

/** Minutes since `weekStart` 00:00 as `YYYY-MM-DDTHH:MM`. */
export function wallOf(weekStart: string, minute: number): string {
  const day = Math.floor(minute / MINUTES_A_DAY)
  const rest = minute - day * MINUTES_A_DAY
  const clock = `${String(Math.floor(rest / 60)).padStart(2, '0')}:${String(rest % 60).padStart(2, '0')}`
  return `${dateOf(dayNumber(weekStart) + day)}T${clock}`
}

/** Day of the week of a minute: 0 Monday to 6 Sunday. */
export function dayOf(minute: number): number {
  return Math.floor(minute / MINUTES_A_DAY)
}

/** Monday is 0. */
export function weekdayOf(date: string): number {
  return (((dayNumber(date) + 3) % 7) + 7) % 7
}
