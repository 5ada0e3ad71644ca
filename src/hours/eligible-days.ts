import { z } from 'zod'
import { dateOf, dayNumber } from '../planner/model/time.ts'
import { minutesIn } from './entry.ts'
import type { PayerDay } from './billable.ts'
import { daysLeft } from './coverage.ts'
import { ledgerOf } from './ledger.ts'
import { wordsOfRule } from './rule-words.ts'
import { clinicalWords, payerWords, whatWouldHelp } from './verdict-words.ts'
import type { Paper, WeekEvents } from './week-events.ts'
import { verdictOf } from './week-verdict.ts'

/** Papers that end within so many days are shown (experience.md 4: authorizations expiring within 7 days). */
const SOON = 7

const EligibleDay = z.object({
  day: z.iso.date(),
  /** `per-day`: payable. `discrete`: single services. `none`: delivered, not payable. `empty`: nothing that counts yet. */
  state: z.enum(['per-day', 'discrete', 'none', 'empty']),
  minutes: z.int(),
  because: z.array(z.string()),
})

const EligiblePerson = z.object({
  participant: z.uuid(),
  name: z.string(),
  payer: z.string(),
  /** Minutes that count, clinically, and the dose. */
  countable: z.int(),
  needs: z.int(),
  payableDays: z.int(),
  /** Days the payer wants in a week; null where it wants no number. */
  wantsDays: z.int().nullable(),
  days: z.array(EligibleDay).length(7),
  /** Minutes that count on days that are not payable by the day. */
  notBilled: z.int(),
  clinicalWords: z.string(),
  payerWords: z.string(),
  help: z.array(z.string()),
})
export type EligiblePerson = z.infer<typeof EligiblePerson>

const EndingPaper = z.object({
  participant: z.uuid(),
  name: z.string(),
  kind: z.enum(['plan', 'certification', 'authorization', 'partial-hospitalization']),
  until: z.iso.date(),
  daysLeft: z.int(),
})

/** The week as payers see it: who has eligible days, what was delivered and is not billable, which papers end. */
export const EligibleDays = z.object({
  weekStart: z.iso.date(),
  today: z.iso.date(),
  counts: z.object({
    people: z.int(),
    payableDays: z.int(),
    /** People with delivered minutes that are not billable. */
    exceptions: z.int(),
    notBilled: z.int(),
    papersEnding: z.int(),
  }),
  people: z.array(EligiblePerson),
  papers: z.array(EndingPaper),
})
export type EligibleDays = z.infer<typeof EligibleDays>

interface Named {
  readonly id: string
  readonly name: string
}

/** The week of everybody the reader sees. Most minutes not billed first, then names. */
export function eligibleDays(
  weekStart: string,
  today: string,
  people: readonly Named[],
  events: ReadonlyMap<string, WeekEvents>,
): EligibleDays {
  const present = people.flatMap((person) => {
    const week = events.get(person.id)
    return week ? [{ person, week }] : []
  })
  const judged = present
    .flatMap(({ person, week }) => eligiblePerson(person, week) ?? [])
    .toSorted((a, b) => b.notBilled - a.notBilled || a.name.localeCompare(b.name))
  const papers = present
    .flatMap(({ person, week }) => endingPapers(person, week.papers, today))
    .toSorted((a, b) => a.daysLeft - b.daysLeft || a.name.localeCompare(b.name))
  return {
    weekStart,
    today,
    counts: {
      people: judged.length,
      payableDays: judged.reduce((days, one) => days + one.payableDays, 0),
      exceptions: judged.filter(({ notBilled }) => notBilled > 0).length,
      notBilled: judged.reduce((minutes, one) => minutes + one.notBilled, 0),
      papersEnding: papers.length,
    },
    people: judged,
    papers,
  }
}

/** Undefined for somebody without seats, or whom no pack counts. */
function eligiblePerson({ id, name }: Named, week: WeekEvents): EligiblePerson | undefined {
  const entries = ledgerOf(week)
  const verdict = verdictOf(week, entries)
  const { payer } = verdict
  if (!payer || week.sessions.length === 0) return undefined
  const byDay = new Map(payer.days.map((day) => [day.day, day]))
  const countableOf = (day: string) =>
    minutesIn(
      entries.filter((entry) => entry.day === day),
      'countable',
    )
  const days = Array.from({ length: 7 }, (_, at) => {
    const day = dateOf(dayNumber(week.weekStart) + at)
    return eligibleDay(day, byDay.get(day), countableOf(day))
  })
  return {
    participant: id,
    name,
    payer: (payer.days.at(-1)?.pack ?? payer.pack).payer,
    countable: verdict.clinical.minutes,
    needs: verdict.clinical.needs,
    payableDays: payer.payableDays,
    wantsDays: payer.pack.minBillableDaysPerWeek,
    days,
    notBilled: days.filter(({ state }) => state !== 'per-day').reduce((minutes, day) => minutes + day.minutes, 0),
    clinicalWords: clinicalWords(verdict.clinical),
    payerWords: payerWords(verdict),
    help: whatWouldHelp(verdict),
  }
}

/** Minutes of a payable day are those that are billed; of any other day those that count and are not billed. */
function eligibleDay(day: string, judged: PayerDay | undefined, countable: number): z.infer<typeof EligibleDay> {
  if (!judged || (judged.paid !== 'per-day' && countable === 0)) return { day, state: 'empty', minutes: 0, because: [] }
  const because = judged.missing.map((one) => wordsOfRule(one.rule, one.needs, one.has))
  return { day, state: judged.paid, minutes: judged.paid === 'per-day' ? judged.minutes : countable, because }
}

/** The latest paper of each kind, if it ends soon or has just ended and no other follows. */
function endingPapers({ id, name }: Named, papers: readonly Paper[], today: string): EligibleDays['papers'] {
  const kinds = [...new Set(papers.map(({ kind }) => kind))]
  return kinds.flatMap((kind) => {
    const ends = papers.filter((one) => one.kind === kind).map(({ until }) => until ?? '9999-12-31')
    const until = ends.toSorted().at(-1) ?? ''
    const left = daysLeft(today, until) ?? 0
    return left > SOON || left < -SOON ? [] : [{ participant: id, name, kind, until, daysLeft: left }]
  })
}
