import { z } from 'zod'
import { STAGES, type LedgerEntry } from './entry.ts'
import type { Forecast } from './forecast.ts'
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
  /** The events the number was read from: prescriptions, seats, marks, signatures. */
  events: z.array(z.string()),
  enteredAt: z.string(),
  replaces: z.uuid().nullable(),
})

/** One person's week in five columns; every number with its rule and its events. */
export const PersonHours = z.object({
  weekStart: z.iso.date(),
  minutes: z.object({
    prescribed: z.int(),
    planned: z.int(),
    attended: z.int(),
    countable: z.int(),
    billable: z.int(),
  }),
  clinical: z.object({ minutes: z.int(), needs: z.int(), met: z.boolean(), words: z.string() }),
  payer: z
    .object({
      payer: z.string(),
      source: z.string(),
      verified: z.boolean(),
      version: z.int(),
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
    })
    .nullable(),
  forecast: z.object({
    soFar: z.int(),
    atEnd: z.int(),
    short: z.int(),
    unmarked: z.int(),
    lost: z.array(z.object({ session: z.string(), minutes: z.int(), words: z.string() })),
  }),
  entries: z.array(Entry),
})
export type PersonHours = z.infer<typeof PersonHours>

/** Sentences for rules; a rule without one is a bug that words.test finds. */
const RULE_WORDS: Readonly<Record<string, (needs: number, has: number) => string>> = {
  'day-too-short': (needs, has) => `The day has ${hm(has)} that count; this payer asks for ${hm(needs)}.`,
  'too-few-services': (needs, has) => `The day has ${has} services; this payer asks for ${needs}.`,
  'note-not-signed': (needs, has) => `${hm(needs - has)} wait for a signed note.`,
  'plan-not-signed': () => 'No signed plan is in force on this day.',
  'not-certified': () => 'No certification of need is in force on this day.',
  'not-authorized': () => 'No authorization is in force on this day.',
  'overlaps-partial-hospitalization': () => 'A partial hospitalization is in force on this day.',
  'too-few-days': (needs, has) => `${has} of the ${needs} days this payer asks for in a week.`,
  'too-little-scheduled': (needs, has) => `${hm(has)} are scheduled; this payer asks for ${hm(needs)} a week.`,
  'too-much-remote': (needs, has) => `${has} % of the hours were remote; this payer allows ${needs} %.`,
  'not-licensed': () => 'Whoever held it was not licensed for it on that day.',
  'kind-not-counted': () => 'This kind of session does not count for this payer.',
  'remote-group': () => 'A group attended remotely does not count for this payer.',
  'group-too-small': () => 'Too few came for the group to count.',
  'no-show': () => 'Did not come.',
  excused: () => 'Excused.',
  late: () => 'Came late.',
  'left-early': () => 'Left early.',
  remote: () => 'Attended remotely.',
  counted: () => 'Not all minutes of the session count: breaks and rounding are left out.',
}

/** A rule in words; `needs` and `has` as the rule counts them. Names of packs in front of a rule are left out. */
export function wordsOfRule(rule: string, needs = 0, has = 0): string {
  const name = rule.includes(':') ? rule.slice(rule.indexOf(':') + 1) : rule
  const words = Object.hasOwn(RULE_WORDS, name) ? RULE_WORDS[name] : undefined
  return words ? words(needs, has) : name
}

/** The person's page of hours from the entries in force, the verdict and the forecast. */
export function personHours(
  weekStart: string,
  entries: readonly (LedgerEntry & { id: string; enteredAt: string; replaces: string | null })[],
  verdict: WeekVerdict,
  forecast: Forecast,
): PersonHours {
  const sum = (stage: LedgerEntry['stage']) =>
    entries.filter((entry) => entry.stage === stage).reduce((minutes, entry) => minutes + entry.minutes, 0)
  const { clinical } = verdict
  return {
    weekStart,
    minutes: {
      prescribed: sum('prescribed'),
      planned: sum('planned'),
      attended: sum('attended'),
      countable: sum('countable'),
      billable: sum('billable'),
    },
    clinical: {
      ...clinical,
      words: clinical.met
        ? `${hm(clinical.minutes)} count: the ${hm(clinical.needs)} of the week are reached.`
        : `${hm(clinical.minutes)} of ${hm(clinical.needs)} count so far.`,
    },
    payer: payerOf(verdict),
    forecast: {
      soFar: forecast.soFar,
      atEnd: forecast.atEnd,
      short: forecast.short,
      unmarked: forecast.unmarked.length,
      lost: forecast.lost.map(({ session, minutes, rule }) => ({ session, minutes, words: wordsOfRule(rule) })),
    },
    entries: entries.map((entry) => ({ ...entry, events: [...entry.events] })),
  }
}

function payerOf({ clinical, payer }: WeekVerdict): PersonHours['payer'] {
  const pack = payer?.days.at(-1)?.pack
  if (!payer || !pack) return null
  const inWords = (one: { rule: string; needs: number; has: number }) => ({
    ...one,
    words: wordsOfRule(one.rule, one.needs, one.has),
  })
  const complete = payer.missing.length === 0 && payer.days.every(({ paid }) => paid === 'per-day')
  return {
    payer: pack.payer,
    source: pack.source,
    verified: pack.verified,
    version: pack.version,
    payableDays: payer.payableDays,
    days: payer.days.map(({ day, paid, minutes, missing }) => ({ day, paid, minutes, missing: missing.map(inWords) })),
    missing: payer.missing.map(inWords),
    words: complete
      ? `${payer.payableDays} payable days.`
      : clinical.met
        ? `The week keeps its hours and is clinically right, but not all of it is payable: ${payer.payableDays} payable days.`
        : `${payer.payableDays} payable days so far.`,
  }
}

/** Minutes as people say them: 540 is "9 h", 525 is "8 h 45 min". */
function hm(minutes: number): string {
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  if (hours === 0) return `${rest} min`
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`
}
