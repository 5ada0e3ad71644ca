import type { Tx } from '../kernel/database.ts'
import { Refusal } from '../kernel/refusal.ts'
import { openPlan } from '../planner/check/plan-book.ts'
import { costOf } from '../planner/costs/cost.ts'
import { missingSessions } from '../planner/costs/missing.ts'
import type { Plan } from '../planner/model/plan.ts'
import type { Session, Week } from '../planner/model/week.ts'
import { latestPublication, publishedShortfalls } from './board.rows.ts'
import type { MoveNames } from './move-words.ts'
import { loadPlanningWeek, newestProposal } from './proposal.rows.ts'
import { among } from './week.rows.ts'

/** The plan somebody looks at, with the week's facts of this moment. */
export interface StandingPlan {
  readonly week: Week
  readonly sessions: readonly Session[]
  readonly shortfalls: Plan['shortfalls']
  /** The run the proposal came from: a changed copy is as old as the plan it was made of. */
  readonly run: string | null
}

/**
 * The proposal `from` with the week's facts of this moment, or the published week where it is null. Refusals:
 * `plan-outdated` when another proposal or publication came since, `not-published`.
 */
export async function standingPlan(
  tx: Tx,
  asked: { weekStart: string; from: string | null; now: number },
): Promise<StandingPlan> {
  const { week } = await loadPlanningWeek(tx, asked.weekStart, asked.now)
  const publication = await latestPublication(tx, asked.weekStart)
  if (asked.from === null) {
    if (!publication || !week.previous) throw new Refusal('not-published', 'This week is not published yet.')
    const kept = await publishedShortfalls(tx, publication.id)
    const shortfalls = kept.map((one) => ({ ...one, relaxations: [] }))
    return { week, sessions: week.previous.sessions, shortfalls, run: null }
  }
  const newest = await newestProposal(tx, asked.weekStart)
  const since = publication && newest && publication.published_at > newest.begunAt
  if (newest?.id !== asked.from || newest.published || since) throw outdated()
  return { week, sessions: newest.plan.sessions, shortfalls: newest.plan.shortfalls, run: newest.run }
}

/**
 * A plan with other sessions. Causes of what is missing are those known before; what would help was proven of the plan
 * before, so it is left out.
 */
export function changedPlan(
  { week, shortfalls }: Pick<StandingPlan, 'week' | 'shortfalls'>,
  sessions: Session[],
  planner: string,
): Plan {
  const book = openPlan(week, sessions)
  return {
    format: 'evenkeel-plan/1',
    week: week.id,
    planner,
    seconds: 0,
    cost: costOf(book),
    bound: null,
    sessions,
    shortfalls: missingSessions(book).map(({ participant, service, count }) => {
      const known = shortfalls.find((one) => one.participant === participant && one.service === service.id)
      const { cause, binding } = known ?? { cause: 'choice' as const, binding: [] }
      return { participant, service: service.id, missing: count, cause, binding, relaxations: [] }
    }),
  }
}

/** Names of staff and places, and of those of these people whom the reader may see. */
export async function moveNames(tx: Tx, people: readonly string[]): Promise<MoveNames> {
  const named = async (table: 'staff' | 'site' | 'room') =>
    new Map((await tx.selectFrom(table).select(['id', 'name']).execute()).map((row) => [row.id, row.name]))
  const rows = await tx
    .selectFrom('participant')
    .select(['participant_id', 'chosen_name'])
    .where(among(people))
    .execute()
  return {
    people: new Map(rows.map((row) => [row.participant_id, row.chosen_name])),
    staff: await named('staff'),
    sites: await named('site'),
    rooms: await named('room'),
  }
}

export function outdated(): Refusal {
  return new Refusal(
    'plan-outdated',
    'Somebody made another plan since. Nothing was changed. Maybe look at the newest.',
  )
}
