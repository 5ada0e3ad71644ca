import { clockWords } from '../../model/clock-words.ts'
import { minuteOf } from '../../model/time.ts'
import type { FixedGroup, Session, Week } from '../../model/week.ts'
import type { Breach } from '../../rules/rule.ts'
import { hardRules } from '../hard-rules.ts'
import { openPlan } from '../plan-book.ts'
import type { WeekBook } from '../week-book.ts'
import { openWeek } from '../week-book.ts'
import { finding, repeats, strangers, stranger, wrongTime } from './finding.ts'

/** What is wrong with the given timetable and the plan that was in force: ids, times, references, the frozen moment. */
export function wrongGiven(week: Week): Breach[] {
  const book = openWeek(week)
  return [...wrongTimetable(book, week.fixedGroups ?? []), ...wrongPrevious(book, week.previous)]
}

/**
 * What every plan of the week would break. The frozen past and pinned seats belong to every plan, and adding sessions never
 * mends a rule other than the least size of a group; so when they break a rule alone, no valid plan exists.
 * Expects a week in which nothing else is wrong.
 */
export function impossibleGiven(week: Week): Breach[] {
  const past = frozenSessions(week)
  const wrongPast = brokenBy(week, past).map(({ name, text }) =>
    finding(
      'previous.sessions',
      `what has happened breaks ${name}: ${text}`,
      'Every plan would break it too; correct the week.',
    ),
  )
  if (wrongPast.length > 0) return wrongPast
  const anySize = { ...week, services: week.services.map((service) => ({ ...service, minMembers: 0 })) }
  return brokenBy(anySize, [...past, ...pinnedSessions(week)]).map(({ name, text }) =>
    finding(
      'fixedGroups',
      `the pinned seats break ${name}: ${text}`,
      'Every plan would break it too; maybe pin fewer people.',
    ),
  )
}

function wrongTimetable(book: WeekBook, groups: readonly FixedGroup[]): Breach[] {
  return [
    ...repeats(
      'fixedGroups',
      groups.map(({ id }) => id),
    ),
    ...groups.flatMap((group, n) => [
      ...wrongMeeting(book, `fixedGroups[${n}]`, group),
      ...oneToOne(book, `fixedGroups[${n}]`, group),
      ...repeats(`fixedGroups[${n}].pinned`, group.pinned ?? []),
      ...strangers(`fixedGroups[${n}].pinned`, group.pinned ?? [], people(book)),
    ]),
  ]
}

function oneToOne(book: WeekBook, path: string, { service }: FixedGroup): Breach[] {
  const kind = book.services.get(service)?.kind ?? 'group'
  return kind === 'group' ? [] : [finding(`${path}.service`, `${service} is one to one`, 'Only groups can be given.')]
}

function wrongPrevious(book: WeekBook, previous: Week['previous']): Breach[] {
  if (!previous) return []
  return [
    ...wrongMoment(book, previous.frozenBefore),
    ...repeats(
      'previous.sessions',
      previous.sessions.map(({ id }) => id),
    ),
    ...previous.sessions.flatMap((session, n) => [
      ...wrongMeeting(book, `previous.sessions[${n}]`, session),
      ...strangers(`previous.sessions[${n}].members`, session.members, people(book)),
    ]),
  ]
}

function wrongMoment(book: WeekBook, frozenBefore: string): Breach[] {
  const wrong = wrongTime('previous.frozenBefore', frozenBefore)
  if (wrong.length > 0) return wrong
  const moment = book.frozenBefore
  return book.blocks
    .filter(({ start, end }) => start < moment && moment < end)
    .map(({ block }) =>
      finding(
        'previous.frozenBefore',
        `${clockWords(moment)} is inside ${block.id}`,
        'Use the start or the end of the block.',
      ),
    )
}

function wrongMeeting(book: WeekBook, path: string, meeting: FixedGroup | Session): Breach[] {
  const { service, start, staff, site, room } = meeting
  const rooms = { list: `the rooms of ${site}`, has: (id: string) => book.rooms.get(site)?.has(id) ?? false }
  return [
    ...wrongTime(`${path}.start`, start),
    ...stranger(`${path}.service`, service, { list: 'services', has: (id) => book.services.has(id) }),
    ...stranger(`${path}.staff`, staff, { list: 'staff', has: (id) => book.staff.has(id) }),
    ...stranger(`${path}.site`, site, { list: 'sites', has: (id) => book.sites.has(id) }),
    ...(room === null ? [] : stranger(`${path}.room`, room, rooms)),
  ]
}

function people(book: WeekBook) {
  return { list: 'participants', has: (id: string) => book.participants.has(id) }
}

/** What has happened: the sessions of `previous` that start before `frozenBefore`. */
export function frozenSessions(week: Week): Session[] {
  const moment = openWeek(week).frozenBefore
  return (week.previous?.sessions ?? []).filter(({ start }) => minuteOf(week.weekStart, start) < moment)
}

function pinnedSessions(week: Week): Session[] {
  const moment = openWeek(week).frozenBefore
  return (week.fixedGroups ?? []).flatMap(({ pinned = [], ...group }) =>
    pinned.length > 0 && minuteOf(week.weekStart, group.start) >= moment ? [{ ...group, members: pinned }] : [],
  )
}

/** Breaches of H1 to H17: the two rules about what is given are about a whole plan. */
function brokenBy(week: Week, sessions: readonly Session[]): Breach[] {
  const book = openPlan(week, sessions)
  return hardRules.filter(({ name }) => name !== 'H18' && name !== 'H19').flatMap((rule) => rule.breaches(book))
}
