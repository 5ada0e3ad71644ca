import { wallOf as wallAt, zoneNamed } from '../center/zones.ts'
import type { Tx } from '../kernel/database.ts'
import { newId } from '../kernel/ids.ts'
import { onRecord } from '../kernel/trail.ts'
import { dateOf, dayNumber } from '../planner/model/time.ts'
import { withMadeUp } from './made-up.ts'
import { madeUpIn } from './made-up.rows.ts'
import { type PlanningWeek, planningWeek } from './planning-week.ts'
import type { ProposedPlan } from './relaxation.ts'
import { loadWeekFacts, publishedSessions } from './week.rows.ts'

/**
 * The planner's input for a week. A published week, or one that has begun, brings its sessions along as `previous`:
 * what has happened is frozen, and what people were told changes as little as possible. What somebody made up stands in
 * the place of what they missed.
 */
export async function loadPlanningWeek(tx: Tx, weekStart: string, now: number): Promise<PlanningWeek> {
  const facts = await loadWeekFacts(tx, weekStart)
  const zone = zoneNamed(facts.timeZone)
  if (!zone) throw new Error(`zone ${facts.timeZone} is unknown`)
  const sessions = await publishedSessions(tx, weekStart)
  const weekEnd = `${dateOf(dayNumber(weekStart) + 7)}T00:00`
  const clock = wallAt(zone, now).slice(0, 16)
  const begun = clock > `${weekStart}T00:00`
  if (sessions.length === 0 && (!begun || clock >= weekEnd)) return planningWeek(facts)
  const plain = planningWeek(facts).week
  // A running week is planned from the end of the present block on; one that was published and is over stays as it was.
  const inBlock = plain.blocks.find((block) => block.start < clock && clock < block.end)
  const soonest = clock < weekEnd ? (inBlock?.end ?? clock) : weekEnd
  const frozenBefore = begun ? soonest : `${weekStart}T00:00`
  const planned = planningWeek(facts, { frozenBefore, sessions: known(plain, sessions) })
  return { ...planned, week: withMadeUp(planned.week, await madeUpIn(tx, weekStart)) }
}

/** Sessions of people who left since, or whose members did, cannot be kept: the planner must know every id it is given. */
function known(week: PlanningWeek['week'], sessions: Awaited<ReturnType<typeof publishedSessions>>) {
  const people = new Set(week.participants.map((person) => person.id))
  return sessions
    .map((session) => ({ ...session, members: session.members.filter((member) => people.has(member)) }))
    .filter((session) => session.members.length > 0)
}

/** `run` is null for the plan that one participant's choice makes. */
export async function saveProposal(
  tx: Tx,
  made: { center: string; run: string | null; weekStart: string; plan: ProposedPlan },
): Promise<string> {
  const id = newId()
  onRecord(tx, { people: made.plan.sessions.flatMap((session) => session.members), objects: [id, made.weekStart] })
  await tx
    .insertInto('week_proposal')
    .values({
      center_id: made.center,
      id,
      run_id: made.run,
      week_start: made.weekStart,
      plan: JSON.stringify(made.plan),
    })
    .execute()
  return id
}

/**
 * The newest plan of a week that nobody took back, and whether it has been published. Repairs are chosen among by
 * somebody, not shown as the plan.
 */
export async function newestProposal(tx: Tx, weekStart: string) {
  const found = await tx
    .selectFrom('week_proposal')
    .leftJoin('publication', (join) =>
      join
        .onRef('publication.proposal_id', '=', 'week_proposal.id')
        .onRef('publication.center_id', '=', 'week_proposal.center_id'),
    )
    .leftJoin('plan_run as run', (join) =>
      join.onRef('run.center_id', '=', 'week_proposal.center_id').onRef('run.id', '=', 'week_proposal.run_id'),
    )
    .leftJoin('proposal_rejection as rejection', (join) =>
      join
        .onRef('rejection.proposal_id', '=', 'week_proposal.id')
        .onRef('rejection.center_id', '=', 'week_proposal.center_id'),
    )
    .select(['week_proposal.id', 'week_proposal.made_at', 'week_proposal.plan', 'publication.id as publication_id'])
    .select(['week_proposal.run_id', 'run.started_at'])
    .where('week_proposal.week_start', '=', weekStart)
    .where('week_proposal.kind', '=', 'plan')
    .where('rejection.proposal_id', 'is', null)
    .orderBy('week_proposal.made_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!found) return undefined
  return {
    id: found.id,
    madeAt: found.made_at,
    plan: found.plan as unknown as ProposedPlan,
    published: found.publication_id !== null,
    run: found.run_id,
    /** When planning began: what was published since, the plan knows nothing of. */
    begunAt: found.started_at ?? found.made_at,
  }
}
