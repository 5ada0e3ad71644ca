import type { Interval } from '../planner/model/time.ts'
import { dateOf, dayNumber, MINUTES_A_DAY, minuteOf, overlaps, wallOf } from '../planner/model/time.ts'
import type { Participant, Session, Staff, Week, Weights } from '../planner/model/week.ts'

/** A week of the center as rows have it, for the planner. Ids are row ids; no names, no reasons. */
export interface WeekFacts {
  readonly weekStart: string
  readonly timeZone: string
  readonly blocks: readonly { id: string; weekday: number; starts_minute: number; ends_minute: number; part: string }[]
  readonly services: readonly ServiceFact[]
  readonly sites: readonly { id: string; telehealth_pool: string }[]
  readonly rooms: readonly { id: string; site_id: string; seats: number; kinds: string[] }[]
  readonly staff: readonly { id: string; site_id: string; role: string; max_weekly_minutes: number }[]
  readonly licenses: readonly { staff_id: string; service_id: string; valid_from: string; valid_until: string | null }[]
  readonly duties: readonly DutyFact[]
  /** Times a staff member is away, and times a room cannot be used, as wall times; they may reach beyond the week. */
  readonly absences: readonly { staff_id: string; start: string; end: string }[]
  readonly closures: readonly { room_id: string; start: string; end: string }[]
  readonly people: readonly PersonFact[]
}

export interface ServiceFact {
  readonly id: string
  readonly name: string
  readonly kind: string
  readonly minutes: number
  readonly min_members: number
  readonly max_members: number
  readonly telehealth: boolean
  readonly counts_toward_hours: boolean
  readonly needs_room: boolean
  readonly start_offsets: number[] | null
}

export interface DutyFact {
  readonly staff_id: string
  readonly weekday: number | null
  readonly on_date: string | null
  readonly starts_minute: number
  readonly ends_minute: number
}

export interface PersonFact {
  readonly id: string
  readonly weeklyMinutesTarget: number
  readonly dailyMaxMinutes: number
  readonly screensPerWeek: number
  readonly prefers: Participant['prefers']
  readonly telehealth: boolean
  readonly prescription: Readonly<Record<string, number>>
  readonly sites: readonly { site: string; travelMinutes: number }[]
  readonly own: string | undefined
  readonly cover: readonly string[]
  readonly familyBlocks: readonly string[]
  /** Weekly: minutes of the day from `starts_minute`; once: wall times. Days outside the episodes are among them. */
  readonly busy: readonly BusyFact[]
}

export type BusyFact =
  | {
      readonly weekday: number
      readonly starts: number
      readonly ends: number
      readonly from: string | null
      readonly until: string | null
      /** Days on which it does not take place. */
      readonly off: readonly string[]
    }
  | { readonly start: string; readonly end: string }

/** Usual weights (docs/week-format.md section 5): lost hours dominate, the ninth hour is dearer than the fifteenth. */
export const USUAL_WEIGHTS: Weights = {
  short: 100,
  belowTarget: 50,
  trip: 4,
  travel: 1,
  telehealthVisit: 1,
  nonPreferred: 3,
  idle: 1,
  cover: 10,
  group: 20,
  screen: 60,
  change: 10,
}

export interface PlanningWeek {
  readonly week: Week
  /** People who cannot be planned at all, each with the sentence that says why. */
  readonly unplanned: readonly { participant: string; because: string }[]
}

