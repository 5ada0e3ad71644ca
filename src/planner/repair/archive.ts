import type { Snapshot } from '../search/improve.ts'

/** A repaired plan kept aside, with what people weigh about it. */
export interface Repaired {
  readonly snapshot: Snapshot
  /** How many people have another week than before. */
  readonly people: number
  /** Minutes toward weekly hours, of everybody together. */
  readonly minutes: number
  /** S1 to S11 without the groups that have met. */
  readonly cost: number
}

export type Label = 'fewest-people' | 'most-hours' | 'balanced'

export interface Chosen {
  readonly labels: Label[]
  readonly plan: Repaired
}

/** Costs closer than this are equal: sums of halves differ in the last digits. */
const SAME = 1e-6

/** Keeps a plan unless one that is kept moves no more people, has no fewer minutes and costs no more. */
export function keep(archive: Repaired[], plan: Repaired): boolean {
  if (archive.some((other) => dominates(other, plan))) return false
  const left = archive.filter((other) => !dominates(plan, other))
  archive.splice(0, archive.length, ...left, plan)
  return true
}

/** Whether a plan with these figures would be kept: asked before the plan itself is copied. */
export function isWorthKeeping(archive: readonly Repaired[], plan: Omit<Repaired, 'snapshot'>): boolean {
  return !archive.some((other) => dominates(other, plan))
}

/**
 * One to three plans that differ: the fewest people moved, the most hours, and what lies between: the cheapest by S1 to S11
 * when one more person to be told weighs `aPerson`. A plan that is best in two ways has both labels.
 */
export function choicesOf(archive: readonly Repaired[], aPerson: number): Chosen[] {
  const weighed = ({ cost, people }: Repaired) => cost + people * aPerson
  const orders: [Label, (a: Repaired, b: Repaired) => number][] = [
    ['fewest-people', (a, b) => a.people - b.people || b.minutes - a.minutes || a.cost - b.cost],
    ['balanced', (a, b) => weighed(a) - weighed(b) || a.people - b.people],
    ['most-hours', (a, b) => b.minutes - a.minutes || a.people - b.people || a.cost - b.cost],
  ]
  const chosen: Chosen[] = []
  for (const [label, order] of orders) {
    const plan = archive.toSorted(order)[0]
    if (!plan) continue
    const same = chosen.find((one) => one.plan === plan)
    if (same) same.labels.push(label)
    else chosen.push({ labels: [label], plan })
  }
  return chosen
}

type Figures = Omit<Repaired, 'snapshot'>

function dominates(one: Figures, other: Figures): boolean {
  return one.people <= other.people && one.minutes >= other.minutes && one.cost <= other.cost + SAME
}
