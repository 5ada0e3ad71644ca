/**
 * Expands a recurrence rule in wall time: what the clock shows, as milliseconds from 1970-01-01T00:00 of that clock
 * (`wallMilliseconds`). Zones, exceptions and moved occurrences are the caller's.
 *
 * Whole numbers and a step budget instead of a date library: a series from 2002 with COUNT took a library 116 ms, a
 * hostile one 6.6 s, and a calendar may hold thousands. The tests compare with two libraries.
 */
import { dateOf, dayNumber } from '../planner/model/time.ts'
import type { Frequency, Rule } from './calendar-rule.ts'

/** Steps that may still be taken; one is about one period looked at or one occurrence found. */
export interface Budget {
  steps: number
}

export interface Series {
  readonly rule: Rule
  readonly start: number
  /** The last wall time at which an occurrence may start. */
  readonly until?: number
  /** A series of dates has no clock: BYHOUR and finer parts do not apply. */
  readonly wholeDays: boolean
}

/** Occurrences a series may have inside one asked window. */
export const MOST_OCCURRENCES = 5000

const SECOND = 1000
const DAY = 86_400_000
const PERIOD: { readonly [Unit in Frequency]?: number } = { HOURLY: 3_600_000, MINUTELY: 60_000, SECONDLY: SECOND }

/**
 * The starts of a series with `from <= start < until`, ascending, the series' own start first even where the rule does
 * not meet it (RFC 5545 section 3.8.5.3 leaves that open; the widest reading keeps it). `undefined` when there are more
 * than 5,000 or the budget is used up.
 */
export function occurrencesOf(series: Series, from: number, until: number, budget: Budget): number[] | undefined {
  const { rule, start } = series
  const last = Math.min(until - 1, series.until ?? Infinity)
  const found = start >= from && start <= last ? [start] : []
  // Without COUNT, or with one occurrence a period, nothing before the window matters: begin one period before it.
  const skips = rule.count === undefined || isOneAPeriod(rule)
  let index = skips ? Math.max(0, periodsUntil(series, from) - 1) : 0
  let counted = Math.max(1, index)
  for (;;) {
    const period = periodAt(series, index)
    if (period.start > last) return found
    for (const at of period.occurrences) {
      if (at <= start) continue
      if (at > last || counted >= (rule.count ?? Infinity)) return found
      counted += 1
      if (at >= from) found.push(at)
    }
    budget.steps -= period.steps + period.occurrences.length
    if (found.length > MOST_OCCURRENCES || budget.steps < 0) return undefined
    if (counted >= (rule.count ?? Infinity)) return found
    index = period.next
  }
}

interface Period {
  readonly start: number
  readonly occurrences: number[]
  /** The next period in which something may happen. */
  readonly next: number
  readonly steps: number
}

/** Every so many days, weeks or hours and nothing else: the nth period holds the nth occurrence. */
function isOneAPeriod(rule: Rule): boolean {
  return rule.frequency !== 'YEARLY' && rule.frequency !== 'MONTHLY' && !hasDayParts(rule) && !hasClockParts(rule)
}

function hasDayParts({ byMonth, byWeekNumber, byYearDay, byMonthDay, byDay }: Rule): boolean {
  return [byMonth, byWeekNumber, byYearDay, byMonthDay, byDay].some((list) => list.length > 0)
}

function hasClockParts({ byHour, byMinute, bySecond, bySetPosition }: Rule): boolean {
  return [byHour, byMinute, bySecond, bySetPosition].some((list) => list.length > 0)
}

/** Number of whole periods from the start of the series to a wall time. */
function periodsUntil({ rule, start }: Series, at: number): number {
  const unit = PERIOD[rule.frequency]
  if (unit) return Math.floor((Math.floor(at / unit) - Math.floor(start / unit)) / rule.interval)
  const day = Math.floor(at / DAY)
  const first = Math.floor(start / DAY)
  if (rule.frequency === 'DAILY') return Math.floor((day - first) / rule.interval)
  if (rule.frequency === 'WEEKLY') {
    return Math.floor((weekOf(day, rule.weekStart) - weekOf(first, rule.weekStart)) / 7 / rule.interval)
  }
  const [now, then] = [civilOf(day), civilOf(first)]
  if (rule.frequency === 'YEARLY') return Math.floor((now.year - then.year) / rule.interval)
  return Math.floor((now.year * 12 + now.month - then.year * 12 - then.month) / rule.interval)
}