/** The planner's input for one week; `previous` when a published week of these people is under way or known. */
export function planningWeek(facts: WeekFacts, previous?: { frozenBefore: string; sessions: Session[] }): PlanningWeek {
  const { weekStart } = facts
  const blocks = facts.blocks.map((block) => ({
    id: block.id,
    start: wallOf(weekStart, (block.weekday - 1) * MINUTES_A_DAY + block.starts_minute),
    end: wallOf(weekStart, (block.weekday - 1) * MINUTES_A_DAY + block.ends_minute),
    part: block.part as 'morning',
  }))
  const days = [...new Set(facts.blocks.map((block) => block.weekday))].sort((a, b) => a - b)
  const week: Week = {
    format: 'evenkeel-week/1',
    id: `week-${weekStart}`,
    timeZone: facts.timeZone,
    weekStart,
    gridMinutes: gridOf(facts.services),
    weights: USUAL_WEIGHTS,
    blocks,
    services: facts.services.map(serviceOf),
    sites: facts.sites.map((site) => ({
      id: site.id,
      telehealthPool: site.telehealth_pool,
      rooms: facts.rooms.filter((room) => room.site_id === site.id).map((room) => roomOf(facts, room)),
    })),
    staff: facts.staff.map((member) => staffOf(facts, member)),
    participants: facts.people
      .filter((person) => whyUnplanned(person) === undefined)
      .map((person) => participantOf(person, weekStart, days)),
    ...(previous ? { previous } : {}),
  }
  const unplanned = facts.people.flatMap((person) => {
    const because = whyUnplanned(person)
    return because === undefined ? [] : [{ participant: person.id, because }]
  })
  return { week, unplanned }
}

function whyUnplanned(person: PersonFact): string | undefined {
  if (Object.keys(person.prescription).length === 0) return 'No prescription is in force this week.'
  if (person.sites.length === 0) return 'No site within reach is recorded.'
  return person.own === undefined ? 'No own counselor is recorded.' : undefined
}

/** Half an hour, or finer where a service's start offsets need it. */
function gridOf(services: readonly ServiceFact[]): number {
  const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b))
  return services.flatMap((service) => service.start_offsets ?? []).reduce(gcd, 30)
}

function serviceOf(service: ServiceFact): Week['services'][number] {
  return {
    id: service.id,
    name: service.name,
    kind: service.kind as 'group',
    minutes: service.minutes,
    minMembers: service.min_members,
    maxMembers: service.max_members,
    telehealth: service.telehealth,
    countsTowardHours: service.counts_toward_hours,
    needsRoom: service.needs_room,
    ...(service.start_offsets ? { allowedStartOffsets: service.start_offsets } : {}),
  }
}

function roomOf(facts: WeekFacts, room: WeekFacts['rooms'][number]): Week['sites'][number]['rooms'][number] {
  const closed = facts.closures.filter(({ room_id }) => room_id === room.id).map(({ start, end }) => ({ start, end }))
  const open = { id: room.id, seats: room.seats, kinds: room.kinds as 'group'[] }
  return closed.length > 0 ? { ...open, closed } : open
}

/** A license counts for a week when it is valid on all of its days: the planner knows no license that ends on Wednesday. */
function staffOf(facts: WeekFacts, member: WeekFacts['staff'][number]): Staff {
  const lastDay = dateOf(dayNumber(facts.weekStart) + 6)
  const licensed = facts.licenses
    .filter((license) => license.staff_id === member.id && license.valid_from <= facts.weekStart)
    .filter((license) => license.valid_until === null || license.valid_until >= lastDay)
    .map((license) => license.service_id)
  const groups = new Set(facts.services.filter((service) => service.kind === 'group').map((service) => service.id))
  const unique = [...new Set(licensed)]
  return {
    id: member.id,
    site: member.site_id,
    role: member.role,
    leads: unique.filter((service) => groups.has(service)),
    gives: unique.filter((service) => !groups.has(service)),
    maxMinutes: member.max_weekly_minutes,
    duty: dutiesOf(facts, member.id),
  }
}

/** Rows of a date replace that weekday's rows; intervals that touch become one, as the planner's format wants. */
function dutiesOf(facts: WeekFacts, staff: string): Staff['duty'] {
  const own = facts.duties.filter((duty) => duty.staff_id === staff)
  const spans: { start: number; end: number }[] = []
  for (let day = 0; day < 7; day += 1) {
    const date = dateOf(dayNumber(facts.weekStart) + day)
    const dated = own.filter((duty) => duty.on_date === date)
    const rows = dated.length > 0 ? dated : own.filter((duty) => duty.weekday === day + 1)
    for (const row of rows.toSorted((a, b) => a.starts_minute - b.starts_minute)) {
      const span = { start: day * MINUTES_A_DAY + row.starts_minute, end: day * MINUTES_A_DAY + row.ends_minute }
      const last = spans.at(-1)
      if (last && span.start <= last.end) last.end = Math.max(last.end, span.end)
      else spans.push(span)
    }
  }
  return withoutAbsences(facts, staff, spans).map((span) => ({
    start: wallOf(facts.weekStart, span.start),
    end: wallOf(facts.weekStart, span.end),
  }))
}

