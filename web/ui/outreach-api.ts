import type { EnterRule, ProgramRule } from '../../src/attendance/attendance-rule.ts'
import type { WeekForecast } from '../../src/hours/at-risk.ts'
import type { ChangeContact, ContactCard } from '../../src/message/contact.ts'
import type { DecideMessage, Outbox } from '../../src/message/message.ts'
import type { MakeUpOffers, PossibleMakeUps } from '../../src/outreach/make-up.ts'
import type { Outcome, Outreach } from '../../src/outreach/outreach.ts'
import { ask } from './ask.ts'

/** Calls to whoever was missed, hours at risk, and the sessions that bring them back. */

const makeUps = (person: string, week: string) => `/api/participants/${person}/weeks/${week}/make-ups`

export const outreachApi = {
  outreach: () => ask<Outreach>('GET', '/api/outreach', undefined, { background: true }),
  logCall: (task: string, call: { id: string; outcome: Outcome }) =>
    ask<{ id: string }>('POST', `/api/outreach/${task}/calls`, call),
  sendReminder: (task: string) => ask<void>('POST', `/api/outreach/${task}/reminder`),
  messages: () => ask<Outbox>('GET', '/api/messages', undefined, { background: true }),
  decideMessage: (message: string, decision: DecideMessage['decision']) =>
    ask<void>('PUT', `/api/messages/${message}/decision`, { decision }),
  contact: (person: string) => ask<ContactCard>('GET', `/api/participants/${person}/contact`),
  changeContact: (person: string, contact: ChangeContact) =>
    ask<void>('PUT', `/api/participants/${person}/contact`, contact),

  forecast: (week: string) => ask<WeekForecast>('GET', `/api/weeks/${week}/forecast`, undefined, { background: true }),
  possibleMakeUps: (person: string, week: string) => ask<PossibleMakeUps>('GET', `${makeUps(person, week)}/possible`),
  offerMakeUp: (person: string, week: string, session: string) =>
    ask<{ id: string }>('POST', makeUps(person, week), { session }),

  makeUps: (person: string, week: string) => ask<MakeUpOffers>('GET', makeUps(person, week)),
  answerMakeUp: (person: string, makeUp: string, answer: 'accepted' | 'declined') =>
    ask<void>('PUT', `/api/participants/${person}/make-ups/${makeUp}/answer`, { answer }),

  rules: () => ask<{ inForce: ProgramRule; versions: ProgramRule[] }>('GET', '/api/attendance-rules'),
  enterRule: (rule: EnterRule) => ask<ProgramRule>('POST', '/api/attendance-rules', rule),
}
