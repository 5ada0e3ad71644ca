import type { Participant, Service } from '../model/week.ts'
import type { Rule } from './rule.ts'
import { HARD_RULES_TEXT } from './rule.ts'

/** `individual` sessions are given by the participant's counselor or one of the cover counselors. */
export const ownCounselor: Rule = {
  name: 'H16',
  label: 'own counselor',
  source: HARD_RULES_TEXT,
  breaches(book) {
    return book.meetings
      .filter(({ service }) => service.kind === 'individual')
      .flatMap(({ session, staff, members }) =>
        members
          .filter((member) => member.counselor !== staff.id && !member.coverCounselors.includes(staff.id))
          .map((member) => ({
            name: 'H16',
            text: `${session.id}: ${staff.id} is neither counselor nor cover counselor of ${member.id}`,
          })),
      )
  },
}

/** The same rule for the search. */
export function allowsGiver(service: Service, participant: Participant, staffId: string): boolean {
  if (service.kind !== 'individual') return true
  return participant.counselor === staffId || participant.coverCounselors.includes(staffId)
}
