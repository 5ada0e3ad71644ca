import { hardRules } from '../check/hard-rules.ts'
import { openPlan } from '../check/plan-book.ts'
import type { Session, Week } from '../model/week.ts'
import type { Breach } from '../rules/rule.ts'
import { isOneToOne } from './standing.ts'

/**
 * A plan with another week for one person: seats left and taken, one-to-one sessions ended and added. `week` is what they
 * shall have from `frozenBefore` on; `gone` are groups in it that no longer run. Sessions without an id are numbered.
 */
export function planWith(
  center: Week,
  sessions: readonly Session[],
  { person, week }: { readonly person: string; readonly week: readonly Session[] },
): { readonly sessions: Session[]; readonly gone: Session[] } {
  const frozenBefore = center.previous?.frozenBefore ?? ''
  const wanted = new Set(week.map(({ id }) => id))
  const running = new Set(sessions.map(({ id }) => id))
  const kept = sessions
    .map((session) => (session.start < frozenBefore ? session : seated(session, person, wanted.has(session.id))))
    .filter(({ members }) => members.length > 0)
  const missing = week.filter(({ id }) => !running.has(id))
  const added = missing.filter((session) => isOneToOne(center, session))
  return {
    sessions: [...kept, ...named(added, running, person)],
    gone: missing.filter((session) => !isOneToOne(center, session)),
  }
}

/** Hard rules the second plan breaks and the first does not. */
export function newBreaches(week: Week, before: readonly Session[], after: readonly Session[]): Breach[] {
  const known = new Set(breachesOf(week, before).map(lineOf))
  return breachesOf(week, after).filter((breach) => !known.has(lineOf(breach)))
}

function seated(session: Session, person: string, wanted: boolean): Session {
  const inIt = session.members.includes(person)
  if (inIt === wanted) return session
  const others = session.members.filter((member) => member !== person)
  return { ...session, members: wanted ? [...session.members, person] : others }
}

function named(added: readonly Session[], taken: ReadonlySet<string>, person: string): Session[] {
  let count = 0
  const next = (): string => {
    count++
    const id = `choice-${count}`
    return taken.has(id) ? next() : id
  }
  return added.map((session) => ({ ...session, id: next(), members: [person] }))
}

function breachesOf(week: Week, sessions: readonly Session[]): Breach[] {
  const book = openPlan(week, sessions)
  return hardRules.flatMap((rule) => rule.breaches(book))
}

function lineOf({ name, text }: Breach): string {
  return `${name} ${text}`
}
