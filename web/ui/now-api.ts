import type { CenterNow } from '../../src/now/center-now.ts'
import type { MyDay } from '../../src/now/my-day.ts'
import type { ReviewsDue } from '../../src/now/review-due.ts'
import type { Team } from '../../src/now/team.ts'
import { ask } from './ask.ts'

/** What needs somebody now: a counselor's day, reviews due, a supervisor's team, a director's counts. */
export const nowApi = {
  myDay: () => ask<MyDay>('GET', '/api/my-day', undefined, { background: true }),
  reviewsDue: () => ask<ReviewsDue>('GET', '/api/reviews-due', undefined, { background: true }),
  team: () => ask<Team>('GET', '/api/team', undefined, { background: true }),
  center: (week: string) => ask<CenterNow>('GET', `/api/weeks/${week}/center`),
}
