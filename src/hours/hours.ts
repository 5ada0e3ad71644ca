import { z } from 'zod'
import { STAGES, type LedgerEntry } from './entry.ts'
import type { Forecast } from './forecast.ts'
import { nameOfRule, wordsOfRule } from './rule-words.ts'
import { clinicalWords, payerWords, whatWouldHelp } from './verdict-words.ts'
import type { WeekVerdict } from './week-verdict.ts'

const Missing = z.object({ rule: z.string(), needs: z.int(), has: z.int(), words: z.string() })

const Entry = z.object({
  id: z.uuid(),
  stage: z.enum(STAGES),
  subject: z.string(),
  day: z.string().nullable(),
  minutes: z.int(),
  rule: z.string(),
  ruleVersion: z.int(),
  words: z.string(),
  /** The events the number was read from: prescriptions, seats, marks, signatures. */
  events: z.array(z.string()),
  enteredAt: z.string(),
  replaces: z.uuid().nullable(),
  /** False for an entry that a later one corrects. */
  inForce: z.boolean(),
})

/** What happened, as an entry names it. Who and why are told to whoever may read the event itself. */
const HoursEvent = z.object({
  id: z.string(),
  kind: z.enum(['prescription', 'seat', 'mark', 'signature']),
  /** The session it is about; null for a prescription. */
  session: z.string().nullable(),
  /** The word of a mark. */
  status: z.string().nullable(),
  /** Minutes a week of a prescription. */
  minutes: z.int().nullable(),
  inAt: z.string().nullable(),
  outAt: z.string().nullable(),
  /** Whether a seat was taken away again. */
  withdrawn: z.boolean(),
  at: z.string(),
  by: z.string().nullable(),
  why: z.string().nullable(),
})
export type HoursEvent = z.infer<typeof HoursEvent>

const HoursSession = z.object({
  id: z.string(),
  service: z.string(),
  kind: z.string(),
  start: z.string(),
  end: z.string(),
})
export type HoursSession = z.infer<typeof HoursSession>

/** A version of a payer's rules that counted something on the page. */
const CountedBy = z.object({
  id: z.string(),
  version: z.int(),
  payer: z.string(),
  source: z.string(),
  verified: z.boolean(),
  effectiveFrom: z.iso.date(),
})

/** One person's week in five columns; every number with its rule and its events. */
export const PersonHours = z.object({
  weekStart: z.iso.date(),
  person: z.object({ id: z.uuid(), name: z.string() }),
  /** To participants the columns of the payer, countable and billable, are null. */
  minutes: z.object({
    prescribed: z.int(),
    planned: z.int(),
    attended: z.int(),
    countable: z.int().nullable(),
    billable: z.int().nullable(),
  }),
  clinical: z.object({ minutes: z.int(), needs: z.int(), met: z.boolean(), words: z.string() }),
  payer: CountedBy.extend({
    payableDays: z.int(),
    days: z.array(
      z.object({
        day: z.string(),
        paid: z.enum(['per-day', 'discrete', 'none']),
        minutes: z.int(),
        missing: z.array(Missing),
      }),
    ),
    missing: z.array(Missing),
    words: z.string(),
    /** What would make it payable. */
    help: z.array(z.string()),
  }).nullable(),
  forecast: z.object({
    soFar: z.int(),
    atEnd: z.int(),
    ahead: z.int(),
    short: z.int(),
    unmarked: z.int(),
    lost: z.array(z.object({ session: z.string(), minutes: z.int(), words: z.string() })),
  }),
  entries: z.array(Entry),
  sessions: z.array(HoursSession),
  events: z.array(HoursEvent),
  packs: z.array(CountedBy),
})
export type PersonHours = z.infer<typeof PersonHours>

/** An entry as it is kept, corrected ones too. */
export interface KeptEntry extends LedgerEntry {
  readonly id: string
  readonly enteredAt: string
  readonly replaces: string | null
}

/** What stands behind a person's numbers. */
export type Evidence = Pick<PersonHours, 'sessions' | 'events' | 'packs'>

/** Whose week it is. */
export type OfWhom = Pick<PersonHours, 'weekStart' | 'person'>

/** The person's page of hours from all entries of the week, the verdict, the forecast and the evidence. */
export function personHours(
  whom: OfWhom,
  entries: readonly KeptEntry[],
  judged: { verdict: WeekVerdict; forecast: Forecast },
  evidence: Evidence,
): PersonHours {
  const { verdict, forecast } = judged
  const replaced = new Set(entries.map(({ replaces }) => replaces))
  const inForce = entries.filter(({ id }) => !replaced.has(id))
  const sum = (stage: LedgerEntry['stage']) =>
    inForce.filter((entry) => entry.stage === stage).reduce((minutes, entry) => minutes + entry.minutes, 0)
  return {
    ...whom,
    minutes: {
      prescribed: sum('prescribed'),
      planned: sum('planned'),
      attended: sum('attended'),
      countable: sum('countable'),
      billable: sum('billable'),
    },
    clinical: { ...verdict.clinical, words: clinicalWords(verdict.clinical) },
    payer: payerOf(verdict),
    forecast: {
      soFar: forecast.soFar,
      atEnd: forecast.atEnd,
      ahead: forecast.ahead,
      short: forecast.short,
      unmarked: forecast.unmarked.length,
      lost: forecast.lost.map(({ session, minutes, rule }) => ({ session, minutes, words: wordsOfRule(rule) })),
    },
    entries: entries.map((entry) => ({
      ...entry,
      words: nameOfRule(entry.rule),
      events: [...entry.events],
      inForce: !replaced.has(entry.id),
    })),
    ...evidence,
  }
}

/** The same for the person: what they planned and attended. What a payer makes of it is between program and payer. */
export function ownHours(hours: PersonHours): PersonHours {
  return {
    ...hours,
    minutes: { ...hours.minutes, countable: null, billable: null },
    payer: null,
    forecast: { ...hours.forecast, lost: [] },
    entries: hours.entries.filter(({ stage }) => stage !== 'countable' && stage !== 'billable'),
    packs: [],
  }
}

function payerOf(verdict: WeekVerdict): PersonHours['payer'] {
  const { payer } = verdict
  if (!payer) return null
  const pack = payer.days.at(-1)?.pack ?? payer.pack
  const inWords = (one: { rule: string; needs: number; has: number }) => ({
    ...one,
    words: wordsOfRule(one.rule, one.needs, one.has),
  })
  return {
    ...countedBy(pack),
    payableDays: payer.payableDays,
    days: payer.days.map(({ day, paid, minutes, missing }) => ({ day, paid, minutes, missing: missing.map(inWords) })),
    missing: payer.missing.map(inWords),
    words: payerWords(verdict),
    help: whatWouldHelp(verdict),
  }
}

/** What a number's reader is told of a version of a pack. */
export function countedBy(pack: z.infer<typeof CountedBy>): z.infer<typeof CountedBy> {
  const { id, version, payer, source, verified, effectiveFrom } = pack
  return { id, version, payer, source, verified, effectiveFrom }
}
