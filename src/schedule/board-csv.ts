import { NOTICE_SHORT } from '../consent/notice.ts'
import { csvOf } from '../kernel/csv.ts'
import type { BoardPerson, BoardSession, WeekBoard } from './week-board.ts'

const HEADINGS = [
  'name',
  'counselor',
  'weekly target, minutes',
  'planned, minutes',
  'service',
  'kind',
  'start',
  'end',
  'with',
  'site',
  'room',
  'telehealth',
]

/**
 * The Week board as a CSV file: a line per seat, and one for whoever has none; times are wall times of the center. The
 * last line is the notice that goes with every disclosure (42 CFR 2.32(a)(2)).
 */
export function boardCsv(board: WeekBoard): string {
  const sessions = new Map(board.sessions.map((session) => [session.id, session]))
  const seats = board.people.flatMap((person) => {
    const own = person.sessions.flatMap((id) => sessions.get(id) ?? []).toSorted((a, b) => (a.start < b.start ? -1 : 1))
    return own.length > 0 ? own.map((session) => lineOf(person, session)) : [lineOf(person, undefined)]
  })
  return csvOf([HEADINGS, ...seats, [NOTICE_SHORT]])
}

function lineOf(person: BoardPerson, session: BoardSession | undefined): (string | number | null)[] {
  const who = [person.name, person.counselor, person.targetMinutes, person.plannedMinutes]
  if (!session) return [...who, ...HEADINGS.slice(who.length).map(() => null)]
  const { service, kind, start, end, staff, site, room, telehealth } = session
  return [...who, service, kind, start, end, staff, site, room, telehealth ? 'yes' : 'no']
}
