import type { Tx } from '../kernel/database.ts'
import { newId } from '../kernel/ids.ts'
import { Refusal } from '../kernel/refusal.ts'
import { onRecord } from '../kernel/trail.ts'
import type { Plan } from '../planner/model/plan.ts'
import type { Session, Week } from '../planner/model/week.ts'
import { changedPlan, outdated } from './move.rows.ts'
import { loadPlanningWeek, newestProposal, saveProposal } from './proposal.rows.ts'
import { lockWeek, publishWeek } from './publication.rows.ts'

interface Before {
  readonly kind: 'published' | 'previous'
  readonly sessions: readonly Session[]
}

/** What a proposal is compared with: the published week, else the plan before it; undefined for a week's first plan. */
export async function planBefore(tx: Tx, week: Week, proposal: string): Promise<Before | undefined> {
  const published = week.previous?.sessions ?? []
  if (published.length > 0) return { kind: 'published', sessions: published }
  const row = await tx
    .selectFrom('week_proposal as one')
    .leftJoin('proposal_rejection as rejection', (join) =>
      join.onRef('rejection.proposal_id', '=', 'one.id').onRef('rejection.center_id', '=', 'one.center_id'),
    )
    .select('one.plan')
    .where('one.week_start', '=', week.weekStart)
    .where('one.kind', '=', 'plan')
    .where('one.id', '<>', proposal)
    .where('rejection.proposal_id', 'is', null)
    .orderBy('one.made_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && { kind: 'previous', sessions: (row.plan as unknown as Plan).sessions }
}

/** Takes the newest proposal back: the plan before it is the newest again. Refusal: `plan-outdated`. */
export async function takeBackProposal(
  tx: Tx,
  asked: { center: string; by: string; weekStart: string; proposal: string },
): Promise<void> {
  await lockWeek(tx, asked.center, asked.weekStart)
  const newest = await newestProposal(tx, asked.weekStart)
  if (newest?.id !== asked.proposal || newest.published) throw outdated()
  onRecord(tx, { people: [], objects: [asked.proposal, asked.weekStart], verb: 'write' })
  await tx
    .insertInto('proposal_rejection')
    .values({ center_id: asked.center, proposal_id: asked.proposal, rejected_by: asked.by })
    .execute()
}

/**
 * Publishes the plan before the published one again, as far as the week has not happened; judged against the facts of
 * this moment like every publication. Refusals: `nothing-before`, `chosen-since`, and those of `publishWeek`.
 */
export async function publishBefore(
  tx: Tx,
  asked: { center: string; by: string; weekStart: string; now: number },
): Promise<void> {
  await lockWeek(tx, asked.center, asked.weekStart)
  const [latest, before] = await tx
    .selectFrom('publication')
    .innerJoin('week_proposal as one', (join) =>
      join.onRef('one.id', '=', 'publication.proposal_id').onRef('one.center_id', '=', 'publication.center_id'),
    )
    .select(['publication.by_choice', 'one.plan'])
    .where('publication.week_start', '=', asked.weekStart)
    .orderBy('publication.published_at', 'desc')
    .limit(2)
    .execute()
  if (!latest || !before)
    throw new Refusal('nothing-before', 'Nothing was published before this. Maybe plan the week again.')
  if (latest.by_choice)
    throw new Refusal('chosen-since', 'Somebody chose another week since. Maybe plan the week again.')
  const { week } = await loadPlanningWeek(tx, asked.weekStart, asked.now)
  const plan = before.plan as unknown as Plan
  const again = changedPlan({ week, shortfalls: plan.shortfalls }, aheadAgain(week, plan.sessions), 'undo')
  const proposal = await saveProposal(tx, { center: asked.center, run: null, weekStart: asked.weekStart, plan: again })
  await publishWeek(tx, { ...asked, proposal })
}

/** What has happened as it is now, and from then on the sessions of the other plan, for those still in treatment. */
function aheadAgain(week: Week, sessions: readonly Session[]): Session[] {
  const frozenBefore = week.previous?.frozenBefore ?? ''
  const past = (week.previous?.sessions ?? []).filter(({ start }) => start < frozenBefore)
  const people = new Set(week.participants.map(({ id }) => id))
  const ahead = sessions
    .filter(({ start }) => start >= frozenBefore)
    .map((session) => ({ ...session, id: newId(), members: session.members.filter((one) => people.has(one)) }))
  return [...past, ...ahead.filter(({ members }) => members.length > 0)]
}
