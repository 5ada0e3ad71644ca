import { z } from 'zod'
import { isDate, WEEKDAYS } from '../center/cells.ts'
import { SERVICE_KINDS } from '../center/center.ts'

/**
 * A program as data, format `evenkeel-program/1` (docs/import.md): services with their curricula, templates that say
 * what a week of treatment holds phase by phase, and the published timetable when there is a fixed one. Unknown fields
 * are refused. `null` in place of a number means that the source does not publish it.
 */

const text = z
  .string()
  .min(1)
  .max(500)
  .regex(/^\P{Surrogate}*$/u, 'half of a character: save the file as UTF-8')
const code = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'a code: 1 to 64 letters, digits, ".", "_" or "-"')
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time HH:MM')
const amount = z.number().min(0).max(10_000)

export const Range = z
  .strictObject({ least: amount, most: amount })
  .refine(({ least, most }) => least <= most, 'the least is above the most')
const Amount = z.union([amount, Range, z.null()], 'a number, a range { "least": …, "most": … } or null')

const Source = z.strictObject({
  title: text,
  publisher: text,
  url: text.optional(),
  readOn: text.refine(isDate, 'a date YYYY-MM-DD').optional(),
  verified: z.boolean(),
  note: text.optional(),
})

export const ProgramService = z.strictObject({
  code,
  name: text,
  kind: z.enum(SERVICE_KINDS),
  minutes: Amount,
  topics: z.array(text).max(200).optional(),
  /** Code numbers only: CPT descriptions are the AMA's text. */
  billing: z.array(z.string().regex(/^[0-9A-Z]{4,5}$/, 'a code number such as H0005')).optional(),
  note: text.optional(),
  verified: z.boolean().optional(),
})

export const Meeting = z.strictObject({
  service: code,
  perWeek: Amount,
  /** Minutes of one meeting that count, without breaks. */
  minutes: Amount,
  /** Counted for this group of participants only. */
  for: text.optional(),
  note: text.optional(),
})

export const Phase = z.strictObject({
  name: text,
  weeks: Amount,
  levelOfCare: text.optional(),
  meetings: z.array(Meeting).max(50),
  note: text.optional(),
  verified: z.boolean(),
})

export const Template = z.strictObject({
  code,
  name: text,
  phases: z.array(Phase).min(1).max(50),
  /** Agreed one by one; no part of the weekly hours. */
  occasional: z
    .array(z.strictObject({ service: code, sessions: Amount, minutes: Amount, when: text.optional() }))
    .optional(),
  rules: z.array(text).optional(),
})

const Times = z
  .strictObject({ starts: time, ends: time })
  .refine((span) => span.starts < span.ends, 'it ends before it starts')

export const Track = z
  .strictObject({
    name: text,
    levelOfCare: text.optional(),
    days: z.array(z.enum(WEEKDAYS)).min(1).max(7),
    starts: time,
    ends: time,
    breaks: z.array(Times).optional(),
    groups: z.array(z.strictObject({ service: code, starts: time, ends: time })).optional(),
  })
  .refine((track) => track.starts < track.ends, 'it ends before it starts')
  .refine(
    (track) =>
      [...(track.breaks ?? []), ...(track.groups ?? [])].every(
        (part) => track.starts <= part.starts && part.ends <= track.ends,
      ),
    'a break or group lies outside the track',
  )

export const Program = z
  .strictObject({
    format: z.literal('evenkeel-program/1'),
    code,
    name: text,
    focus: text.optional(),
    ages: text.optional(),
    source: Source,
    services: z.array(ProgramService).min(1).max(200),
    templates: z.array(Template).max(50),
    timetable: z.array(Track).max(200),
    facts: z.record(z.string().max(64), text).optional(),
    notPublished: z.array(text).optional(),
  })
  .superRefine((program, context) => {
    for (const { path, message } of inconsistencies(program)) context.addIssue({ code: 'custom', path, message })
  })

export type Range = z.infer<typeof Range>
export type Amount = z.infer<typeof Amount>
export type Program = z.infer<typeof Program>
export type ProgramService = z.infer<typeof ProgramService>
export type Template = z.infer<typeof Template>
export type Phase = z.infer<typeof Phase>
export type Track = z.infer<typeof Track>

/**
 * Minutes of treatment in week `week` (from 1) of a template, breaks not counted, as a range: a week in which one of
 * two phases may be running counts both. `who` adds the meetings for that group of participants. Undefined when the
 * source does not publish the length or number of a meeting, or the template is over by then.
 */
export function templateMinutes(template: Template, week: number, who?: string): Range | undefined {
  const phases = phasesIn(template, week)
  const sums = phases.map((phase) => phaseSum(phase, who, (meeting) => product(meeting.perWeek, meeting.minutes)))
  return hull(sums)
}

