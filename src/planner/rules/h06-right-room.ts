import type { Meeting } from '../check/plan-book.ts'
import type { Service } from '../model/week.ts'
import type { Rule } from './rule.ts'
import { HARD_RULES_TEXT } from './rule.ts'

/** In person and `needsRoom`: a room of that site whose `kinds` contain the service's kind. Otherwise `room` is null. */
export const rightRoom: Rule = {
  name: 'H6',
  label: 'right room',
  source: HARD_RULES_TEXT,
  breaches(book) {
    return book.meetings.flatMap((meeting) => {
      const wrong = wrongRoom(meeting)
      return wrong ? [{ name: 'H6', text: `${meeting.session.id} ${wrong}` }] : []
    })
  },
}

function wrongRoom({ session, service, site, room }: Meeting): string | undefined {
  const needed = service.needsRoom && !session.telehealth
  if (!needed) return session.room === null ? undefined : `takes room ${session.room} and needs none`
  if (session.room === null) return 'needs a room and has none'
  if (!room) return `is in room ${session.room}, which ${site.id} does not have`
  return room.kinds.includes(service.kind)
    ? undefined
    : `is in ${room.id}, which does not host sessions of kind ${service.kind}`
}

/** The same rule for the search: does a session of this service take a room, and may it be this one? */
export function allowsRoomKind(service: Service, kinds: readonly string[]): boolean {
  return kinds.includes(service.kind)
}

export function takesRoom(service: Service, telehealth: boolean): boolean {
  return service.needsRoom && !telehealth
}
