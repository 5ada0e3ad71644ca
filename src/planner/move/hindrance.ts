import { spanOf } from '../check/week-book.ts'
import type { Interval } from '../model/time.ts'
import { dayOf, overlaps, wallOf } from '../model/time.ts'
import type { Session, Week } from '../model/week.ts'
import type { Standing } from './judge.ts'
import { timeOf } from './places.ts'

/** A hard rule that stands in the way of a move, with what people ask next. */
export interface Hindrance {
  readonly rule: string
  /** Members whose own week it is about; empty for rules of staff, rooms and seats. */
  readonly people: readonly string[]
  /**
   * The time in the way: the busy time, visit or session of the only person concerned, the other session of the staff
   * member, or their duty of that day. Null when the rule is not about a time, or about more than one person.
   */
  readonly time: { readonly start: string; readonly end: string } | null
}

/** What stands in the way at one place, with the times in the way. `to` is the session as it would be. */
export function hindranceOf(
  standing: Standing,
  to: Session,
  { rule, people }: { readonly rule: string; readonly people: readonly string[] },
): Hindrance {
  const { week } = standing
  const [person] = people
  const found =
    people.length > 1
      ? undefined
      : person
        ? timeOfPerson(standing, to, { rule, person })
        : timeOfStaff(standing, to, rule)
  const time = found && { start: wallOf(week.weekStart, found.start), end: wallOf(week.weekStart, found.end) }
  return { rule, people, time: time ?? null }
}

function timeOfStaff({ week, sessions }: Standing, to: Session, rule: string): Interval | undefined {
  const time = timeOf(week, to)
  if (rule === 'H4') {
    const others = sessions.filter(({ id, staff }) => id !== to.id && staff === to.staff)
    return others.map((session) => timeOf(week, session)).find((other) => overlaps(other, time))
  }
  if (rule !== 'H3') return undefined
  const duty = week.staff.find(({ id }) => id === to.staff)?.duty ?? []
  return duty.map((span) => spanOf(week, span)).find((span) => dayOf(span.start) === dayOf(time.start))
}

function timeOfPerson(
  { week, sessions }: Standing,
  to: Session,
  { rule, person }: { readonly rule: string; readonly person: string },
): Interval | undefined {
  const time = timeOf(week, to)
  const others = sessions.filter(({ id, members }) => id !== to.id && members.includes(person))
  if (rule === 'H9') return others.map((session) => timeOf(week, session)).find((other) => overlaps(other, time))
  if (rule !== 'H11') return undefined
  const away = occupied(week, to, { person, others })
  const busy = week.participants.find(({ id }) => id === person)?.busy ?? []
  return busy.map((span) => spanOf(week, span)).find((span) => overlaps(span, away))
}

/** From leaving home until being back, with the person's other sessions of that block. */
function occupied(
  week: Week,
  to: Session,
  { person, others }: { readonly person: string; readonly others: readonly Session[] },
): Interval {
  const time = timeOf(week, to)
  const block = week.blocks.find(({ start, end }) => start <= to.start && to.start < end)
  const visit = others
    .filter(({ start }) => block && block.start <= start && start < block.end)
    .map((session) => timeOf(week, session))
  const sites = week.participants.find(({ id }) => id === person)?.sites ?? []
  const travel = to.telehealth ? 0 : (sites.find(({ site }) => site === to.site)?.travelMinutes ?? 0)
  return {
    start: Math.min(time.start, ...visit.map(({ start }) => start)) - travel,
    end: Math.max(time.end, ...visit.map(({ end }) => end)) + travel,
  }
}
