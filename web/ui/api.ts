import type { z } from 'zod'
import type { DemoPeople, Role, SignedIn } from '../../src/access/sign-in.ts'
import type {
  AddObligation,
  PersonWeek,
  PlanRun,
  StartPlanning,
  WeekBoard,
  WeekFigures,
} from '../../src/schedule/week-board.ts'
import { ask } from './ask.ts'

/**
 * The server, as functions. Types come from the concepts' Zod schemas; no schema value is imported, because every
 * value costs the phone bytes. Requests go to this origin only.
 */

export type BoardView = 'published' | 'proposed'

export const api = {
  session: () => ask<SignedIn>('GET', '/api/session'),
  sessionInBackground: () => ask<SignedIn>('GET', '/api/session', undefined, { background: true }),
  signOut: () => ask<void>('DELETE', '/api/session'),
  demoPeople: () => ask<DemoPeople>('GET', '/api/demo/people'),
  signInAsDemo: (account: string, role: Role) => ask<SignedIn>('POST', '/api/demo/sessions', { account, role }),
  acceptInvitation: (token: string) => ask<SignedIn>('POST', '/api/invitations/acceptance', { token }),

  board: (week: string, view?: BoardView) =>
    ask<WeekBoard>('GET', `/api/weeks/${week}/board${view ? `?view=${view}` : ''}`),
  figures: (week: string) => ask<WeekFigures>('GET', `/api/weeks/${week}/figures`),
  startPlanning: (week: string, wish: z.input<typeof StartPlanning>) =>
    ask<PlanRun>('POST', `/api/weeks/${week}/plan-runs`, wish),
  planRun: (id: string) => ask<PlanRun>('GET', `/api/plan-runs/${id}`, undefined, { background: true }),
  endPlanRun: (id: string) => ask<PlanRun>('POST', `/api/plan-runs/${id}/cancellation`),
  publish: (week: string, proposal: string) => ask<unknown>('POST', `/api/weeks/${week}/publication`, { proposal }),

  personWeek: (id: string, week: string) => ask<PersonWeek>('GET', `/api/participants/${id}/weeks/${week}`),
  addObligation: (id: string, obligation: z.input<typeof AddObligation>) =>
    ask<unknown>('POST', `/api/participants/${id}/obligations`, obligation),
  makeFeed: (id: string) => ask<{ url: string }>('POST', `/api/participants/${id}/feed`),
  endFeed: (id: string) => ask<void>('DELETE', `/api/participants/${id}/feed`),
}
