import { dayWords } from '../model/clock-words.ts'
import { dayOf } from '../model/time.ts'
import { groupedBy } from '../model/grouped-by.ts'
import type { Rule } from './rule.ts'
import { HARD_RULES_TEXT } from './rule.ts'

/** At most one session of a service per participant and day. */
export const onceADay: Rule = {
  name: 'H14',
  label: 'once a day',
  source: HARD_RULES_TEXT,
  breaches(book) {
    return book.attendees.flatMap(({ participant, meetings }) =>
      [...groupedBy(meetings, ({ service, start }) => `${dayOf(start)} ${service.id}`).values()].flatMap((same) => {
        const [first, second] = same
        if (!first || !second) return []
        const day = dayWords(dayOf(first.start))
        return [{ name: 'H14', text: `${participant.id} has ${same.length} sessions of ${first.service.id} on ${day}` }]
      }),
    )
  },
}

/** The same rule for the search: services of a day as bits. */
export function allowsOnDay(servicesOfDay: number, moreServices: number): boolean {
  return (servicesOfDay & moreServices) === 0
}