function periodAt(series: Series, index: number): Period {
  const unit = PERIOD[series.rule.frequency]
  return unit && !series.wholeDays ? clockPeriod(series, index, unit) : dayPeriod(series, index)
}

/** A year, month, week or day: the days that fit, each with every hour, minute and second asked for. */
function dayPeriod(series: Series, index: number): Period {
  const { rule, start } = series
  const [first, length] = daysOfPeriod(series, index)
  const times = series.wholeDays ? [0] : timesOfDay(rule, start)
  const begun = civilOf(Math.floor(start / DAY))
  const days = daysFrom(first, length).filter((day) => fits(day, rule, begun))
  const all = days.flatMap((day) => times.map((time) => day.number * DAY + time))
  return {
    start: first * DAY,
    occurrences: atPositions(all, rule.bySetPosition),
    next: index + 1,
    steps: 1 + length + all.length,
  }
}

function daysOfPeriod({ rule, start }: Series, index: number): [first: number, length: number] {
  const day = Math.floor(start / DAY)
  const step = index * rule.interval
  if (rule.frequency === 'WEEKLY') return [weekOf(day, rule.weekStart) + 7 * step, 7]
  const { year, month } = civilOf(day)
  if (rule.frequency === 'YEARLY') return [firstOfMonth(year + step, 1), lengthOfYear(year + step)]
  if (rule.frequency !== 'MONTHLY') return [day + step, 1]
  const months = year * 12 + month - 1 + step
  const first = firstOfMonth(Math.floor(months / 12), (months % 12) + 1)
  return [first, firstOfMonth(Math.floor((months + 1) / 12), ((months + 1) % 12) + 1) - first]
}

/** An hour, minute or second. A day or hour that does not fit is left in one step. */
function clockPeriod(series: Series, index: number, unit: number): Period {
  const { rule, start } = series
  const step = unit * rule.interval
  const first = Math.floor(start / unit) * unit + index * step
  const leave = (length: number): Period => {
    const end = (Math.floor(first / length) + 1) * length
    return { start: first, occurrences: [], next: index + Math.max(1, Math.ceil((end - first) / step)), steps: 1 }
  }
  if (hasDayParts(rule) && !fits(civilOf(Math.floor(first / DAY)), rule, civilOf(Math.floor(start / DAY))))
    return leave(DAY)
  if (!includes(rule.byHour, Math.floor(first / 3_600_000) % 24)) return leave(3_600_000)
  if (unit <= 60_000 && !includes(rule.byMinute, Math.floor(first / 60_000) % 60)) return leave(60_000)
  if (unit === SECOND && !includes(rule.bySecond, Math.floor(first / SECOND) % 60)) return leave(SECOND)
  const minutes = unit > 60_000 ? given(rule.byMinute, Math.floor(start / 60_000) % 60) : [0]
  const seconds = unit > SECOND ? given(rule.bySecond, Math.floor(start / SECOND) % 60) : [0]
  const all = minutes.flatMap((minute) => seconds.map((second) => first + minute * 60_000 + second * SECOND))
  return { start: first, occurrences: atPositions(all, rule.bySetPosition), next: index + 1, steps: 1 + all.length }
}

interface Civil {
  /** Days since 1970-01-01. */
  readonly number: number
  readonly year: number
  readonly month: number
  readonly day: number
}

/** Whether a day meets every part of the rule about days; parts not given are taken from the start of the series. */
function fits(day: Civil, rule: Rule, start: Civil): boolean {
  const { frequency, byMonth, byWeekNumber, byYearDay, byMonthDay, byDay } = rule
  if (!includes(byMonth, day.month)) return false
  if (byMonthDay.length > 0 && !includesPlace(byMonthDay, day.day, lengthOfMonth(day))) return false
  if (byYearDay.length > 0 && !includesPlace(byYearDay, yearDay(day), lengthOfYear(day.year))) return false
  if (byWeekNumber.length > 0 && !fitsWeekNumber(day, rule)) return false
  if (byDay.length > 0) return byDay.some((asked) => fitsWeekday(day, asked, rule))
  if (byMonthDay.length > 0 || byYearDay.length > 0) return true
  if (frequency === 'WEEKLY' || byWeekNumber.length > 0) return weekday(day.number) === weekday(start.number)
  if (frequency === 'MONTHLY') return day.day === start.day
  if (frequency === 'YEARLY') return day.day === start.day && (byMonth.length > 0 || day.month === start.month)
  return true
}

