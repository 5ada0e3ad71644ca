import type { Center, Person } from '../model/center.ts'
import type { Relax } from '../model/plan.ts'
import { MINUTES_A_DAY } from '../model/time.ts'
import type { Interval } from '../model/time.ts'
import { intervalOf } from '../search/grounds.ts'
import type { Change } from './changed-world.ts'

/** Obligations tried at most, each by itself. */
const MOST_OBLIGATIONS = 24
/** Sizes tried of a shorter way or a longer day, in minutes, before the whole of it. */
const SIZES = [15, 30, 60, 90, 120, 180]

/** Changes of one kind, the smallest first; when even `whole` does not help, none of them is worth a try. */
export interface LifeChanges {
  readonly whole: readonly Change[]
  readonly each: readonly Change[]
  /** A larger one says the same as a smaller one, only with more effort. */
  readonly oneIsEnough: boolean
}

/** What a person could change about the own life, the easiest kind first (week-format.md section 6). */
export function lifeChanges(center: Center, { participant }: Person): LifeChanges[] {
  const { prescription, telehealth } = participant
  const prescribes = (kind: string) =>
    center.week.services.some((one) => one.kind === kind && Object.hasOwn(prescription, one.id))
  const travel = Math.max(0, ...participant.sites.map(({ travelMinutes }) => travelMinutes))
  const longer = Math.max(0, MINUTES_A_DAY - participant.dailyMaxMinutes)
  return [
    ...(prescribes('individual') ? [alone({ type: 'anyCounselor' })] : []),
    ...(telehealth ? [] : [alone({ type: 'telehealth' })]),
    ...(prescribes('family') ? [alone({ type: 'familyBlocks' })] : []),
    sized('dailyMax', longer),
    sized('travel', travel),
    ...busyChanges(center, participant),
  ]
}

/** Distinct busy intervals that lie near a block still open, the shortest first. */
export function obligationsNear(center: Center, { busy, sites }: Person['participant']) {
  const travel = Math.max(0, ...sites.map(({ travelMinutes }) => travelMinutes))
  const near = ({ start, end }: Interval) =>
    center.blocks.some((block) => !block.frozen && start < block.end + travel && block.start - travel < end)
  const distinct = [...new Map(busy.map((span) => [`${span.start} ${span.end}`, span])).values()]
  return distinct
    .map((span) => ({ span, time: intervalOf(center.week, span) }))
    .filter(({ time }) => near(time))
    .toSorted((a, b) => a.time.end - a.time.start - (b.time.end - b.time.start))
}

function alone(relax: Relax): LifeChanges {
  return { whole: [{ relax }], each: [{ relax }], oneIsEnough: true }
}

function sized(type: 'dailyMax' | 'travel', most: number): LifeChanges {
  const change = (minutes: number): Change => ({ relax: { type, minutes } })
  if (most === 0) return { whole: [], each: [], oneIsEnough: true }
  const each = [...SIZES.filter((minutes) => minutes < most), most].map(change)
  return { whole: [change(most)], each, oneIsEnough: true }
}

function busyChanges(center: Center, participant: Person['participant']): LifeChanges[] {
  const near = obligationsNear(center, participant)
  const busy = near.slice(0, MOST_OBLIGATIONS).map(({ span }) => busyChange(span))
  const whys = near.flatMap(({ span }) => span.why ?? [])
  // One obligation alone is named by its interval; its reason is nobody's business.
  const reasons = [...new Set(whys)].filter((why) => whys.indexOf(why) < whys.lastIndexOf(why))
  const whole = near.map(({ span }) => busyChange(span))
  const busyWhy = reasons.map((why): Change => ({ relax: { type: 'busyWhy', why } }))
  return [
    { whole, each: busy, oneIsEnough: false },
    { whole: busyWhy, each: busyWhy, oneIsEnough: false },
  ]
}

function busyChange({ start, end }: { readonly start: string; readonly end: string }): Change {
  return { relax: { type: 'busy', start, end } }
}
