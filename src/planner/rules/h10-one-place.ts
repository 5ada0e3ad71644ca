import type { Visit } from '../check/plan-book.ts'
import type { Rule } from './rule.ts'
import { HARD_RULES_TEXT } from './rule.ts'

/** All sessions of a visit are in person at one site, or all are telehealth. */
export const onePlace: Rule = {
  name: 'H10',
  label: 'one place per visit',
  source: HARD_RULES_TEXT,
  breaches(book) {
    return book.attendees.flatMap(({ participant, visits }) =>
      visits.flatMap((visit) => {
        const places = placesOf(visit)
        if (places.length < 2) return []
        return [{ name: 'H10', text: `${participant.id} is at ${places.join(' and ')} within ${visit.block.block.id}` }]
      }),
    )
  },
}

function placesOf(visit: Visit): string[] {
  const inPerson = visit.meetings.filter(({ session }) => !session.telehealth).map(({ site }) => site.id)
  return [...new Set(inPerson), ...(inPerson.length < visit.meetings.length ? ['telehealth'] : [])]
}

/** The same rule for the search: sessions of one block and place may be one visit; place -1 is telehealth, else a site. */
export function visitOfSession({ block, place }: { readonly block: number; readonly place: number }): string {
  return `${block} ${place}`
}
