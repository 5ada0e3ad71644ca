import { say } from '../../ui/words.ts'

/** An entry of the trail in plain words, in the language on screen; `what` is the name of the route's policy. */
const ACTS: Readonly<Record<string, () => string>> = {
  'access-log.read': () => say('looked.log'),
  'audit.read': () => say('looked.log'),
  'break-glass.open': () => say('looked.emergency'),
  'break-glass.own': () => say('looked.emergency'),
  'break-glass.review': () => say('looked.emergencyReview'),
  'check-in.read': () => say('looked.checkIn'),
  'collateral.read': () => say('looked.family'),
  'consent.give': () => say('looked.consentGive'),
  'consent.read': () => say('looked.consentRead'),
  'consent.revoke': () => say('looked.consentStop'),
  'counseling-note.read': () => say('looked.note'),
  'counseling-note.write': () => say('looked.note'),
  'disclosure.read': () => say('looked.givenOut'),
  'feed.fetch': () => say('looked.calendar'),
  'feed.manage': () => say('looked.calendarChange'),
  feed: () => say('looked.calendar'),
  'note.co-sign': () => say('looked.note'),
  'note.read': () => say('looked.note'),
  'note.write': () => say('looked.note'),
  'obligation.add': () => say('looked.busyTime'),
  'participant.invite': () => say('looked.invited'),
  'person-week.read': () => say('looked.week'),
  'record.export': () => say('looked.copied'),
  'shared.read': () => say('looked.shared'),
  'supporter.link': () => say('looked.people'),
  'supporter.read': () => say('looked.people'),
  'week.export': () => say('looked.copied'),
  'week.plan': () => say('looked.planned'),
  'week.publish': () => say('looked.published'),
  'week.read': () => say('looked.allWeeks'),
  'week.watch': () => say('looked.allWeeks'),
  import: () => say('looked.imported'),
  planner: () => say('looked.planned'),
  setup: () => say('looked.imported'),
}

export function lookedWords(what: string, verb: 'read' | 'write'): string {
  return ACTS[what]?.() ?? (verb === 'write' ? say('looked.changed') : say('looked.read'))
}

/** Neutral words for roles: a glance at the screen tells nobody what the place is. */
const ROLES: Readonly<Record<string, () => string>> = {
  'front-desk': () => say('looker.frontDesk'),
  counselor: () => say('looker.team'),
  supervisor: () => say('looker.team'),
  prescriber: () => say('looker.medical'),
  'privacy-officer': () => say('looker.privacy'),
  supporter: () => say('looker.supporter'),
}

export function lookerWords(name: string | null, role: string): string {
  const acting = ROLES[role]?.() ?? (name === null ? say('looker.system') : say('looker.team'))
  return name === null ? acting : `${name} (${acting})`
}
