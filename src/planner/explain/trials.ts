import type { Alteration } from './changed-world.ts'
import { worldWith } from './changed-world.ts'
import { mostMinutes, possibleIn } from './possible.ts'
import type { Least, World } from './possible.ts'
import type { Standing } from './standing.ts'

/** Counted re-solving of one person's week: so the work is bounded by its amount, not by a clock. */
export interface Trials {
  readonly standing: Standing
  /** M of the plan as it stands. */
  readonly most: number
  /** Weeks that may still be solved. */
  left: number
}

/** A person whose week has more codes takes so many of them as one solve more. */
const CODES_OF_A_SOLVE = 500

/** Undefined when not even the plan as it stands could be searched completely: then no change can be verified. */
export function startTrials(standing: Standing, left: number): Trials | undefined {
  if (left <= 0) return undefined
  const most = mostMinutes(worldWith(standing, [], 'narrow'))
  return most === undefined ? undefined : { standing, most, left: left - effortOf(standing) }
}

/**
 * Minutes the person regains by these changes together, re-solved; 0 when they help nothing, when the work was cut or
 * when the answer depends on how section 6 of the format is read.
 */
export function minutesRegained(trials: Trials, changes: readonly Alteration[]): number {
  const narrow = most(trials, changes, 'narrow')
  const regained = narrow === undefined ? 0 : narrow - trials.most
  if (regained <= 0) return 0
  const readTwoWays = changes.some(({ group, openings }) => group ?? openings)
  return readTwoWays && most(trials, changes, 'wide') !== narrow ? 0 : regained
}

/** Whether these changes make room for at least these sessions. */
export function bringsAtLeast(trials: Trials, changes: readonly Alteration[], least: Least): boolean {
  const world = counted(trials, changes, 'narrow')
  return world !== undefined && possibleIn(world)(least)
}

function most(trials: Trials, changes: readonly Alteration[], reading: 'narrow' | 'wide'): number | undefined {
  const world = counted(trials, changes, reading)
  return world && mostMinutes(world)
}

function counted(trials: Trials, changes: readonly Alteration[], reading: 'narrow' | 'wide'): World | undefined {
  if (trials.left <= 0) return undefined
  trials.left -= effortOf(trials.standing)
  return worldWith(trials.standing, changes, reading)
}

function effortOf({ person }: Standing): number {
  return 1 + Math.floor(person.codes / CODES_OF_A_SOLVE)
}
