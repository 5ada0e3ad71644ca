import { dateOf, dayNumber } from '../planner/model/time.ts'
import type { Hindrance } from '../planner/move/hindrance.ts'
import type { Move } from '../planner/move/moves.ts'
import { clockIn, dayIn, ENGLISH } from './spoken-times.ts'

/**
 * Why a session cannot move somewhere, in sentences for staff. Of one person who asks to move, the busy time is told and
 * never its reason; of a group, only who cannot come.
 */

/** Names by id, as far as the reader may see them. */
export interface MoveNames {
  readonly people: ReadonlyMap<string, string>
  readonly staff: ReadonlyMap<string, string>
  readonly sites: ReadonlyMap<string, string>
  readonly rooms: ReadonlyMap<string, string>
}

interface Where extends Pick<Move, 'start' | 'staff' | 'site' | 'telehealth' | 'joins'> {
  readonly end: string
  /** A whole group moves. */
  readonly group: boolean
}

/** One sentence for each rule in the way; those about members of a group are one sentence together. */
export function becauseWords(because: readonly Hindrance[], where: Where, names: MoveNames): string[] {
  const members = because.filter(({ people }) => where.group && people.length > 0)
  const others = because.filter((one) => !members.includes(one))
  const away = [...new Set(members.flatMap(({ people }) => people))]
  return [
    ...others.map((one) => sentenceOf(one, where, names)),
    ...(away.length > 0 ? [`${whoWords(away, names)} cannot come then.`] : []),
  ]
}

function sentenceOf(one: Hindrance, where: Where, names: MoveNames): string {
  const staff = names.staff.get(where.staff) ?? 'The staff member'
  const site = names.sites.get(where.site) ?? 'that site'
  const day = dayIn(ENGLISH, where.start)
  const [person = ''] = one.people
  const who = names.people.get(person) ?? 'The participant'
  const words: Record<string, () => string> = {
    H1: () => 'It does not start at that time.',
    H2: () => `${staff} is not licensed for it this week.`,
    H3: () => dutyWords(staff, one.time, where),
    H4: () => `${staff} is in another session${one.time ? ` until ${clock(one.time.end)}` : ''}.`,
    H5: () => `${staff} has no minutes left this week.`,
    H6: () => `${site} has no suitable room.`,
    H7: () => `No suitable room at ${site} is free then.`,
    H8: () =>
      where.joins === null ? 'No free room is large enough.' : 'That group is full, or the one left behind too small.',
    H9: () => `${who} is in another session${one.time ? ` until ${clock(one.time.end)}` : ''}.`,
    H10: () => `${who} would have to be in two places in one visit.`,
    H11: () => busyWords(who, one.time, where),
    H12: () => (where.telehealth ? `${who} cannot take part remotely.` : `${who} cannot reach ${site}.`),
    H13: () => `The prescription allows ${who} no more of it.`,
    H14: () => `${who} has one of these on ${day} already.`,
    H15: () => `${who} would be in sessions too long on ${day}.`,
    H16: () => `${staff} is neither counselor nor cover of ${who}.`,
    H17: () => `The family of ${who} cannot come then.`,
    away: () => `${who} is not in treatment then.`,
    H18: () => 'The given timetable holds no such group.',
  }
  return words[one.rule]?.() ?? 'A rule of the week is in the way.'
}

/** `Luis works until 6:30 pm.` */
function dutyWords(staff: string, duty: Hindrance['time'], where: Where): string {
  if (!duty) return `${staff} does not work on ${dayIn(ENGLISH, where.start)}.`
  if (where.start < duty.start) return `${staff} works from ${clock(duty.start)}.`
  if (where.end > duty.end) return `${staff} works until ${clock(duty.end)}.`
  return `${staff} does not work then.`
}

/** With the way there or home where only that is in the way; days are named where the busy time reaches another day. */
function busyWords(who: string, busy: Hindrance['time'], where: Where): string {
  if (!busy) return `${who} would still be on the way from or to another visit.`
  if (busy.start <= where.start) {
    const way = busy.end <= where.start ? ', and needs time to get there' : ''
    return `${who} is busy until ${momentWords(busy.end, where.start)}${way}.`
  }
  const way = busy.start >= where.end ? ', and needs time to get home' : ''
  return `${who} is busy from ${momentWords(busy.start, where.start)}${way}.`
}

function momentWords(wall: string, beside: string): string {
  if (wall.slice(0, 10) === beside.slice(0, 10)) return clock(wall)
  const nextMidnight = `${dateOf(dayNumber(beside.slice(0, 10)) + 1)}T00:00`
  return wall === nextMidnight ? 'midnight' : `${dayIn(ENGLISH, wall)} ${clock(wall)}`
}

/** `Dana R.`, `Dana R. and Luis M.`, `Dana R., Luis M. and 3 others`; people the reader may not see are counted. */
function whoWords(people: readonly string[], names: MoveNames): string {
  const named = people.flatMap((id) => names.people.get(id) ?? []).toSorted()
  const told = named.slice(0, 3)
  const rest = people.length - told.length
  const words =
    rest > 0
      ? [...told, rest === 1 && told.length > 0 ? '1 other' : rest === 1 ? 'One member' : `${rest} others`]
      : told
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}

function clock(wall: string): string {
  return clockIn(ENGLISH, wall)
}
