import type { Attendee, PlanBook } from '../check/plan-book.ts'
import type { Service, Session } from '../model/week.ts'
import type { SoftCost } from './soft-cost.ts'
import { sumOf } from './soft-cost.ts'

/**
 * Per participant and session whose key is not among that participant's keys in `previous`. The key is what a
 * participant notices: service, start, site, telehealth and, one to one, the staff member.
 */
export const change: SoftCost = {
  name: 'S11',
  label: 'change',
  charge(book) {
    if (!book.week.previous) return 0
    const known = previousKeys(book, book.week.previous.sessions)
    return book.week.weights.change * sumOf(book.attendees, (attendee) => changes(attendee, known))
  },
}

function previousKeys(book: PlanBook, sessions: readonly Session[]): Map<string, Set<string>> {
  const keys = new Map<string, Set<string>>()
  for (const session of sessions) {
    const service = book.services.get(session.service)
    if (!service) continue
    for (const member of session.members) {
      const own = keys.get(member) ?? new Set()
      keys.set(member, own.add(keyOf(session, service)))
    }
  }
  return keys
}

function changes({ participant, meetings }: Attendee, known: ReadonlyMap<string, ReadonlySet<string>>): number {
  const own = known.get(participant.id)
  return meetings.filter(({ session, service }) => !own?.has(keyOf(session, service))).length
}

function keyOf({ start, site, telehealth, staff }: Session, service: Service): string {
  return JSON.stringify([service.id, start, site, telehealth, service.kind === 'group' ? '' : staff])
}