/** "Second Tuesday" counts within the month, or within the year for a yearly rule without BYMONTH. */
function fitsWeekday(day: Civil, { weekday: asked, nth }: { weekday: number; nth: number }, rule: Rule): boolean {
  if (weekday(day.number) !== asked) return false
  const ofYear = rule.frequency === 'YEARLY' && rule.byMonth.length === 0
  if (nth === 0 || !['YEARLY', 'MONTHLY'].includes(rule.frequency)) return true
  if (ofYear && rule.byWeekNumber.length > 0) return true
  const first = firstOfMonth(day.year, ofYear ? 1 : day.month)
  const end = ofYear ? firstOfMonth(day.year + 1, 1) : firstOfMonth(day.year, day.month + 1)
  return nth > 0
    ? Math.floor((day.number - first) / 7) + 1 === nth
    : Math.floor((end - 1 - day.number) / 7) + 1 === -nth
}

/** Week 1 is the first with at least four days in its year (ISO 8601, with the rule's own first day of the week). */
function fitsWeekNumber(day: Civil, rule: Rule): boolean {
  const thursday = weekOf(day.number, rule.weekStart) + 3
  const year = civilOf(thursday).year
  const number = Math.floor((thursday - firstOfMonth(year, 1)) / 7) + 1
  const lastThursday = weekOf(firstOfMonth(year, 12) + 27, rule.weekStart) + 3
  const weeks = Math.floor((lastThursday - firstOfMonth(year, 1)) / 7) + 1
  return includesPlace(rule.byWeekNumber, number, weeks)
}

function timesOfDay(rule: Rule, start: number): number[] {
  const time = Math.floor((start - Math.floor(start / DAY) * DAY) / SECOND)
  const hours = given(rule.byHour, Math.floor(time / 3600))
  const minutes = given(rule.byMinute, Math.floor(time / 60) % 60)
  const seconds = given(rule.bySecond, time % 60)
  return hours.flatMap((hour) =>
    minutes.flatMap((minute) => seconds.map((second) => (hour * 3600 + minute * 60 + second) * SECOND)),
  )
}

function atPositions(all: number[], positions: readonly number[]): number[] {
  if (positions.length === 0) return all
  return all.filter((_, i) => positions.includes(i + 1) || positions.includes(i - all.length))
}

function given(list: readonly number[], otherwise: number): readonly number[] {
  return list.length > 0 ? list : [otherwise]
}

function includes(list: readonly number[], value: number): boolean {
  return list.length === 0 || list.includes(value)
}

/** Whether a list names a place counted from the beginning (1) or from the end (-1). */
function includesPlace(list: readonly number[], place: number, length: number): boolean {
  return list.includes(place) || list.includes(place - length - 1)
}

function civilOf(number: number): Civil {
  const date = dateOf(number)
  return {
    number,
    year: Number(date.slice(0, -6)),
    month: Number(date.slice(-5, -3)),
    day: Number(date.slice(-2)),
  }
}

function daysFrom(first: number, length: number): Civil[] {
  let { year, month, day } = civilOf(first)
  let monthLength = firstOfMonth(year, month + 1) - firstOfMonth(year, month)
  return Array.from({ length }, (_, i) => {
    if (i > 0) day += 1
    if (day > monthLength) {
      ;[year, month, day] = month === 12 ? [year + 1, 1, 1] : [year, month + 1, 1]
      monthLength = firstOfMonth(year, month + 1) - firstOfMonth(year, month)
    }
    return { number: first + i, year, month, day }
  })
}

/** Month 13 is January of the next year. */
function firstOfMonth(year: number, month: number): number {
  const [y, m] = month === 13 ? [year + 1, 1] : [year, month]
  return dayNumber(`${String(y).padStart(4, '0')}-${String(m).padStart(2, '0')}-01`)
}

function lengthOfMonth({ year, month }: Civil): number {
  return firstOfMonth(year, month + 1) - firstOfMonth(year, month)
}

function yearDay({ number, year }: Civil): number {
  return number - firstOfMonth(year, 1) + 1
}

function lengthOfYear(year: number): number {
  return firstOfMonth(year + 1, 1) - firstOfMonth(year, 1)
}

/** Monday is 0; 1970-01-01 was a Thursday. */
function weekday(number: number): number {
  return (((number + 3) % 7) + 7) % 7
}

/** First day of the week in which a day lies. */
function weekOf(number: number, weekStart: number): number {
  return number - ((weekday(number) - weekStart + 7) % 7)
}
