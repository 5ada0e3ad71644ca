import { minuteOf, wallOf } from '../planner/model/time.ts'
import type { Plan } from '../planner/model/plan.ts'
import type { Session, Week } from '../planner/model/week.ts'
import { sentencesOf } from './reasons.ts'
import type { ExplainedShortfall } from './relaxation.ts'
import { relaxationWords } from './relaxation-words.ts'
import type { StaffNames } from './relaxation-words.ts'
import type { BoardPerson, BoardSession, BoardShortfall, WeekBoard } from './week-board.ts'

/** Names by id, as far as the reader may see them. */
export interface Names {
  readonly people: ReadonlyMap<string, { name: string; warnings: number }>
  readonly staff: ReadonlyMap<string, string>
  readonly sites: ReadonlyMap<string, string>
  readonly rooms: ReadonlyMap<string, string>
}

export interface BoardSource {
  readonly week: Week
  readonly sessions: readonly (Session & { taken?: number })[]
  readonly shortfalls: readonly ExplainedShortfall[]
  readonly names: Names
  readonly proof: Pick<Plan, 'cost' | 'bound' | 'seconds'> | null
}

export type BoardBody = Pick<WeekBoard, 'blocks' | 'sessions' | 'people' | 'summary'>

/** The board of a week from its facts and sessions; only people whose names are given appear. */
export function boardOf(source: BoardSource): BoardBody {
  const { week, names } = source
  const people = week.participants
    .filter((person) => names.people.has(person.id))
    .map((person) => personOf(source, person))
    .toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
  const seen = new Set(people.flatMap((person) => person.sessions))
  const sessions = source.sessions
    .filter((session) => kindOf(week, session) === 'group' || seen.has(session.id))
    .map((session) => sessionOf(source, session))
  const blocks = week.blocks.map((block) => ({ id: block.id, start: block.start, end: block.end, part: block.part }))
  return { blocks, sessions, people, summary: summaryOf(source, people) }
}

function personOf(source: BoardSource, person: Week['participants'][number]): BoardPerson {
  const { week, names } = source
  const mine = source.sessions.filter((session) => session.members.includes(person.id))
  const services = new Map(week.services.map((service) => [service.id, service]))
  const minutesOf = (id: string) => (services.get(id)?.countsTowardHours ? services.get(id)!.minutes : 0)
  const known = names.people.get(person.id)!
  return {
    id: person.id,
    name: known.name,
    counselor: names.staff.get(person.counselor) ?? '',
    prefers: person.prefers,
    targetMinutes: person.weeklyMinutesTarget,
    prescribedMinutes: Object.entries(person.prescription).reduce((sum, [id, count]) => sum + minutesOf(id) * count, 0),
    plannedMinutes: mine.reduce((sum, session) => sum + minutesOf(session.service), 0),
    busy: person.busy.map(({ start, end }) => ({ start, end })),
    sessions: mine.map((session) => session.id),
    shortfalls: shortfallsOf(week.services, source.shortfalls, { person: person.id, staff: names.staff }),
    warnings: known.warnings,
  }
}

/** What one person's week could not get, in words for staff, or for the person when no names of staff are given. */
export function shortfallsOf(
  services: readonly { id: string; name: string; minutes: number }[],
  shortfalls: readonly ExplainedShortfall[],
  { person, staff }: { readonly person: string; readonly staff: ReadonlyMap<string, string> | null },
): BoardShortfall[] {
  const known = new Map(services.map((service) => [service.id, service]))
  return shortfalls
    .filter(({ participant }) => participant === person)
    .map((shortfall) => ({
      service: known.get(shortfall.service)?.name ?? '',
      missing: shortfall.missing,
      minutes: shortfall.missing * (known.get(shortfall.service)?.minutes ?? 0),
      cause: shortfall.cause,
      because: sentencesOf(shortfall),
      wouldHelp: staff ? forStaff(shortfall, { services: namesOf(services), staff }) : forThePerson(shortfall),
    }))
}

function forStaff({ relaxations }: ExplainedShortfall, names: StaffNames): BoardShortfall['wouldHelp'] {
  const sentences = relaxations.map((one) => relaxationWords(one, { audience: 'staff', ...names }))
  return { en: [...new Set(sentences)], es: [] }
}

/** Two seats of one evening are one sentence for the person. */
function forThePerson({ relaxations }: ExplainedShortfall): BoardShortfall['wouldHelp'] {
  const inLanguage = (language: 'en' | 'es') => [
    ...new Set(relaxations.map((one) => relaxationWords(one, { audience: 'participant', language }))),
  ]
  return { en: inLanguage('en'), es: inLanguage('es') }
}

function namesOf(services: readonly { readonly id: string; readonly name: string }[]): Map<string, string> {
  return new Map(services.map(({ id, name }) => [id, name]))
}

function sessionOf({ week, names }: BoardSource, session: Session & { taken?: number }): BoardSession {
  const service = week.services.find((one) => one.id === session.service)!
  const room = week.sites.flatMap((site) => site.rooms).find((one) => one.id === session.room)
  return {
    id: session.id,
    service: service.name,
    kind: service.kind,
    start: session.start,
    end: wallOf(week.weekStart, minuteOf(week.weekStart, session.start) + service.minutes),
    staff: names.staff.get(session.staff) ?? '',
    site: names.sites.get(session.site) ?? '',
    room: session.room === null ? null : (names.rooms.get(session.room) ?? ''),
    telehealth: session.telehealth,
    taken: session.taken ?? session.members.length,
    capacity: Math.min(service.maxMembers, room?.seats ?? service.maxMembers),
  }
}

function summaryOf(source: BoardSource, people: readonly BoardPerson[]): WeekBoard['summary'] {
  const { week, sessions, proof } = source
  const ofKind = (kind: string) => sessions.filter((session) => kindOf(week, session) === kind)
  const individual = ofKind('individual')
  const own = individual.filter((session) =>
    week.participants.some((person) => session.members.includes(person.id) && person.counselor === session.staff),
  )
  const provenGap = proof !== null && proof.bound !== null && proof.cost > 0
  return {
    people: people.length,
    peopleAtTarget: people.filter((person) => person.plannedMinutes >= person.targetMinutes).length,
    groups: ofKind('group').length,
    individual: individual.length,
    family: ofKind('family').length,
    other: ofKind('medical').length + ofKind('other').length,
    ownCounselorPercent: individual.length === 0 ? null : Math.round((100 * own.length) / individual.length),
    cost: proof?.cost ?? null,
    bound: proof?.bound ?? null,
    gapPercent: provenGap ? Math.round((1000 * (proof.cost - proof.bound!)) / proof.cost) / 10 : null,
    seconds: proof?.seconds ?? null,
  }
}

function kindOf(week: Week, session: Session): string {
  return week.services.find((service) => service.id === session.service)?.kind ?? 'other'
}
