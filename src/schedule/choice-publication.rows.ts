import type { Tx } from '../kernel/database.ts'
import { Refusal } from '../kernel/refusal.ts'
import { openPlan } from '../planner/check/plan-book.ts'
import { newBreaches, planWith } from '../planner/choices/plan-with.ts'
import { newIn } from '../planner/choices/same-session.ts'
import { costOf } from '../planner/costs/cost.ts'
import { missingSessions } from '../planner/costs/missing.ts'
import type { Plan, Shortfall } from '../planner/model/plan.ts'
import type { Session, Week } from '../planner/model/week.ts'
import { latestPublication, publishedShortfalls } from './board.rows.ts'
import { loadPlanningWeek, saveProposal } from './proposal.rows.ts'
import { lockWeek, putInForce } from './publication.rows.ts'

/** The published week that everybody has, locked: whoever else publishes or chooses waits for the end of `tx`. */
export interface StandingWeek {
  readonly week: Week
  readonly sessions: readonly Session[]
}

/** Refusal: `not-published`. */
export async function standingWeek(
  tx: Tx,
  { center, weekStart, now }: { center: string; weekStart: string; now: number },
): Promise<StandingWeek> {
  await lockWeek(tx, center, weekStart)
  const { week } = await loadPlanningWeek(tx, weekStart, now)
  if (!week.previous || (await latestPublication(tx, weekStart)) === undefined)
    throw new Refusal('not-published', 'This week is not published yet. Maybe look again in a few days.')
  return { week, sessions: week.previous.sessions }
}

/** Says nothing of who has the seat now. */
const SEAT_GONE = 'A place in this week is taken by now. Nothing was changed. Maybe look at the other weeks again.'

/**
 * Puts another week for one person in force, judged again by the checker: what the published week breaks already does not
 * count, anything new refuses it. Nobody else's week is touched. Refusals: `seat-gone`, `offer-outdated`.
 */
export async function publishChoice(
  tx: Tx,
  { week, sessions }: StandingWeek,
  chosen: { participant: string; sessions: readonly Session[] },
  asked: { center: string; weekStart: string; by: string; now: number },
): Promise<string> {
  const { participant: person } = chosen
  const frozenBefore = week.previous?.frozenBefore ?? ''
  const own = sessions.filter(({ members }) => members.includes(person))
  const changed = [...newIn(own, chosen.sessions), ...newIn(chosen.sessions, own)]
  if (changed.some(({ start }) => start < frozenBefore)) throw outdated()
  const ahead = chosen.sessions.filter(({ start }) => start >= frozenBefore)
  const made = planWith(week, sessions, { person, week: ahead })
  if (made.gone.length > 0 || newBreaches(week, sessions, made.sessions).length > 0)
    throw new Refusal('seat-gone', SEAT_GONE)
  const plan = await planOf(tx, week, made.sessions)
  const proposal = await saveProposal(tx, { ...asked, run: null, plan })
  const { publication } = await putInForce(tx, { ...asked, proposal, people: [person], byChoice: true }, week, plan)
  return publication
}

export function outdated(): Refusal {
  return new Refusal('offer-outdated', 'The week went on since these weeks were found. Maybe look at them again.')
}

/** The plan with the shortfalls that stay: their causes are those of the publication before. */
async function planOf(tx: Tx, week: Week, sessions: Session[]): Promise<Plan> {
  const book = openPlan(week, sessions)
  const before = await latestPublication(tx, week.weekStart)
  const known = before ? await publishedShortfalls(tx, before.id) : []
  const shortfalls = missingSessions(book).map(({ participant, service, count }): Shortfall => {
    const same = known.find((one) => one.participant === participant && one.service === service.id)
    const because = same ?? { cause: 'choice' as const, binding: [] }
    return { participant, service: service.id, missing: count, ...pick(because), relaxations: [] }
  })
  return {
    format: 'evenkeel-plan/1',
    week: week.id,
    planner: 'a choice',
    seconds: 0,
    cost: costOf(book),
    bound: null,
    sessions,
    shortfalls,
  }
}

function pick({ cause, binding }: Pick<Shortfall, 'cause' | 'binding'>): Pick<Shortfall, 'cause' | 'binding'> {
  return { cause, binding }
}
