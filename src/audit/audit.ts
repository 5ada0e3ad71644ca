import { z } from 'zod'

/**
 * What an entry of the trail is called, in words a participant reads: who looked "at your week". By the policy of the
 * route, or the actor where no route stands behind it. The screens translate by `what` and `verb`.
 */
const WORDS: Readonly<Record<string, string>> = {
  'access-log.read': 'looked at who used your record',
  'audit.read': 'looked at the audit trail',
  'block.manage': 'changed who may not see your record',
  'break-glass.open': 'opened your record in an emergency',
  'break-glass.own': 'used an emergency access',
  'break-glass.review': 'reviewed an emergency access',
  'choice-rails.read': 'read what may be chosen without a person',
  'choice-rails.write': 'changed what may be chosen without a person',
  'change.record': 'recorded that staff are away or a room is closed',
  'check-in.read': 'read what you told in a check-in',
  'check-in.say': 'sent a check-in',
  'collateral.read': 'read what your family told the team',
  'collateral.tell': 'told the team something',
  'consent.give': 'recorded a consent of yours',
  'center.figures': 'looked at counts of the center',
  'consent.read': 'looked at your consents',
  'consent.revoke': 'recorded that you took a consent back',
  'counseling-note.read': 'read counseling notes about you',
  'counseling-note.write': 'wrote a counseling note about you',
  'disclosure.read': 'looked at what was disclosed about you',
  'erasure.order': 'decided about erasing your words',
  'erasure.read': 'looked at whether your words are erased',
  'arrival-code.make': 'made your code for the door',
  'arrival-code.read': 'looked at your code for the door',
  'billing.read': 'looked at which days a payer covers',
  'coverage.read': 'looked at your coverage',
  'coverage.write': 'changed your coverage or its papers',
  'payer-pack.read': 'read the payers’ rules',
  'payer-pack.write': 'changed a payer’s rules',
  'attendance-rule.read': 'read the rules for everybody',
  'attendance-rule.write': 'changed the rules for everybody',
  'attendance.mark': 'marked your attendance',
  'attendance.mark-all': 'marked your attendance',
  'feed.fetch': 'fetched your calendar link',
  'feed.manage': 'made or ended your calendar link',
  'hours.forecast': 'looked at how your week will end',
  'hours.read': 'looked at your hours',
  'contact.read': 'looked at how you may be reached',
  'contact.write': 'changed how you may be reached',
  'make-up.answer': 'answered a time offered for missed hours',
  'make-up.read': 'looked at times offered for missed hours',
  'my-day.read': 'looked at a day with you in it',
  'note.read': 'read notes of your sessions',
  'note.write': 'wrote notes of your sessions',
  'note.co-sign': 'read and signed notes of your sessions as a supervisor',
  'kiosk.manage': 'looked after the tablets at the door',
  'kiosk.open': 'opened a tablet at the door',
  'lab.ask': 'tried out which groups would help people who wait, you among them',
  'notice.answer': 'answered to a changed week',
  'kiosk.arrive': 'noted that you came',
  'obligation.add': 'added a busy time to your week',
  'outreach.work': 'worked on calls to people who were missed',
  'participant.invite': 'invited you to sign in',
  'person-week.read': 'looked at your week',
  'record.export': 'took a copy of your record',
  'record.used': 'used your record',
  'review-due.read': 'looked at when your hours are to be reviewed',
  'series.change': 'changed a group you have a seat in',
  'series.read': 'looked at the groups you have a seat in',
  'shared.read': 'looked at what you share',
  'supporter.link': 'named somebody from your family',
  'supporter.read': 'looked at who of your family is named',
  'team.read': 'looked at sessions without attendance or notes',
  'today.read': 'looked at a day with you in it',
  'waiting.change': 'admitted you from the waiting list, or took you off it',
  'waiting.read': 'looked at the waiting list with you on it',
  'week-choice.make': 'looked for or chose another week for you',
  'week-choice.read': 'looked at weeks you may choose from',
  'week-request.answer': 'answered your wish for another week',
  'week-request.read': 'looked at your wish for another week',
  'week.export': 'took a copy of a week with you in it',
  'week.figures': 'looked at counts of a week',
  'week.plan': 'planned a week with you in it',
  'week.publish': 'published a week with you in it',
  'week.read': 'looked at a week with you in it',
  'week.watch': 'kept a week with you in it on the screen',
  feed: 'fetched your calendar link',
  import: 'brought in facts from files',
  ledger: 'counted your hours',
  planner: 'planned a week with you in it',
  setup: 'set up the center',
}

