/** Reads a recurrence rule (RFC 5545 section 3.3.10) into numbers. */

export type Frequency = 'YEARLY' | 'MONTHLY' | 'WEEKLY' | 'DAILY' | 'HOURLY' | 'MINUTELY' | 'SECONDLY'

/** A weekday, 0 Monday to 6 Sunday; `nth` counts within the month or year, from its end when negative, 0 for every one. */
export interface RuleDay {
  readonly weekday: number
  readonly nth: number
}

/** An empty list means that the part was not given. */
export interface Rule {
  readonly frequency: Frequency
  readonly interval: number
  readonly count?: number
  /** As written: a date, a local time or a UTC time. */
  readonly until?: string
  readonly byMonth: readonly number[]
  readonly byWeekNumber: readonly number[]
  readonly byYearDay: readonly number[]
  readonly byMonthDay: readonly number[]
  readonly byDay: readonly RuleDay[]
  readonly byHour: readonly number[]
  readonly byMinute: readonly number[]
  readonly bySecond: readonly number[]
  readonly bySetPosition: readonly number[]
  /** First day of the week, 0 Monday to 6 Sunday. */
  readonly weekStart: number
}

/** Every day: what a series becomes when its own rule cannot be read, the widest reading that keeps its hours. */
export const EVERY_DAY: Rule = {
  frequency: 'DAILY',
  interval: 1,
  byMonth: [],
  byWeekNumber: [],
  byYearDay: [],
  byMonthDay: [],
  byDay: [],
  byHour: [],
  byMinute: [],
  bySecond: [],
  bySetPosition: [],
  weekStart: 0,
}

const FREQUENCIES: readonly string[] = ['YEARLY', 'MONTHLY', 'WEEKLY', 'DAILY', 'HOURLY', 'MINUTELY', 'SECONDLY']
const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']

/** Largest value of each list part, and whether it may count from the end. */
const LISTS = {
  BYMONTH: { name: 'byMonth', least: 1, most: 12, fromEnd: false },
  BYWEEKNO: { name: 'byWeekNumber', least: 1, most: 53, fromEnd: true },
  BYYEARDAY: { name: 'byYearDay', least: 1, most: 366, fromEnd: true },
  BYMONTHDAY: { name: 'byMonthDay', least: 1, most: 31, fromEnd: true },
  BYHOUR: { name: 'byHour', least: 0, most: 23, fromEnd: false },
  BYMINUTE: { name: 'byMinute', least: 0, most: 59, fromEnd: false },
  BYSECOND: { name: 'bySecond', least: 0, most: 60, fromEnd: false },
  BYSETPOS: { name: 'bySetPosition', least: 1, most: 366, fromEnd: true },
} as const

/**
 * The rule of an RRULE value, or `undefined` when any part of it cannot be understood. Spaces inside (Exchange) and
 * extension parts (`X-...`) are ignored; other calendars than the Gregorian one (RFC 7529) are not understood.
 */
export function readRule(text: string): Rule | undefined {
  const parts = new Map<string, string>()
  for (const part of text.toUpperCase().replace(/\s/g, '').split(';')) {
    const [name = '', value = ''] = part.split('=')
    if (part !== '' && !name.startsWith('X-')) parts.set(name, value)
  }
  const rule: { -readonly [Name in keyof Rule]: Rule[Name] } = { ...EVERY_DAY }
  for (const [name, value] of parts) {
    if (!readPart(rule, name, value)) return undefined
  }
  return parts.has('FREQ') ? rule : undefined
}

function readPart(rule: { -readonly [Name in keyof Rule]: Rule[Name] }, name: string, value: string): boolean {
  switch (name) {
    case 'FREQ':
      rule.frequency = value as Frequency
      return FREQUENCIES.includes(value)
    case 'INTERVAL':
      rule.interval = Number(value)
      return /^\d{1,9}$/.test(value) && rule.interval > 0
    case 'COUNT':
      rule.count = Number(value)
      return /^\d{1,15}$/.test(value) && rule.count > 0
    case 'UNTIL':
      rule.until = value
      return /^\d{8}(T\d{6}Z?)?$/.test(value)
    case 'WKST':
      rule.weekStart = WEEKDAYS.indexOf(value)
      return rule.weekStart >= 0
    case 'BYDAY': {
      const days = value.split(',').map(ruleDay)
      rule.byDay = days.filter((day) => day !== undefined)
      return rule.byDay.length === days.length
    }
    case 'RSCALE':
      return value === 'GREGORIAN'
    case 'SKIP':
      return value === 'OMIT'
    default:
      return readList(rule, name, value)
  }
}

function ruleDay(text: string): RuleDay | undefined {
  const match = /^([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)$/.exec(text)
  if (!match) return undefined
  return { weekday: WEEKDAYS.indexOf(match[2] ?? ''), nth: Number(match[1] ?? 0) }
}

function readList(rule: { -readonly [Name in keyof Rule]: Rule[Name] }, name: string, value: string): boolean {
  if (!(name in LISTS)) return false
  const list = LISTS[name as keyof typeof LISTS]
  const numbers = value.split(',')
  rule[list.name] = [...new Set(numbers.map(Number))].sort((a, b) => a - b)
  return numbers.every((number) => {
    if (!/^[+-]?\d{1,3}$/.test(number)) return false
    const size = list.fromEnd ? Math.abs(Number(number)) : Number(number)
    return size >= list.least && size <= list.most
  })
}
