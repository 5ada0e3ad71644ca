import { languageOnScreen, say } from './words.ts'

/**
 * Wall times as words. A wall time (`2026-11-30T09:00`) is already in the center's zone, so it is read as UTC and
 * written as UTC: the browser's own zone never takes part.
 */

const DAY = 86_400_000

/** Minutes since 1970 on the wall; differences are elapsed minutes except across a change of clocks. */
export function wallMinutes(wall: string): number {
  return Date.parse(`${wall}Z`) / 60_000
}

export function dateOf(wall: string): string {
  return wall.slice(0, 10)
}

export function plusDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00Z`) + days * DAY).toISOString().slice(0, 10)
}

/** The Monday of a day's week. */
export function mondayOf(date: string): string {
  return plusDays(date, -((new Date(`${date}T00:00Z`).getUTCDay() + 6) % 7))
}

/** `Mon, Nov 30` */
export function dayWords(date: string): string {
  return format({ weekday: 'short', month: 'short', day: 'numeric' }).format(Date.parse(`${date}T00:00Z`))
}

/** `Monday, November 30` */
export function longDayWords(date: string): string {
  return format({ weekday: 'long', month: 'long', day: 'numeric' }).format(Date.parse(`${date}T00:00Z`))
}

/** `Nov 30 – Dec 6` for the week that starts on `monday`. */
export function weekWords(monday: string): string {
  const first = Date.parse(`${monday}T00:00Z`)
  return format({ month: 'short', day: 'numeric' }).formatRange(first, first + 6 * DAY)
}

/** `9:00 AM` */
export function clockWords(wall: string): string {
  return format({ hour: 'numeric', minute: '2-digit' }).format(Date.parse(`${wall}Z`))
}

/** `9:00`, for places where a column already says morning or evening. */
export function shortClock(wall: string): string {
  const hour = Number(wall.slice(11, 13)) % 12
  return `${hour === 0 ? 12 : hour}:${wall.slice(14, 16)}`
}

/** `9:00 – 10:30 AM` */
export function spanWords(start: string, end: string): string {
  const endsAtMidnight = end.endsWith('T00:00') && dateOf(end) === plusDays(dateOf(start), 1)
  if (dateOf(start) !== dateOf(end) && !endsAtMidnight)
    return `${dayWords(dateOf(start))} ${clockWords(start)} – ${dayWords(dateOf(end))} ${clockWords(end)}`
  if (endsAtMidnight) return `${clockWords(start)} – ${clockWords(end)}`
  return format({ hour: 'numeric', minute: '2-digit' }).formatRange(Date.parse(`${start}Z`), Date.parse(`${end}Z`))
}

/** `9 h`, `8 h 30 min`, `45 min` */
export function hoursWords(minutes: number): string {
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  if (hours === 0 && rest > 0) return say('time.minutes', { minutes: rest })
  return rest === 0 ? say('time.hours', { hours }) : say('time.hoursMinutes', { hours, minutes: rest })
}

/** `6.5`, `9`: hours where the words around them say so. */
export function hoursNumber(minutes: number): string {
  return new Intl.NumberFormat(locale(), { maximumFractionDigits: 2 }).format(minutes / 60)
}

/** An instant (`...Z`) as the center's clock shows it. */
export function instantWords(instant: string, timeZone: string): string {
  const shape = {
    weekday: 'short',
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZone,
  } as const
  return new Intl.DateTimeFormat(locale(), shape).format(Date.parse(instant))
}

/** `9:00 AM`: the clock alone, as the center's walls show it at an instant. */
export function instantClock(instant: string | number, timeZone: string): string {
  const shown = new Intl.DateTimeFormat(locale(), { timeZone, hour: 'numeric', minute: '2-digit' })
  return shown.format(typeof instant === 'number' ? instant : Date.parse(instant))
}

const formats = new Map<string, Intl.DateTimeFormat>()

function format(shape: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale() + JSON.stringify(shape)
  const made = formats.get(key) ?? new Intl.DateTimeFormat(locale(), { ...shape, timeZone: 'UTC' })
  formats.set(key, made)
  return made
}

function locale(): string {
  return languageOnScreen() === 'es' ? 'es-US' : 'en-US'
}
