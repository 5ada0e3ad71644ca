import { clockWords } from '../model/clock-words.ts'
import { heldAtOnce } from './at-once.ts'
import type { Rule } from './rule.ts'
import { HARD_RULES_TEXT } from './rule.ts'

/** Sessions of one participant do not overlap. */
export const personOverlap: Rule = {
  name: 'H9',
  label: 'one session at a time for a participant',
  source: HARD_RULES_TEXT,
  breaches(book) {
    return book.attendees.flatMap(({ participant, meetings }) =>
      heldAtOnce(meetings).map(([first, second]) => ({
        name: 'H9',
        text: `${participant.id} attends ${first.session.id} and ${second.session.id} at once on ${clockWords(second.start)}`,
      })),
    )
  },
}

/** The same rule for the search: sessions of one visit are strung together in the order of their starts. */
export function allowsNext(previousEnd: number, start: number): boolean {
  return previousEnd <= start
}
