import { clockWords } from '../model/clock-words.ts'
import type { Participant, Service } from '../model/week.ts'
import type { Rule } from './rule.ts'
import { HARD_RULES_TEXT } from './rule.ts'

/** `family` sessions lie in one of the participant's `familyBlocks`. */
export const family: Rule = {
  name: 'H17',
  label: 'family can come',
  source: HARD_RULES_TEXT,
  breaches(book) {
    return book.meetings
      .filter(({ service }) => service.kind === 'family')
      .flatMap(({ session, start, block, members }) =>
        members
          .filter((member) => !block || !member.familyBlocks.includes(block.block.id))
          .map((member) => ({
            name: 'H17',
            text: `${session.id}: the family of ${member.id} cannot come ${clockWords(start)}`,
          })),
      )
  },
}

/** The same rule for the search. */
export function allowsFamilyBlock(service: Service, participant: Participant, blockId: string): boolean {
  return service.kind !== 'family' || participant.familyBlocks.includes(blockId)
}
