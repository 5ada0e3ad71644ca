import { prescribed } from '../check/week-book.ts'
import { groupedBy } from '../model/grouped-by.ts'
import type { Rule } from './rule.ts'
import { HARD_RULES_TEXT } from './rule.ts'

/** Never more sessions of a service than prescribed (0 when not prescribed). */
export const prescription: Rule = {
  name: 'H13',
  label: 'prescription',
  source: HARD_RULES_TEXT,
  breaches(book) {
    return book.attendees.flatMap(({ participant, meetings }) =>
      [...groupedBy(meetings, ({ service }) => service.id)].flatMap(([service, attended]) => {
        const most = prescribed(participant, service)
        if (attended.length <= most) return []
        return [
          {
            name: 'H13',
            text: `${participant.id} has ${attended.length} sessions of ${service}, prescribed are ${most}`,
          },
        ]
      }),
    )
  },
}

/** The same rule for the search: how many sessions of a service may still be added. */
export function allowsMore(prescribed: number, had: number): number {
  return Math.max(0, prescribed - had)
}
