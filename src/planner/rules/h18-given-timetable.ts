import type { PlanBook } from '../check/plan-book.ts'
import { minuteOf } from '../model/time.ts'
import type { FixedGroup, Session, Week } from '../model/week.ts'
import type { Breach, Rule } from './rule.ts'
import { HARD_RULES_TEXT } from './rule.ts'

/**
 * Under `fixedGroups` every group session equals an entry of it in id, service, start, staff, site, room and telehealth,
 * and pinned members are members. Frozen groups are exempt.
 */
export const givenTimetable: Rule = {
  name: 'H18',
  label: 'given timetable',
  source: HARD_RULES_TEXT,
  breaches(book) {
    const fixed = book.week.fixedGroups
    return fixed ? [...strangers(book, fixed), ...unseated(book, fixed)] : []
  },
}

const GIVEN = ['service', 'start', 'staff', 'site', 'room', 'telehealth'] as const

function strangers(book: PlanBook, fixed: readonly FixedGroup[]): Breach[] {
  const given = new Map(fixed.map((group) => [group.id, group]))
  return book.meetings
    .filter(({ service, frozen }) => service.kind === 'group' && !frozen)
    .flatMap(({ session }) => {
      const entry = given.get(session.id)
      if (!entry) return [{ name: 'H18', text: `${session.id} is a group that is not in the given timetable` }]
      const changed = GIVEN.filter((field) => session[field] !== entry[field])
      if (changed.length === 0) return []
      return [{ name: 'H18', text: `${session.id} differs from the given timetable in ${changed.join(', ')}` }]
    })
}

function unseated(book: PlanBook, fixed: readonly FixedGroup[]): Breach[] {
  const running = new Map<string, Session>(book.sessions.map((session) => [session.id, session]))
  return fixed
    .filter((group) => minuteOf(book.week.weekStart, group.start) >= book.frozenBefore)
    .flatMap((group) => {
      const members = new Set(running.get(group.id)?.members)
      return (group.pinned ?? [])
        .filter((pinned) => !members.has(pinned))
        .map((pinned) => ({ name: 'H18', text: `${pinned} is pinned to ${group.id} and does not attend it` }))
    })
}

/** The same rule for the search: the groups that may run; null when the timetable is free. */
export function allowsGroups(week: Week): readonly FixedGroup[] | null {
  return week.fixedGroups ?? null
}