/** What is left of the duty beside the times the staff member is away. */
function withoutAbsences({ absences, weekStart }: WeekFacts, staff: string, duty: readonly Interval[]): Interval[] {
  let left = [...duty]
  for (const absence of absences.filter(({ staff_id }) => staff_id === staff)) {
    const away = { start: minuteOf(weekStart, absence.start), end: minuteOf(weekStart, absence.end) }
    left = left.flatMap((span) => {
      if (!overlaps(span, away)) return [span]
      const pieces = [
        { start: span.start, end: away.start },
        { start: away.end, end: span.end },
      ]
      return pieces.filter((piece) => piece.start < piece.end)
    })
  }
  return left
}

function participantOf(person: PersonFact, weekStart: string, days: readonly number[]): Participant {
  return {
    id: person.id,
    prescription: { ...person.prescription },
    weeklyMinutesTarget: person.weeklyMinutesTarget,
    dailyMaxMinutes: person.dailyMaxMinutes,
    busy: busyOf(person.busy, weekStart),
    sites: person.sites.map((site) => ({ ...site })),
    telehealth: person.telehealth,
    counselor: person.own!,
    coverCounselors: person.cover.filter((staff) => staff !== person.own),
    familyBlocks: [...person.familyBlocks],
    prefers: person.prefers,
    screenDays: screenWindows(days, person.screensPerWeek).map((window) =>
      window.map((weekday) => dateOf(dayNumber(weekStart) + weekday - 1)),
    ),
  }
}

/** Days of the week on which a person is not in treatment: before admission and after the day of discharge. */
export function daysAway(
  episodes: readonly { admitted_on: string; discharged_on: string | null }[],
  weekStart: string,
): { start: string; end: string }[] {
  const days = Array.from({ length: 7 }, (_, day) => dateOf(dayNumber(weekStart) + day))
  return days
    .filter((day) => !episodes.some((one) => one.admitted_on <= day && (one.discharged_on ?? day) >= day))
    .map((day) => ({ start: `${day}T00:00`, end: `${dateOf(dayNumber(day) + 1)}T00:00` }))
}

/** A week's busy intervals; a night of the Sunday before runs into Monday, so the weekly rows start one day early. */
export function busyOf(busy: readonly BusyFact[], weekStart: string): Participant['busy'] {
  const seen = new Set<string>()
  const found: Participant['busy'] = []
  const add = (start: string, end: string) => {
    const key = `${start}/${end}`
    if (!seen.has(key)) found.push({ start, end })
    seen.add(key)
  }
  for (const fact of busy) {
    if ('start' in fact) add(fact.start, fact.end)
    else
      for (let day = -1; day < 7; day += 1) {
        const date = dateOf(dayNumber(weekStart) + day)
        if (((day + 7) % 7) + 1 !== fact.weekday || fact.off.includes(date)) continue
        if ((fact.from !== null && date < fact.from) || (fact.until !== null && date > fact.until)) continue
        add(wallOf(weekStart, day * MINUTES_A_DAY + fact.starts), wallOf(weekStart, day * MINUTES_A_DAY + fact.ends))
      }
  }
  return found.toSorted((a, b) => (a.start < b.start ? -1 : 1))
}

/**
 * Splits the center's open days into as many windows as screens are wanted, so that in each window at least one visit in
 * person is planned and the draw stays unannounced (docs/week-format.md, screenDays).
 */
export function screenWindows(days: readonly number[], screens: number): number[][] {
  const count = Math.min(screens, days.length)
  return Array.from({ length: count }, (_, index) =>
    days.slice(Math.round((index * days.length) / count), Math.round(((index + 1) * days.length) / count)),
  )
}
