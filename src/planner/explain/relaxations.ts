import type { Cause, Relax, Shortfall } from '../model/plan.ts'
import { dutyChanges, everySeat, groupChanges, seatChanges } from './center-changes.ts'
import type { Change } from './changed-world.ts'
import { lifeChanges } from './life-changes.ts'
import type { LifeChanges } from './life-changes.ts'
import type { Least } from './possible.ts'
import { bringsAtLeast, minutesRegained } from './trials.ts'
import type { Trials } from './trials.ts'

export type Relaxation = Shortfall['relaxations'][number]

/** A service that is short, and why. */
export interface Wanted {
  readonly service: number
  readonly cause: Cause
  /** What the plan has, and one more of the service. */
  readonly least: Least
}

/** A shortfall names a handful of changes, and of each type no more than so many. */
const MOST_NAMED = 8
const MOST_OF_TYPE: Partial<Record<Relax['type'], number>> = { seat: 2, group: 2, busy: 3 }
/** Groups and duties tried by themselves. */
const MOST_TRIED = 24

/** A change and the minutes it was found to regain. */
interface Verified {
  readonly change: Change
  readonly regains: number
}

/**
 * Single changes that bring one more session of each service, the cheapest to realize first: a seat, then a group, then
 * duty; the own life last. Each was verified by solving the person's week again (week-format.md section 6).
 */
export function relaxationsOf(trials: Trials, wanted: readonly Wanted[]): Relaxation[][] {
  // The center's changes come first also in time: where the work is cut, nobody is asked to change a life for want of it.
  const ofCenter = wanted.map((one) => (one.cause === 'choice' ? [] : centerRelaxations(trials, one)))
  const ofLife = lifeRelaxations(trials)
  return wanted.map((one, at) => {
    if (one.cause === 'choice') return []
    const own = ofLife.filter(({ change }) => bringsAtLeast(trials, [change], one.least))
    return aHandfulOf([...ofCenter[at]!, ...own.map(stated)])
  })
}

function aHandfulOf(found: readonly Relaxation[]): Relaxation[] {
  const counts = new Map<string, number>()
  const named = found.filter(({ relax: { type } }) => {
    counts.set(type, (counts.get(type) ?? 0) + 1)
    return counts.get(type)! <= (MOST_OF_TYPE[type] ?? 1)
  })
  return named.slice(0, MOST_NAMED)
}

function centerRelaxations(trials: Trials, { service, cause, least }: Wanted): Relaxation[] {
  const { standing } = trials
  const { person } = standing
  // When even all of it at once brings no session, no part of it has to be tried.
  if (!bringsAtLeast(trials, [everySeat(standing, person, service)], least)) return []
  const first = (changes: readonly Change[], most: number) => {
    const found: Relaxation[] = []
    for (const change of changes.slice(0, MOST_TRIED)) {
      if (found.length === most) break
      const regains = minutesRegained(trials, [change])
      if (regains > 0 && bringsAtLeast(trials, [change], least)) found.push(stated({ change, regains }))
    }
    return found
  }
  // Alone in the center every group may run: what is out of reach even there, no seat and no group brings.
  const inReach = cause !== 'intrinsic'
  return [
    ...(inReach ? first(seatChanges(standing, person, service), 2) : []),
    ...(inReach ? first(groupChanges(standing, person, service), 2) : []),
    ...first(dutyChanges(standing, person, service), 1),
  ]
}

/** Changes of the person's own life, in the order of what they ask of the person. */
function lifeRelaxations(trials: Trials): Verified[] {
  const { search, person } = trials.standing
  return lifeChanges(search.table.center, person).flatMap((kind) => ofKind(trials, kind))
}

function ofKind(trials: Trials, { whole, each, oneIsEnough }: LifeChanges): Verified[] {
  if (whole.length === 0 || (each.length > 1 && minutesRegained(trials, whole) === 0)) return []
  const found: Verified[] = []
  for (const change of each) {
    const regains = minutesRegained(trials, [change])
    if (regains === 0) continue
    found.push({ change, regains })
    if (oneIsEnough) break
  }
  return found
}

function stated({ change, regains }: Verified): Relaxation {
  return { relax: change.relax, regainsMinutes: regains }
}
