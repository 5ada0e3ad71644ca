import type { MakeMove, Moves } from '../../src/schedule/move.ts'
import type { MakePin, Pins } from '../../src/schedule/pin.ts'
import type { PlanDiff, WeekSince } from '../../src/schedule/plan-diff.ts'
import { ask } from './ask.ts'

/** The planner's page: what a proposal changes, what is kept, what moves, and taking it back. */

/** Which session, whose seat (null: the whole group), in which proposal (null: the published week). */
export interface MoveWish {
  readonly week: string
  readonly session: string
  readonly participant: string | null
  readonly from: string | null
}

export const moveApi = {
  moves: ({ week, session, participant, from }: MoveWish) => {
    const query = new URLSearchParams({ ...(participant ? { participant } : {}), ...(from ? { from } : {}) })
    return ask<Moves>('GET', `/api/weeks/${week}/sessions/${encodeURIComponent(session)}/moves?${query}`)
  },
  move: ({ week, session, participant, from }: MoveWish, to: MakeMove['to']) =>
    ask<{ proposal: string }>('POST', `/api/weeks/${week}/sessions/${encodeURIComponent(session)}/moves`, {
      participant,
      from,
      to,
    }),
  diff: (week: string, proposal: string) => ask<PlanDiff>('GET', `/api/weeks/${week}/proposals/${proposal}/diff`),
  since: (week: string) => ask<WeekSince>('GET', `/api/weeks/${week}/publication/changes`),
  pins: (week: string) => ask<Pins>('GET', `/api/weeks/${week}/pins`),
  pin: (week: string, pin: MakePin) => ask<void>('POST', `/api/weeks/${week}/pins`, pin),
  unpin: (week: string, pin: string) => ask<void>('DELETE', `/api/weeks/${week}/pins/${pin}`),
  takeBack: (week: string, proposal: string) =>
    ask<void>('POST', `/api/weeks/${week}/proposals/${proposal}/withdrawal`),
  publishBefore: (week: string) => ask<unknown>('POST', `/api/weeks/${week}/publication/withdrawal`),
}
