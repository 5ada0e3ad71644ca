import type { PlanBook } from '../check/plan-book.ts'
import { minuteOf } from '../model/time.ts'
import type { Session } from '../model/week.ts'
import type { Breach, Rule } from './rule.ts'
import { HARD_RULES_TEXT } from './rule.ts'

/** The sessions starting before `frozenBefore` are exactly those of `previous`: same id, all fields and the same members. */
export const frozenPast: Rule = {
  name: 'H19',
  label: 'frozen past',
  source: HARD_RULES_TEXT,
  breaches(book) {
    if (!book.week.previous) return []
    const happened = pastOf(book, book.week.previous.sessions)
    const planned = pastOf(book, book.sessions)
    return [
      ...[...happened].flatMap(([id, session]) => rewritten(session, planned.get(id))),
      ...[...planned.keys()]
        .filter((id) => !happened.has(id))
        .map((id) => ({ name: 'H19', text: `${id} is new in the part of the week that has already happened` })),
    ]
  },
}

const KEPT = ['service', 'start', 'staff', 'site', 'room', 'telehealth'] as const

function pastOf(book: PlanBook, sessions: readonly Session[]): Map<string, Session> {
  const past = sessions.filter(({ start }) => minuteOf(book.week.weekStart, start) < book.frozenBefore)
  return new Map(past.map((session) => [session.id, session]))
}

function rewritten(happened: Session, planned: Session | undefined): Breach[] {
  if (!planned) return [{ name: 'H19', text: `${happened.id} has already happened and is missing` }]
  const changed: string[] = KEPT.filter((field) => happened[field] !== planned[field])
  if (!sameMembers(happened.members, planned.members)) changed.push('members')
  if (changed.length === 0) return []
  return [{ name: 'H19', text: `${happened.id} has already happened and differs in ${changed.join(', ')}` }]
}

function sameMembers(some: readonly string[], others: readonly string[]): boolean {
  const set = new Set(some)
  return some.length === others.length && others.every((member) => set.has(member))
}

/** The same rule for the search: minutes of the week; nothing is added or changed before `frozenBefore`. */
export function allowsStartAt(start: number, frozenBefore: number): boolean {
  return start >= frozenBefore
}
