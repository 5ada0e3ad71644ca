import { dayNumber } from '../planner/model/time.ts'
import type { LedgerEntry } from './entry.ts'
import { packOn, type PayerPack } from './payer-pack.ts'
import type { Paper, SessionEvents, WeekEvents } from './week-events.ts'

/** One day as the payer sees it. `missing` names the rules that stand in the way, each with its numbers. */
export interface PayerDay {
  readonly day: string
  readonly pack: PayerPack
  /** `per-day`: a payable day. `discrete`: single services are billed. `none`: nothing is. */
  readonly paid: 'per-day' | 'discrete' | 'none'
  readonly minutes: number
  readonly missing: readonly Missing[]
}

/** A rule with what it asks and what there is; `needs` and `has` are minutes, services, percent or days, by rule. */
export interface Missing {
  readonly rule: string
  readonly needs: number
  readonly has: number
}

/** Every day with countable sessions, as the pack in force on that day judges it. */
export function payerDays(week: WeekEvents, countable: readonly LedgerEntry[]): PayerDay[] {
  const days = [...new Set(countable.map((entry) => entry.day ?? ''))].toSorted()
  return days.flatMap((day) => {
    const pack = packOn(week.packs, day)
    return pack ? [judgeDay(week, countable, day, pack)] : []
  })
}

/** The billable column: minutes of each payable day. A day that is not paid by the day stands there with 0. */
export function billableDays(week: WeekEvents, countable: readonly LedgerEntry[]): LedgerEntry[] {
  return payerDays(week, countable).map(({ day, pack, paid, minutes, missing }) => ({
    stage: 'billable',
    subject: day,
    day,
    minutes: paid === 'per-day' ? minutes : 0,
    rule: `${pack.id}:${missing[0]?.rule ?? 'payable'}`,
    ruleVersion: pack.version,
    events: eventsOf(week, day),
  }))
}

function judgeDay(week: WeekEvents, countable: readonly LedgerEntry[], day: string, pack: PayerPack): PayerDay {
  const ofDay = countable.filter((entry) => entry.day === day)
  const minutesOf = new Map(ofDay.map((entry) => [entry.subject, entry.minutes]))
  const held = week.sessions.filter((one) => one.day === day && (minutesOf.get(one.session) ?? 0) > 0)
  const signed = held.filter((one) => !pack.requiresSignedNote || one.signature !== null)
  const together = pack.splitDayAllowed ? signed : longestBlock(signed, minutesOf)
  const minutes = sumOf(together, minutesOf)
  const tooLittle = [...missingMinutes(minutes, pack), ...missingServices(together, pack)]
  const unsigned = tooLittle.length > 0 && signed.length < held.length
  const missing = [
    ...missingPapers(week.papers, day, pack),
    // Said only where signing could still make the day payable; otherwise the unsigned minutes are just left out.
    ...(unsigned ? [{ rule: 'note-not-signed', needs: sumOf(held, minutesOf), has: sumOf(signed, minutesOf) }] : []),
    ...tooLittle,
  ]
  if (missing.length === 0) return { day, pack, paid: 'per-day', minutes, missing }
  const short = missing.every(({ rule }) => rule === 'day-too-short' || rule === 'too-few-services')
  return { day, pack, paid: short && pack.belowThreshold === 'discrete' ? 'discrete' : 'none', minutes, missing }
}

/** Where a payer does not add up a morning and an evening, only the block with the most minutes can carry the day. */
function longestBlock(sessions: readonly SessionEvents[], minutesOf: ReadonlyMap<string, number>): SessionEvents[] {
  const blocks = [...new Set(sessions.map((one) => one.block))]
  const ofBlock = blocks.map((block) => sessions.filter((one) => one.block === block))
  return ofBlock.toSorted((a, b) => sumOf(b, minutesOf) - sumOf(a, minutesOf))[0] ?? []
}

function missingPapers(papers: readonly Paper[], day: string, pack: PayerPack): Missing[] {
  const inForce = (kind: Paper['kind']) =>
    papers.some((one) => {
      const holds = one.kind === kind && one.from <= day && (one.until === null || day <= one.until)
      // A certification recorded for longer than this payer accepts ends with the payer's days.
      const days = kind === 'certification' ? pack.certificationMaxDays : null
      return holds && (days === null || dayNumber(day) - dayNumber(one.from) < days)
    })
  const without = (kind: Paper['kind'], rule: string) => (inForce(kind) ? [] : [{ rule, needs: 1, has: 0 }])
  return [
    ...(pack.requiresSignedPlan ? without('plan', 'plan-not-signed') : []),
    ...(pack.certificationMaxDays !== null ? without('certification', 'not-certified') : []),
    ...(pack.requiresAuthorization ? without('authorization', 'not-authorized') : []),
    ...(inForce('partial-hospitalization') ? [{ rule: 'overlaps-partial-hospitalization', needs: 0, has: 1 }] : []),
  ]
}

function missingMinutes(minutes: number, pack: PayerPack): Missing[] {
  const needs = pack.minMinutesPerBillableDay ?? 1
  return minutes >= needs ? [] : [{ rule: 'day-too-short', needs, has: minutes }]
}

function missingServices(sessions: readonly SessionEvents[], pack: PayerPack): Missing[] {
  const needs = pack.minServicesPerDay ?? 0
  const has = sessions.length
  return has >= needs ? [] : [{ rule: 'too-few-services', needs, has }]
}

function sumOf(sessions: readonly SessionEvents[], minutesOf: ReadonlyMap<string, number>): number {
  return sessions.reduce((sum, one) => sum + (minutesOf.get(one.session) ?? 0), 0)
}

function eventsOf(week: WeekEvents, day: string): string[] {
  return week.sessions
    .filter((one) => one.day === day)
    .flatMap((one) => [one.mark?.event, one.signature].filter((event) => typeof event === 'string'))
}
