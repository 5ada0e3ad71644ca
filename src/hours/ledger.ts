import { billableDays } from './billable.ts'
import { countableOf } from './countable.ts'
import { STAGES, type LedgerEntry } from './entry.ts'
import { presentMinutes, wholeMinutes } from './presence.ts'
import type { MarkEvent, SessionEvents, WeekEvents } from './week-events.ts'

/**
 * The ledger of one person's week, from its events alone: the same events give the same entries, to the minute.
 * Order: stage, day, subject. Stages only lose minutes on the way, but for walk-ins, who attend without a plan.
 */
export function ledgerOf(week: WeekEvents): LedgerEntry[] {
  const prescribed = week.prescription ? [prescribedEntry(week.prescription)] : []
  const planned = week.sessions.flatMap((one) => (one.seat === null ? [] : [plannedEntry(one, one.seat)]))
  const attended = week.sessions.flatMap((one) => (one.mark ? [attendedEntry(one, one.mark)] : []))
  const countable = countableOf(week)
  return [...prescribed, ...planned, ...attended, ...countable, ...billableDays(week, countable)].toSorted(byPlace)
}

function prescribedEntry({ event, weeklyMinutes }: NonNullable<WeekEvents['prescription']>): LedgerEntry {
  const place = { stage: 'prescribed', subject: 'week', day: null } as const
  return { ...place, minutes: weeklyMinutes, rule: 'dose', ruleVersion: 0, events: [event] }
}

function plannedEntry(one: SessionEvents, seat: string): LedgerEntry {
  const place = { stage: 'planned', subject: one.session, day: one.day } as const
  return { ...place, minutes: wholeMinutes(one), rule: 'booked', ruleVersion: 0, events: [seat] }
}

function attendedEntry(one: SessionEvents, mark: MarkEvent): LedgerEntry {
  const place = { stage: 'attended', subject: one.session, day: one.day } as const
  return { ...place, minutes: presentMinutes(one, mark), rule: mark.status, ruleVersion: 0, events: [mark.event] }
}

function byPlace(a: LedgerEntry, b: LedgerEntry): number {
  const place = (entry: LedgerEntry) => `${STAGES.indexOf(entry.stage)} ${entry.day ?? ''} ${entry.subject}`
  return place(a) < place(b) ? -1 : 1
}
