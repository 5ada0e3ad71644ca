import type { Role } from '../../../src/access/sign-in.ts'
import { say } from '../../ui/words.ts'
import { roleName, ROLES_IN_ORDER } from '../role-name.ts'

/** What an entry of the trail says, in a few words. Entries name the route's policy; unknown ones show it as it is. */
const ACTS: Readonly<Record<string, () => string>> = {
  'access-log.read': () => say('act.accessLog'),
  'account.changed': () => say('act.account'),
  'account.deactivated': () => say('act.accountEnded'),
  'account.manage': () => say('act.account'),
  'account.opened': () => say('act.accountOpened'),
  'account.reactivated': () => say('act.accountBack'),
  'account.read': () => say('act.accounts'),
  'audit.read': () => say('act.audit'),
  'break-glass.open': () => say('act.breakGlass'),
  'break-glass.own': () => say('act.breakGlassOwn'),
  'break-glass.review': () => say('act.breakGlassReview'),
  'collateral.tell': () => say('act.collateral'),
  'consent.give': () => say('act.consentGive'),
  'consent.read': () => say('act.consentRead'),
  'consent.revoke': () => say('act.consentRevoke'),
  'disclosure.read': () => say('act.disclosures'),
  'feed.fetch': () => say('act.feedFetch'),
  'feed.manage': () => say('act.feed'),
  'invitation.made': () => say('act.invitation'),
  'obligation.add': () => say('act.obligation'),
  'participant.invite': () => say('act.invite'),
  'person-week.read': () => say('act.personWeek'),
  'session.ended': () => say('act.signedOut'),
  'session.opened': () => say('act.signedIn'),
  'session.stepped-up': () => say('act.steppedUp'),
  'shared.read': () => say('act.shared'),
  'sign-in.open': () => say('act.signIn'),
  'week.export': () => say('act.weekExport'),
  'week.figures': () => say('act.figures'),
  'week.plan': () => say('act.plan'),
  'week.publish': () => say('act.publish'),
  'week.read': () => say('act.week'),
  'week.watch': () => say('act.weekWatch'),
  feed: () => say('act.feedFetch'),
  import: () => say('act.import'),
  planner: () => say('act.plan'),
  setup: () => say('act.setUp'),
}

export function actWords(what: string, verb: 'read' | 'write'): string {
  const [given, ended] = [roleIn(what, 'role.given-'), roleIn(what, 'role.ended-')]
  if (given) return say('act.roleGiven', { role: roleName(given) })
  if (ended) return say('act.roleEnded', { role: roleName(ended) })
  return ACTS[what]?.() ?? `${what} (${verb === 'read' ? say('act.read') : say('act.write')})`
}

/** `Tessa Brand · Front desk`; programs have names of their own. */
export function actorWords(name: string | null, role: string): string {
  const acting = isRole(role) ? roleName(role) : (PROGRAMS[role]?.() ?? null)
  return [name, acting].filter((word) => word !== null).join(' · ')
}

/** Actors that are not people (trust.md 4.2). Somebody who signs in or out acts in no role yet. */
const PROGRAMS: Readonly<Record<string, () => string>> = {
  feed: () => say('actor.feed'),
  import: () => say('actor.import'),
  planner: () => say('actor.planner'),
  setup: () => say('actor.setUp'),
}

function roleIn(what: string, begin: string): Role | undefined {
  const role = what.slice(begin.length)
  return what.startsWith(begin) && isRole(role) ? role : undefined
}

function isRole(role: string): role is Role {
  return ROLES_IN_ORDER.includes(role as Role)
}
