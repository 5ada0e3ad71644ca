import { minuteOf, wallOf } from '../planner/model/time.ts'
import type { Objection } from '../planner/move/held-groups.ts'
import { becauseWords, type MoveNames } from './move-words.ts'
import { clockIn, dayIn, ENGLISH } from './spoken-times.ts'

/** Names and lengths of services, by id. */
export type ServiceNames = ReadonlyMap<string, { readonly name: string; readonly minutes: number }>

/** `Skills group, Monday 5:30 pm: Luis works until 5:00 pm.`; of one member: `Dana R. has no seat in ...`. */
export function objectionWords(objection: Objection, names: MoveNames, services: ServiceNames): string {
  const { group, member, because } = objection
  const service = services.get(group.service)
  const end = endOf(group.start, service?.minutes ?? 0)
  const what = `${service?.name ?? 'A group'}, ${dayIn(ENGLISH, group.start)} ${clockIn(ENGLISH, group.start)}`
  const why = becauseWords(because, { ...group, end, joins: null, group: false }, names).join(' ')
  if (member === null) return `${what} cannot meet as its series says: ${why}`
  return `${names.people.get(member) ?? 'Somebody'} has no seat in ${what}: ${why}`
}

/** For a published week in which a group stays as it is. */
export function stayWords(weekStart: string): string {
  return `Week of ${weekStart}: it is published without this group in its usual place, and stays as it is.`
}

/** The end of a session as a wall time; sessions never reach over midnight. */
export function endOf(start: string, minutes: number): string {
  const day = start.slice(0, 10)
  return wallOf(day, minuteOf(day, start) + minutes)
}