/** Meetings in week `week` (from 1) of a template, as a range; undefined like `templateMinutes`. */
export function templateMeetings(template: Template, week: number, who?: string): Range | undefined {
  return hull(phasesIn(template, week).map((phase) => phaseSum(phase, who, (meeting) => rangeOf(meeting.perWeek))))
}

/** Weeks from the first to the last phase; `most` is undefined when a phase lasts until somebody decides. */
export function templateWeeks(template: Template): { least: number; most: number | undefined } {
  const lengths = template.phases.map((phase) => rangeOf(phase.weeks))
  return {
    least: lengths.reduce((sum, length) => sum + (length?.least ?? 0), 0),
    most: lengths.reduce<number | undefined>(
      (sum, length) => (sum === undefined || length === undefined ? undefined : sum + length.most),
      0,
    ),
  }
}

/** Minutes a week of a timetable's track: what the clock shows, and what is left without the breaks. */
export function trackMinutes(track: Track): { clock: number; counted: number } {
  const breaks = (track.breaks ?? []).reduce((sum, part) => sum + minutesBetween(part.starts, part.ends), 0)
  const clock = minutesBetween(track.starts, track.ends)
  return { clock: clock * track.days.length, counted: (clock - breaks) * track.days.length }
}

/** The phases that may be running in a week: after the shortest and before the longest way through the earlier ones. */
function phasesIn(template: Template, week: number): Phase[] {
  let earliest = 1
  let latest: number | undefined = 1
  return template.phases.filter((phase) => {
    const length = rangeOf(phase.weeks)
    const from = earliest
    const last: number | undefined = latest === undefined || length === undefined ? undefined : latest + length.most - 1
    earliest += length?.least ?? 0
    latest = last === undefined ? undefined : last + 1
    return from <= week && (last === undefined || week <= last)
  })
}

function phaseSum(
  phase: Phase,
  who: string | undefined,
  weigh: (meeting: Phase['meetings'][number]) => Range | undefined,
): Range | undefined {
  return phase.meetings
    .filter((meeting) => meeting.for === undefined || meeting.for === who)
    .map(weigh)
    .reduce<Range | undefined>((sum, one) => (sum === undefined || one === undefined ? undefined : plus(sum, one)), {
      least: 0,
      most: 0,
    })
}

function plus(a: Range, b: Range): Range {
  return { least: a.least + b.least, most: a.most + b.most }
}

function product(a: Amount, b: Amount): Range | undefined {
  const [left, right] = [rangeOf(a), rangeOf(b)]
  if (left === undefined || right === undefined) return undefined
  return { least: left.least * right.least, most: left.most * right.most }
}

function hull(ranges: readonly (Range | undefined)[]): Range | undefined {
  const known = ranges.filter((range) => range !== undefined)
  if (known.length === 0 || known.length < ranges.length) return undefined
  return { least: Math.min(...known.map((range) => range.least)), most: Math.max(...known.map((range) => range.most)) }
}

function rangeOf(value: Amount): Range | undefined {
  if (value === null) return undefined
  return typeof value === 'number' ? { least: value, most: value } : value
}

function minutesBetween(starts: string, ends: string): number {
  return minuteOf(ends) - minuteOf(starts)
}

function minuteOf(clock: string): number {
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5))
}

/** Codes used twice and services that a template or the timetable names but the program does not have. */
function inconsistencies(program: z.infer<typeof Program>): { path: (string | number)[]; message: string }[] {
  const services = new Set(program.services.map((service) => service.code))
  const twice = (list: 'services' | 'templates') =>
    program[list].flatMap((one, index) =>
      program[list].findIndex((other) => other.code === one.code) === index
        ? []
        : [{ path: [list, index, 'code'], message: `"${one.code}" stands twice` }],
    )
  const named = [
    ...program.templates.flatMap((template, t) => [
      ...template.phases.flatMap((phase, p) =>
        phase.meetings.map((meeting, m) => ({
          code: meeting.service,
          path: ['templates', t, 'phases', p, 'meetings', m, 'service'],
        })),
      ),
      ...(template.occasional ?? []).map((one, o) => ({
        code: one.service,
        path: ['templates', t, 'occasional', o, 'service'],
      })),
    ]),
    ...program.timetable.flatMap((track, t) =>
      (track.groups ?? []).map((group, g) => ({ code: group.service, path: ['timetable', t, 'groups', g, 'service'] })),
    ),
  ]
  return [
    ...twice('services'),
    ...twice('templates'),
    ...named
      .filter((one) => !services.has(one.code))
      .map((one) => ({ path: one.path, message: `the program has no service "${one.code}"` })),
  ]
}
