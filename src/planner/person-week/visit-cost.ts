import type { Center } from '../model/center.ts'
import type { Interval } from '../model/time.ts'
import type { Participant, Weights } from '../model/week.ts'

/** S3 to S6: what a visit costs whatever happens in it. `travel` is one way, in minutes. */
export function baseOfVisit(
  center: Pick<Center, 'week' | 'blocks'>,
  participant: Participant,
  block: number,
  { inPerson, travel }: { readonly inPerson: boolean; readonly travel: number },
): number {
  const { weights } = center.week
  const part = center.blocks[block]?.part
  const away = participant.prefers !== 'none' && part !== participant.prefers ? weights.nonPreferred : 0
  if (!inPerson) return weights.telehealthVisit + away
  return weights.trip + weights.travel * Math.ceil(travel / 15) + away
}

/** S7: one gap between consecutive sessions of an in-person visit. */
export function costOfGap(weights: Weights, end: number, start: number): number {
  return weights.idle * Math.floor((start - end) / 30)
}

/** S3 to S7 of one visit; its sessions in the order of time. */
export function costOfVisit(
  center: Pick<Center, 'week' | 'blocks'>,
  participant: Participant,
  block: number,
  visit: { readonly inPerson: boolean; readonly travel: number; readonly spans: readonly Interval[] },
): number {
  let cost = baseOfVisit(center, participant, block, visit)
  if (!visit.inPerson) return cost
  visit.spans.forEach((span, at) => {
    const before = visit.spans[at - 1]
    if (before) cost += costOfGap(center.week.weights, before.end, span.start)
  })
  return cost
}
