import type { Meeting, PlanBook } from '../check/plan-book.ts'
import type { Participant, Week } from '../model/week.ts'
import type { Rule } from './rule.ts'
import { HARD_RULES_TEXT } from './rule.ts'

/**
 * In person: the site is one of the participant's sites. Telehealth: the service and the participant allow it, and the
 * session's site has the same telehealth pool as the home site.
 */
export const reach: Rule = {
  name: 'H12',
  label: 'reach',
  source: HARD_RULES_TEXT,
  breaches(book) {
    return book.meetings.flatMap((meeting) =>
      meeting.members.flatMap((member) => {
        const wrong = meeting.session.telehealth ? notRemotely(book, meeting, member) : notThere(meeting, member)
        return wrong ? [{ name: 'H12', text: `${meeting.session.id}: ${wrong}` }] : []
      }),
    )
  },
}

function notThere({ site }: Meeting, { id, sites }: Participant): string | undefined {
  return sites.some((reached) => reached.site === site.id) ? undefined : `${id} cannot reach ${site.id}`
}

function notRemotely(book: PlanBook, { service, site }: Meeting, participant: Participant): string | undefined {
  if (!service.telehealth) return `${service.id} may not be held remotely`
  if (!participant.telehealth) return `${participant.id} may not take part remotely`
  const home = book.sites.get(participant.sites[0]?.site ?? '')
  if (!home) return `${participant.id} has no home site`
  const shared = (home.telehealthPool ?? '') === (site.telehealthPool ?? '')
  return shared ? undefined : `${site.id} shares no remote sessions with ${home.id}, the home site of ${participant.id}`
}

/** The same rule for the search: sites whose remote sessions a participant may join; none without telehealth. */
export function allowsRemoteFrom(week: Week, participant: Participant): string[] {
  const home = week.sites.find((site) => site.id === participant.sites[0]?.site)
  if (!participant.telehealth || !home) return []
  return week.sites.filter((site) => (site.telehealthPool ?? '') === (home.telehealthPool ?? '')).map((site) => site.id)
}
