import type { PlanDiff } from '../../../../src/schedule/plan-diff.ts'
import { say } from '../../../ui/words.ts'

const WORDS: Record<keyof PlanDiff['weights'], () => string> = {
  short: () => say('weighs.short'),
  belowTarget: () => say('weighs.belowTarget'),
  screen: () => say('weighs.screen'),
  group: () => say('weighs.group'),
  cover: () => say('weighs.cover'),
  change: () => say('weighs.change'),
  trip: () => say('weighs.trip'),
  nonPreferred: () => say('weighs.nonPreferred'),
  travel: () => say('weighs.travel'),
  telehealthVisit: () => say('weighs.telehealthVisit'),
  idle: () => say('weighs.idle'),
}

/** The planner's objective in plain words, the dearest first, with the weights of the week. */
export function WeightList({ weights }: { weights: PlanDiff['weights'] }) {
  const names = Object.keys(WORDS) as (keyof PlanDiff['weights'])[]
  return (
    <details>
      <summary>{say('weighs.title')}</summary>
      <ul className="diff-weights">
        {names
          .toSorted((a, b) => weights[b] - weights[a])
          .map((name) => (
            <li key={name}>
              <strong>{weights[name]}</strong> {WORDS[name]()}
            </li>
          ))}
      </ul>
    </details>
  )
}
