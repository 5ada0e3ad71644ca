import type { AnswerRequest, OwnChoices, WeekRequests } from '../../src/schedule/choice.ts'
import type { ChoiceRailsHistory, EnterRails } from '../../src/schedule/choice-rails.ts'
import type { OtherTimes, ReplyOtherTime } from '../../src/schedule/other-time.ts'
import { ask } from './ask.ts'

/** Other whole weeks that fit somebody, and the wishes that wait for staff. */

const choicesOf = (person: string, week: string) => `/api/participants/${person}/weeks/${week}/choices`

export const choicesApi = {
  read: (person: string, week: string) => ask<OwnChoices>('GET', choicesOf(person, week)),
  find: (person: string, week: string) => ask<OwnChoices>('POST', choicesOf(person, week), {}),
  take: (person: string, week: string, choice: number) =>
    ask<OwnChoices>('POST', `${choicesOf(person, week)}/${choice}/acceptance`, {}),
  takeBack: (person: string, week: string) => choicesApi.take(person, week, 0),

  requests: () => ask<WeekRequests>('GET', '/api/week-requests'),
  requestsInBackground: () => ask<WeekRequests>('GET', '/api/week-requests', undefined, { background: true }),
  answer: (request: string, answer: AnswerRequest) =>
    ask<WeekRequests>('POST', `/api/week-requests/${request}/answer`, answer),

  otherTimes: () => ask<OtherTimes>('GET', '/api/other-times'),
  otherTimesInBackground: () => ask<OtherTimes>('GET', '/api/other-times', undefined, { background: true }),
  replyOtherTime: (asked: string, reply: ReplyOtherTime) =>
    ask<OtherTimes>('POST', `/api/other-times/${asked}/reply`, reply),

  rails: () => ask<ChoiceRailsHistory>('GET', '/api/choice-rails'),
  enterRails: (rails: EnterRails) => ask<ChoiceRailsHistory>('POST', '/api/choice-rails', rails),
}
