import type { Meeting } from '../check/plan-book.ts'
import type { Service } from '../model/week.ts'
import type { Rule } from './rule.ts'
import { HARD_RULES_TEXT } from './rule.ts'

/** `minMembers` to `maxMembers` different members (one-to-one: exactly one), and not more than the room's seats. */
export const size: Rule = {
  name: 'H8',
  label: 'size',
  source: HARD_RULES_TEXT,
  breaches(book) {
    return book.meetings.flatMap((meeting) =>
      wrongSizes(meeting).map((wrong) => ({ name: 'H8', text: `${meeting.session.id} ${wrong}` })),
    )
  },
}

function wrongSizes({ session, service, room }: Meeting): string[] {
  const members = new Set(session.members).size
  const least = service.kind === 'group' ? service.minMembers : 1
  const wrong: string[] = []
  if (members < session.members.length) wrong.push('names a member twice')
  if (members < least) wrong.push(`has ${members} members, ${service.id} needs at least ${least}`)
  if (members > service.maxMembers)
    wrong.push(`has ${members} members, ${service.id} takes at most ${service.maxMembers}`)
  if (room && members > room.seats) wrong.push(`has ${members} members, ${room.id} has ${room.seats} seats`)
  return wrong
}

/** The same rule for the search: the most members a session may have; `seats` is null without a room. */
export function allowsMembers(service: Service, seats: number | null): number {
  return seats === null ? service.maxMembers : Math.min(service.maxMembers, seats)
}
