import { weekdayOf } from '../planner/model/time.ts'
import type { PayerDay } from './billable.ts'
import { hm, nameOfRule, wordsOfRule } from './rule-words.ts'
import type { WeekVerdict } from './week-verdict.ts'

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
/** What a payer without a least number of minutes a day asks for. */
const ANY_MINUTE = 1
/** Papers a payer may ask for, as they are called where they are missing. */
const PAPERS: Readonly<Record<string, string>> = {
  'plan-not-signed': 'a signed plan',
  'not-certified': 'a certification of need',
  'not-authorized': 'an authorization',
}

/** The clinical promise: the dose of the week, whatever a payer makes of it. */
export function clinicalWords({ minutes, needs, met }: WeekVerdict['clinical']): string {
  if (needs === 0) return `${hm(minutes)} count; no hours are prescribed.`
  return met ? `${hm(minutes)} kept.` : `${hm(minutes)} of ${hm(needs)} count so far.`
}

/** The payer's verdict in one sentence: which days are payable, and what stands in the way of the others. */
export function payerWords({ payer }: WeekVerdict): string {
  if (!payer || payer.days.length === 0) return 'No day to judge yet.'
  const { days, payableDays, missing } = payer
  const unpaid = days.filter(({ paid }) => paid !== 'per-day')
  const payable = payableDays > 0 ? `${payableDays} of ${counted(days.length, 'day')} payable. ` : ''
  const because = [...reasonsOf(unpaid), ...missing.map((one) => lower(wordsOfRule(one.rule, one.needs, one.has)))]
  if (because.length === 0) return `${counted(payableDays, 'payable day')}.`
  return unpaid.length === 0
    ? `${payable}But ${because.join('; ')}.`
    : `${payable}Not payable: ${reasonsOf(unpaid).join('; ')}.`
}

/** What would make the days payable that are not; nothing when all are. */
export function whatWouldHelp({ clinical, payer }: WeekVerdict): string[] {
  if (!payer) return []
  const short = payer.days.filter(({ missing }) => missing.some(({ rule }) => rule === 'day-too-short'))
  return [
    ...fewerLongerDays(clinical.minutes, short),
    ...short
      .filter((day) => lackingOnceSigned(day) > ANY_MINUTE)
      .slice(0, 3)
      .map((day) => `${dayName(day.day)}: ${hm(lackingOnceSigned(day))} more that count.`),
    ...daysWithout(payer.days, 'note-not-signed').map((days) => `Sign the notes of ${days}.`),
    ...Object.entries(PAPERS).flatMap(([rule, paper]) =>
      daysWithout(payer.days, rule).map((days) => `Record ${paper} that holds on ${days}.`),
    ),
    ...payer.days
      .filter((day) => lacking(day, 'too-few-services') > 0 && !named(day, 'note-not-signed'))
      .map((day) => `${dayName(day.day)}: ${counted(lacking(day, 'too-few-services'), 'more service')}.`),
    ...payer.missing.flatMap(({ rule, needs, has }) => {
      if (rule === 'too-little-scheduled') return [`Schedule ${hm(needs - has)} more in the week.`]
      if (rule === 'too-much-remote') return ['Attend more of the week in person.']
      return short.length === 0 && payer.days.every(({ paid }) => paid === 'per-day')
        ? [`${counted(needs - has, 'more payable day')} in the week.`]
        : []
    }),
  ]
}

/** The same hours on fewer days: only where they are enough for as many days as the payer wants. */
function fewerLongerDays(minutes: number, short: readonly PayerDay[]): string[] {
  const [first] = short
  const needs = first?.pack.minMinutesPerBillableDay
  if (!first || !needs) return []
  const days = Math.floor(minutes / needs)
  if (short.length < 2 || days < Math.max(1, first.pack.minBillableDaysPerWeek ?? 1)) return []
  const together = first.pack.splitDayAllowed
    ? 'plan a morning and an evening on the same day'
    : 'plan them in one block of the day'
  return [`The same ${hm(minutes)} on ${counted(days, 'day')} of ${hm(needs)} would be payable: ${together}.`]
}

/** Reasons with how many days they hold for; each day under the first rule that is in its way. */
function reasonsOf(days: readonly PayerDay[]): string[] {
  const rules = [...new Set(days.map(({ missing }) => missing[0]?.rule ?? ''))]
  return rules.map((rule) => {
    const of = days.filter(({ missing }) => missing[0]?.rule === rule)
    const count = of.length
    const needs = of[0]?.missing[0]?.needs ?? 0
    if (rule === 'day-too-short' && needs <= ANY_MINUTE) return `${counted(count, 'day')} without minutes that count`
    if (rule === 'day-too-short') return `${counted(count, 'short day')}; this payer asks for ${hm(needs)} a day`
    if (rule === 'note-not-signed') return `${counted(count, 'day')} without a signed note`
    return Object.hasOwn(PAPERS, rule)
      ? `${counted(count, 'day')} without ${PAPERS[rule]}`
      : `${counted(count, 'day')}: ${lower(nameOfRule(rule))}`
  })
}

/** The days a rule is missing on, in one phrase; empty when there is none. */
function daysWithout(days: readonly PayerDay[], rule: string): string[] {
  const without = days.filter(({ missing }) => missing.some((one) => one.rule === rule))
  return without.length === 0 ? [] : [without.map(({ day }) => dayName(day)).join(', ')]
}

/** Minutes a day lacks when its notes are signed: that comes first, and may be enough. */
function lackingOnceSigned(day: PayerDay): number {
  const unsigned = named(day, 'note-not-signed')
  return lacking(day, 'day-too-short') - (unsigned ? unsigned.needs - unsigned.has : 0)
}

function named(day: PayerDay, rule: string): PayerDay['missing'][number] | undefined {
  return day.missing.find((one) => one.rule === rule)
}

function lacking(day: PayerDay, rule: string): number {
  const missing = named(day, rule)
  return missing ? missing.needs - missing.has : 0
}

function dayName(date: string): string {
  return `${WEEKDAYS[weekdayOf(date)]} ${Number(date.slice(5, 7))}/${Number(date.slice(8, 10))}`
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}

function lower(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1).replace(/\.$/, '')
}
