import { costOf } from '../costs/cost.ts'
import { missingSessions } from '../costs/missing.ts'
import { Plan } from '../model/plan.ts'
import type { Session, Week } from '../model/week.ts'
import type { Breach } from '../rules/rule.ts'
import { hardRules } from './hard-rules.ts'
import { shapeFindings } from './json-shape.ts'
import type { PlanBook } from './plan-book.ts'
import { openPlan } from './plan-book.ts'
import { readWeek } from './well-formed.ts'
import { wrongTime } from './well-formed/finding.ts'
import { frozenSessions } from './well-formed/given.ts'

/**
 * Judges a plan of a week, both as parsed JSON: W (the week itself), P1 (the plan's schema, or a plan of another week),
 * H1 to H19, P2 (stated cost), P3 (bound above the cost), P4 (list of shortfalls). Empty when the plan is valid.
 * Causes and relaxations (P5, P6) are not examined here. Any JSON values are answered, none throws.
 */
export function checkPlan(weekJson: unknown, planJson: unknown): Breach[] {
  const read = readWeek(weekJson)
  if ('violations' in read) return read.violations
  const shape = Plan.safeParse(planJson)
  if (!shape.success) return shapeFindings('P1', shape.error.issues, '3')
  const unreadable = otherWeekOrTime(read.week, shape.data)
  return unreadable.length > 0 ? unreadable : judge(read.week, shape.data)
}

/**
 * What speaks against putting a plan in force now: W and H1 to H19, without what the frozen past breaks by itself. In a
 * life facts change while a week is under way (a license ends, a roster is corrected), and what took place stays all the same.
 */
export function breachesOfToday(week: Week, plan: Plan): Breach[] {
  const { previous: _past, ...ahead } = week
  const read = readWeek(ahead)
  if ('violations' in read) return read.violations
  const past = new Set(hardBreaches(week, frozenSessions(week)).map(lineOf))
  return hardBreaches(week, plan.sessions).filter((breach) => !past.has(lineOf(breach)))
}

/** A breach as one line that begins with its name. Line ends and control characters in ids become `?`, so it stays one. */
export function lineOf({ name, text }: Breach): string {
  return `${name} ${text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\p{Cf}]/gu, '?')}`
}

/** Judges a plan of the right schema against a well-formed week. */
function judge(week: Week, plan: Plan): Breach[] {
  const book = openPlan(week, plan.sessions)
  return [...hardBreaches(week, plan.sessions), ...wrongCost(book, plan), ...wrongShortfalls(book, plan)]
}

function hardBreaches(week: Week, sessions: readonly Session[]): Breach[] {
  const book = openPlan(week, sessions)
  return hardRules.flatMap((rule) => rule.breaches(book))
}

function otherWeekOrTime(week: Week, plan: Plan): Breach[] {
  if (plan.week !== week.id) {
    return [{ name: 'P1', text: `the plan is of week ${plan.week}, not of ${week.id}. Maybe the files were mixed up.` }]
  }
  return plan.sessions
    .flatMap(({ start }, n) => wrongTime(`sessions[${n}].start`, start))
    .map(({ text }) => ({ name: 'P1', text }))
}

function wrongCost(book: PlanBook, plan: Plan): Breach[] {
  // With an unknown id a session has no length, kind or place, so the plan has no cost to compare.
  if (book.meetings.length < book.sessions.length) return []
  const cost = costOf(book)
  return [
    ...(plan.cost === cost ? [] : [{ name: 'P2', text: `the stated cost is ${plan.cost}, the plan costs ${cost}` }]),
    ...(plan.bound === null || plan.bound <= cost
      ? []
      : [{ name: 'P3', text: `the bound ${plan.bound} is above the cost ${cost} of the plan, so it bounds nothing` }]),
  ]
}

function wrongShortfalls(book: PlanBook, plan: Plan): Breach[] {
  const missing = new Map(missingSessions(book).map((one) => [pairOf(one.participant, one.service.id), one]))
  const stated = new Set<string>()
  const wrong = plan.shortfalls.flatMap((entry) => {
    const pair = pairOf(entry.participant, entry.service)
    const count = missing.get(pair)?.count ?? 0
    const again = stated.has(pair)
    stated.add(pair)
    const what = `${entry.participant} ${entry.service}`
    if (again) return [{ name: 'P4', text: `${what} is listed twice` }]
    if (count === 0) return [{ name: 'P4', text: `${what} is listed and nothing is missing` }]
    return entry.missing === count
      ? []
      : [{ name: 'P4', text: `${what}: ${entry.missing} stated as missing, ${count} are` }]
  })
  const silent = [...missing].filter(([pair]) => !stated.has(pair))
  return [
    ...wrong,
    ...silent.map(([, { participant, service, count }]) => ({
      name: 'P4',
      text: `${participant} ${service.id}: ${count} missing and not listed`,
    })),
  ]
}

function pairOf(participant: string, service: string): string {
  return JSON.stringify([participant, service])
}
