import type { Pair } from '../planner/explain/pairs.ts'
import type { Plan, Relax, Shortfall } from '../planner/model/plan.ts'

/**
 * A change, or two together, that would help a shortfall (docs/week-format.md section 6), in the form in which a published
 * week keeps it. Reasons of obligations (class C5) are not in it, and a seat is named by its group, whose id may change.
 */
export interface Relaxation {
  readonly changes: readonly HelpfulChange[]
  readonly regainsMinutes: number
}

export type HelpfulChange =
  | Exclude<Relax, { type: 'seat' | 'busyWhy' }>
  | { readonly type: 'seat'; readonly service: string; readonly start: string }

/** A plan as a proposal keeps it: pairs of changes have no place in the file format of plans. */
export type ProposedPlan = Plan & { readonly pairs?: readonly Pair[] }

/** A shortfall of a published or proposed week, with what would help. */
export type ExplainedShortfall = Omit<Shortfall, 'relaxations'> & { readonly relaxations: readonly Relaxation[] }

/** What is missing in a plan and what would help, ready to be kept and shown. */
export function explainedShortfalls(plan: ProposedPlan): ExplainedShortfall[] {
  return plan.shortfalls.map((shortfall) => {
    const single = shortfall.relaxations.map(({ relax, regainsMinutes }) => ({ relax: [relax], regainsMinutes }))
    const pairs = (plan.pairs ?? []).filter(
      ({ participant, service }) => participant === shortfall.participant && service === shortfall.service,
    )
    const relaxations = [...single, ...pairs].flatMap(({ relax, regainsMinutes }) => {
      const changes = relax.map((one) => helpfulChange(plan, one))
      return changes.every((one) => one !== undefined) ? [{ changes, regainsMinutes }] : []
    })
    return { ...shortfall, relaxations }
  })
}

function helpfulChange(plan: Plan, relax: Relax): HelpfulChange | undefined {
  if (relax.type === 'busyWhy') return undefined
  if (relax.type === 'busy') return isWholeDays(relax) ? undefined : relax
  if (relax.type !== 'seat') return relax
  const group = plan.sessions.find(({ id }) => id === relax.session)
  return group && { type: 'seat', service: group.service, start: group.start }
}

/** Days before admission and after discharge are busy in this form, and nobody can be asked to free those. */
function isWholeDays({ start, end }: { readonly start: string; readonly end: string }): boolean {
  return start.endsWith('T00:00') && end.endsWith('T00:00')
}
