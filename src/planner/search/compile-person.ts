import type { Person } from '../model/center.ts'
import type { Participant } from '../model/week.ts'
import { encodeCounts } from './compile-counts.ts'
import { compileDays } from './compile-days.ts'
import { pastOf } from './compile-past.ts'
import { packSlots, PIN, slotsOf } from './compile-slots.ts'
import type { Ways } from './compile-slots.ts'
import type { Grounds } from './grounds.ts'

/** Everything that can be said about one person's week before anything is decided. */
export function compilePerson(
  grounds: Grounds,
  ways: Ways,
  { index, participant }: { readonly index: number; readonly participant: Participant },
): Person {
  const past = pastOf(grounds, participant)
  const candidates = slotsOf(grounds, ways, participant, past)
  const { hopeless, ...counts } = encodeCounts(grounds, participant, past, candidates)
  const kept = candidates.filter((slot) => counts.services.includes(slot.service))
  const slots = packSlots(kept, counts.services)
  const { lost, ...days } = compileDays(grounds, participant, past, { slots, kept })
  return {
    index,
    participant,
    ...counts,
    slots,
    ...days,
    frozenCost: past.cost + hopeless + lost + PIN * (ways.pinned?.get(participant.id)?.size ?? 0),
    frozenCounts: past.counts,
  }
}
