import type { Service, Staff } from '../model/week.ts'
import type { Rule } from './rule.ts'
import { HARD_RULES_TEXT } from './rule.ts'

/** The staff member leads (`group`) or gives (all other kinds) the service, and works at the session's site. */
export const license: Rule = {
  name: 'H2',
  label: 'license and site of the staff member',
  source: HARD_RULES_TEXT,
  breaches(book) {
    return book.meetings.flatMap(({ session, service, staff, site }) => {
      const licensed = (service.kind === 'group' ? staff.leads : staff.gives).includes(service.id)
      const verb = service.kind === 'group' ? 'lead' : 'give'
      return [
        ...(licensed ? [] : [{ name: 'H2', text: `${session.id}: ${staff.id} may not ${verb} ${service.id}` }]),
        ...(staff.site === site.id
          ? []
          : [{ name: 'H2', text: `${session.id} is at ${site.id}, but ${staff.id} works at ${staff.site}` }]),
      ]
    })
  },
}

/** The same rule for the search. */
export function allowsLicense(service: Service, staff: Staff): boolean {
  return (service.kind === 'group' ? staff.leads : staff.gives).includes(service.id)
}
