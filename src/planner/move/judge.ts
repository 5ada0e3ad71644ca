import { hardRules } from '../check/hard-rules.ts'
import { openPlan } from '../check/plan-book.ts'
import type { Session, Week } from '../model/week.ts'
import type { Breach } from '../rules/rule.ts'

/**
 * The checker's own rules, asked about the few sessions a move can touch: one member's week, one staff member's, one
 * room's. The answers are those of the checker for the whole plan, hundreds of times faster.
 */

/** The plan in which something shall move. */
export interface Standing {
  readonly week: Week
  readonly sessions: readonly Session[]
}

/** Some rules, and the sessions as they are that these rules can find something in. */
export interface Side {
  readonly rules: ReadonlySet<string>
  readonly week: Week
  readonly sessions: readonly Session[]
  readonly known: ReadonlySet<string>
}

const OF_A_PERSON = new Set(['H9', 'H10', 'H11', 'H12', 'H13', 'H14', 'H15', 'H16', 'H17'])
const OF_STAFF = new Set(['H2', 'H3', 'H4', 'H5'])
const OF_A_ROOM = new Set(['H6', 'H7'])
const OF_A_GROUP = new Set(['H8', 'H18'])

/** One member's own week: nobody else's obligations are looked at. */
export function sideOfPerson({ week, sessions }: Standing, person: string): Side {
  const participants = week.participants.filter(({ id }) => id === person)
  return sideOf(OF_A_PERSON, { ...week, participants }, ownOf(sessions, person))
}

export function sideOfStaff({ week, sessions }: Standing, staff: string): Side {
  return sideOf(
    OF_STAFF,
    { ...week, participants: [] },
    sessions.filter((session) => session.staff === staff),
  )
}

/** With `room` null: whether a session may do without one. */
export function sideOfRoom({ week, sessions }: Standing, site: string, room: string | null): Side {
  const inIt = sessions.filter((session) => room !== null && session.site === site && session.room === room)
  return sideOf(OF_A_ROOM, { ...week, participants: [] }, inIt)
}

/** The sizes of the sessions that change, and the given timetable. */
export function sideOfSize({ week, sessions }: Standing, ids: readonly string[]): Side {
  return sideOf(
    OF_A_GROUP,
    { ...week, participants: [] },
    sessions.filter(({ id }) => ids.includes(id)),
  )
}

/** Names of the rules that are newly broken when `after` takes the place of the sessions with the same ids. */
export function newlyBroken({ rules, week, sessions, known }: Side, after: readonly Session[]): string[] {
  const ids = new Set(after.map(({ id }) => id))
  const others = sessions.filter(({ id }) => !ids.has(id))
  const found = breachesOf(rules, week, [...others, ...after]).filter((breach) => !known.has(lineOf(breach)))
  return [...new Set(found.map(({ name }) => name))]
}

/** A person's sessions with them as the only member, which is all their own rules need to know. */
export function ownOf(sessions: readonly Session[], person: string): Session[] {
  return sessions
    .filter(({ members }) => members.includes(person))
    .map((session) => ({ ...session, members: [person] }))
}

function sideOf(rules: ReadonlySet<string>, { previous, ...plain }: Week, sessions: readonly Session[]): Side {
  // The past is compared by nobody here (H19): a move reaches only what lies ahead.
  const week = previous ? { ...plain, previous: { frozenBefore: previous.frozenBefore, sessions: [] } } : plain
  return { rules, week, sessions, known: new Set(breachesOf(rules, week, sessions).map(lineOf)) }
}

function breachesOf(rules: ReadonlySet<string>, week: Week, sessions: readonly Session[]): Breach[] {
  const book = openPlan(week, sessions)
  return hardRules.filter(({ name }) => rules.has(name)).flatMap((rule) => rule.breaches(book))
}

function lineOf({ name, text }: Breach): string {
  return `${name} ${text}`
}
