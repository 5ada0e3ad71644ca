import type { Center } from '../model/center.ts'

/** S9 of the groups that have already met. */
export function runsOfFrozenGroups(center: Center): number {
  const groups = new Set(center.week.services.filter(({ kind }) => kind === 'group').map(({ id }) => id))
  return center.frozen.filter(({ service }) => groups.has(service)).length * center.week.weights.group
}
