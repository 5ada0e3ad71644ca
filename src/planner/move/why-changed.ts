import { openPlan } from '../check/plan-book.ts'
import { softCosts } from '../costs/cost.ts'
import type { Session } from '../model/week.ts'
import type { SessionChange } from '../repair/difference.ts'
import type { Hindrance } from './hindrance.ts'
import { ownOf, type Standing } from './judge.ts'
import { inTheWay, movesOf } from './moves.ts'
import { placeOf } from './places.ts'

/** Why a plan holds a session of somebody elsewhere than before. */
export type Why =
  | { readonly kind: 'was-missing' | 'dropped' | 'not-held' | 'room-for-others' }
  /** Beside the rest of the plan it could not stay. */
  | { readonly kind: 'in-the-way'; readonly because: readonly Hindrance[] }
  /** It could have stayed; `cost` (S2 to S11) is what gains most by the change. */
  | { readonly kind: 'saves'; readonly cost: string }

/**
 * Compares one change with the plan that makes it: could the session have stayed where it was, everything else being as
 * planned, and if so, which cost of the person's own week is lower for the change.
 */
export function whyChanged(standing: Standing, person: string, { from, to }: SessionChange): Why {
  if (!from) return { kind: 'was-missing' }
  if (!to) return { kind: 'dropped' }
  const group = standing.week.services.find(({ id }) => id === to.service)?.kind === 'group'
  const because = group ? hindrancesOfSeat(standing, person, { from, to }) : hindrancesOf(standing, { from, to })
  if (!because) return { kind: 'not-held' }
  if (because.length > 0) return { kind: 'in-the-way', because }
  const cost = mostSaved(standing, person, { from, to })
  return cost === undefined ? { kind: 'room-for-others' } : { kind: 'saves', cost }
}

interface Both {
  readonly from: Session
  readonly to: Session
}

function hindrancesOf(standing: Standing, { from, to }: Both): Hindrance[] {
  const planned = standing.sessions.find(({ id }) => id === to.id) ?? to
  return inTheWay(standing, planned, placeOf(standing, planned, from))
}

/** Undefined when no group runs there any more. */
function hindrancesOfSeat(standing: Standing, person: string, { from, to }: Both): readonly Hindrance[] | undefined {
  return movesOf(standing, { session: to.id, person }).find(
    ({ start, site, telehealth }) => start === from.start && site === from.site && telehealth === from.telehealth,
  )?.because
}

/** Runs of groups (S9) are the center's, so they are left out. */
function mostSaved({ week, sessions }: Standing, person: string, { from, to }: Both): string | undefined {
  const alone = { ...week, participants: week.participants.filter(({ id }) => id === person) }
  const own = ownOf(sessions, person)
  const stayed = own.map((session) => (session.id === to.id ? { ...from, id: to.id, members: [person] } : session))
  const [is, was] = [openPlan(alone, own), openPlan(alone, stayed)]
  const saved = softCosts
    .filter(({ name }) => name !== 'S9')
    .map((cost) => ({ name: cost.name, saved: cost.charge(was) - cost.charge(is) }))
    .filter((one) => one.saved > 0)
    .toSorted((a, b) => b.saved - a.saved)
  return saved[0]?.name
}
