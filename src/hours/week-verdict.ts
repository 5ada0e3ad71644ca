import { payerDays, type PayerDay } from './billable.ts'
import { minutesIn, type LedgerEntry } from './entry.ts'
import { packOn, type PayerPack } from './payer-pack.ts'
import type { WeekEvents } from './week-events.ts'

/** A person's week against its two promises, side by side: the clinical one and the payer's. */
export interface WeekVerdict {
  readonly clinical: {
    /** Countable minutes, on the clock. */
    readonly minutes: number
    /** The dose, in clinical hours of 60 minutes as prescribed. */
    readonly needs: number
    readonly met: boolean
  }
  readonly payer: {
    /** The version whose rules of the whole week count. */
    readonly pack: PayerPack
    readonly days: readonly PayerDay[]
    readonly payableDays: number
    /** Rules of the week that are not kept; empty when the week is as the payer wants it. */
    readonly missing: readonly WeekMissing[]
  } | null
}

export interface WeekMissing {
  readonly rule: 'too-few-days' | 'too-little-scheduled' | 'too-much-remote'
  readonly needs: number
  readonly has: number
}

/** Judges a week by its ledger. Rules of the whole week are those of the version in force when the week began. */
export function verdictOf(week: WeekEvents, entries: readonly LedgerEntry[]): WeekVerdict {
  const countable = entries.filter((entry) => entry.stage === 'countable')
  const minutes = minutesIn(countable, 'countable')
  const needs = week.prescription?.weeklyMinutes ?? 0
  const pack = packOfWeek(week)
  const clinicalHour = pack?.clinicalHourMinutes ?? 60
  const clinical = { minutes, needs, met: minutes * 60 >= needs * clinicalHour }
  if (!pack) return { clinical, payer: null }
  const days = payerDays(week, countable)
  const payableDays = days.filter(({ paid }) => paid === 'per-day').length
  const missing = [
    ...atLeast('too-few-days', pack.minBillableDaysPerWeek, payableDays),
    ...atLeast('too-little-scheduled', pack.minScheduledMinutesPerWeek, minutesIn(entries, 'planned')),
    ...tooMuchRemote(week, countable, pack),
  ]
  return { clinical, payer: { pack, days, payableDays, missing } }
}

/** A pack that begins in the middle of a person's first week counts from its own first day. */
function packOfWeek(week: WeekEvents): PayerPack | undefined {
  const days = week.sessions.map(({ day }) => day).toSorted()
  return [week.weekStart, ...days].map((day) => packOn(week.packs, day)).find((pack) => pack !== undefined)
}

function atLeast(rule: WeekMissing['rule'], needs: number | null, has: number): WeekMissing[] {
  return needs === null || has >= needs ? [] : [{ rule, needs, has }]
}

function tooMuchRemote(week: WeekEvents, countable: readonly LedgerEntry[], pack: PayerPack): WeekMissing[] {
  const remote = new Set(week.sessions.filter((one) => one.mark?.status === 'remote').map((one) => one.session))
  const remotely = countable.filter((entry) => remote.has(entry.subject)).reduce((sum, one) => sum + one.minutes, 0)
  const all = minutesIn(countable, 'countable')
  const most = pack.telehealthShareMax ?? 100
  if (all === 0 || remotely * 100 <= most * all) return []
  return [{ rule: 'too-much-remote', needs: most, has: Math.ceil((remotely * 100) / all) }]
}
