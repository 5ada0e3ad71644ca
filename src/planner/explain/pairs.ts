import type { Relax } from '../model/plan.ts'
import { dutyChanges, everySeat, groupChanges, seatChanges } from './center-changes.ts'
import { worldWith } from './changed-world.ts'
import type { Alteration, Change } from './changed-world.ts'
import { lifeChanges } from './life-changes.ts'
import type { Wanted } from './relaxations.ts'
import { bringsAtLeast, minutesRegained } from './trials.ts'
import type { Trials } from './trials.ts'

/** Two changes that help only together. The format of a plan holds single changes, so pairs stand beside it. */
export interface Pair {
  readonly participant: string
  readonly service: string
  readonly relax: readonly [Relax, Relax]
  /** Verified like a single change: M with both, less M as the plan stands. */
  readonly regainsMinutes: number
}

const MOST_PAIRS = 2
/** Changes of the own life that are combined, and changes of the center tried with each. */
const MOST_OF_LIFE = 10
const MOST_OF_CENTER = 8

/**
 * The easiest pairs of changes that bring one more session of a service that no single change brings: one of the own life
 * with one of the center, else two of the own life.
 */
export function pairsFor(trials: Trials, wanted: Wanted): Pair[] {
  const { search, person } = trials.standing
  const { center } = search.table
  const life = lifeChanges(center, person)
    .flatMap(({ whole, each, oneIsEnough }) => (oneIsEnough ? whole : each))
    .slice(0, MOST_OF_LIFE)
  const mixed = firstPairs(trials, wanted, withTheCenter(trials, wanted, life))
  return mixed.length > 0 ? mixed : firstPairs(trials, wanted, twoOf(life))
}

function firstPairs(trials: Trials, wanted: Wanted, candidates: Iterable<readonly [Change, Change]>): Pair[] {
  const { search, person } = trials.standing
  const pairs: Pair[] = []
  for (const [one, other] of candidates) {
    if (pairs.length === MOST_PAIRS || trials.left <= 0) break
    const regainsMinutes = minutesRegained(trials, [one, other])
    if (regainsMinutes === 0 || !bringsAtLeast(trials, [one, other], wanted.least)) continue
    pairs.push({
      participant: person.participant.id,
      service: search.table.center.services[wanted.service]!.service.id,
      relax: [one.relax, other.relax],
      regainsMinutes,
    })
  }
  return pairs
}

/** Changes of the center, as they are for the changed life; a life that all of them together do not help is left out. */
function* withTheCenter(trials: Trials, { service, least }: Wanted, life: readonly Change[]) {
  const { standing } = trials
  for (const own of life) {
    const { person } = worldWith(standing, [own], 'narrow')
    const all: Alteration = everySeat(standing, person, service)
    if (!bringsAtLeast(trials, [own, all], least)) continue
    const changes = [
      ...seatChanges(standing, person, service),
      ...groupChanges(standing, person, service),
      ...dutyChanges(standing, person, service),
    ]
    for (const change of changes.slice(0, MOST_OF_CENTER)) yield [change, own] as const
  }
}

function* twoOf(life: readonly Change[]) {
  for (const [at, one] of life.entries()) for (const other of life.slice(at + 1)) yield [one, other] as const
}