/** The sentence's second half: "Tessa Brand (front desk) looked at your week." */
export function wordsOf(what: string, verb: 'read' | 'write'): string {
  return WORDS[what] ?? (verb === 'write' ? 'worked on your record' : 'looked at your record')
}

/** An answer about the trail is given by the page; an instant continues it. */
const Instant = z.iso.datetime({ offset: false })

export const AccessLogAsked = z.object({ before: Instant.optional() })
export const AccessLog = z.object({
  entries: z.array(
    z.object({
      /** Wall time of the center. */
      at: z.string(),
      /** Null: not a person, or somebody whose name is nobody's business. */
      name: z.string().nullable(),
      role: z.string(),
      /** Whether it was the person themselves. */
      own: z.boolean(),
      verb: z.enum(['read', 'write']),
      what: z.string(),
      words: z.string(),
    }),
  ),
  /** Asked as `before`, gives the older ones; null at the end. */
  next: Instant.nullable(),
})
export type AccessLog = z.infer<typeof AccessLog>

/** Days are the center's, both included. */
export const TrailAsked = z
  .object({
    person: z.uuid().optional(),
    account: z.uuid().optional(),
    from: z.iso.date().optional(),
    until: z.iso.date().optional(),
    before: Instant.optional(),
  })
  .refine(({ from, until }) => from === undefined || until === undefined || from <= until, 'from lies after until')
export type TrailAsked = z.infer<typeof TrailAsked>

export const TrailEntry = z.object({
  chain: z.int(),
  number: z.int(),
  at: z.string(),
  account: z.uuid().nullable(),
  name: z.string().nullable(),
  role: z.string(),
  verb: z.enum(['read', 'write']),
  what: z.string(),
  outcome: z.enum(['done', 'denied']),
  purpose: z.string(),
  /** How many people it names. */
  people: z.int(),
  /** Who, where it is one person. */
  person: z.object({ id: z.uuid(), name: z.string().nullable() }).nullable(),
  objects: z.array(z.string()),
})
export const TrailPage = z.object({ entries: z.array(TrailEntry), next: Instant.nullable() })
export type TrailPage = z.infer<typeof TrailPage>

export const ReportAsked = z
  .object({ from: z.iso.date().optional(), until: z.iso.date().optional() })
  .refine(({ from, until }) => from === undefined || until === undefined || from <= until, 'from lies after until')
export const AccessReport = z.object({
  from: z.iso.date(),
  until: z.iso.date(),
  accesses: z.array(
    z.object({
      account: z.uuid(),
      name: z.string(),
      role: z.string(),
      person: z.object({ id: z.uuid(), name: z.string().nullable() }),
      times: z.int(),
      first: z.string(),
      last: z.string(),
    }),
  ),
})
export type AccessReport = z.infer<typeof AccessReport>

/** Entries of a page of the trail, as lines of a table. */
export const TRAIL_COLUMNS = [
  'at',
  'name',
  'role',
  'verb',
  'what',
  'outcome',
  'purpose',
  'people',
  'person',
  'objects',
  'entry',
] as const

export function trailCells(entries: TrailPage['entries']): string[][] {
  return entries.map((entry) => [
    entry.at,
    entry.name ?? '',
    entry.role,
    entry.verb,
    entry.what,
    entry.outcome,
    entry.purpose,
    String(entry.people),
    entry.person?.name ?? entry.person?.id ?? '',
    entry.objects.join(' '),
    `${entry.chain}/${entry.number}`,
  ])
}
