import { spanWords } from '../model/clock-words.ts'
import type { Center, Person } from '../model/center.ts'
import type { Relax, Shortfall } from '../model/plan.ts'
import { MINUTES_A_DAY } from '../model/time.ts'
import type { Participant } from '../model/week.ts'
import type { Workbench } from '../person-week/workbench.ts'
import { compilePerson } from '../search/compile-person.ts'
import { FARTHEST } from '../search/compile-slots.ts'
import type { Ways } from '../search/compile-slots.ts'
import { changedLife } from './life.ts'
import { obligationsNear } from './life-changes.ts'
import { aloneIn, possibleIn } from './possible.ts'
import type { Least } from './possible.ts'

type Binding = Shortfall['binding'][number]

/** A life with one rule left aside. */
interface Relaxed {
  readonly rule: string
  readonly note?: string
  readonly participant: Participant
}

/** Obligations named at most; each is tried by itself. */
const MOST_NAMED = 6

/**
 * What in a person's own life or prescription stands in the way of a week: each rule that makes the week possible when it
 * alone is left aside. An obligation is named by its time only, never by its reason.
 */
export function personalBindings(
  center: Center,
  ways: Ways,
  bench: Workbench,
  { person, least }: { readonly person: Person; readonly least: Least },
): Binding[] {
  const helps = ({ participant }: Relaxed) => {
    const other = compilePerson(center, ways, { index: person.index, participant })
    return possibleIn(aloneIn(center, bench, other))(least)
  }
  const { participant } = person
  const found: Binding[] = []
  if (helps({ rule: 'H11', participant: { ...participant, busy: [] } })) {
    const single = firstOf(obligations(center, participant), MOST_NAMED, helps)
    found.push(...(single.length > 0 ? single.map(bindingOf) : [{ rule: 'H11' }]))
  }
  found.push(...others(center, participant).filter(helps).map(bindingOf))
  return found.length > 0 ? found : [{ rule: mostLikely(center, ways, person, least) }]
}

function bindingOf({ rule, note }: Relaxed): Binding {
  return note === undefined ? { rule } : { rule, note }
}

/** Each obligation that lies near a block, left out by itself. */
function obligations(center: Center, participant: Participant): Relaxed[] {
  return obligationsNear(center, participant)
    .slice(0, MOST_NAMED * 4)
    .map(({ span: { start, end }, time }) => ({
      rule: 'H11',
      note: `busy ${spanWords(time.start, time.end)}`,
      participant: changedLife(center.week, participant, { type: 'busy', start, end }),
    }))
}

function others(center: Center, participant: Participant): Relaxed[] {
  const changed = (relax: Relax) => changedLife(center.week, participant, relax)
  return [
    { rule: 'H15', participant: changed({ type: 'dailyMax', minutes: MINUTES_A_DAY }) },
    { rule: 'H12', participant: changed({ type: 'telehealth' }) },
    { rule: 'H16', participant: changed({ type: 'anyCounselor' }) },
    { rule: 'H17', participant: changed({ type: 'familyBlocks' }) },
    { rule: 'H11', note: 'the way there and back', participant: changed({ type: 'travel', minutes: FARTHEST }) },
  ]
}

function firstOf<T>(list: readonly T[], most: number, holds: (one: T) => boolean): T[] {
  const found: T[] = []
  for (const one of list) {
    if (found.length === most) break
    if (holds(one)) found.push(one)
  }
  return found
}

/** When no single rule is to blame: what already excludes a service, else that days have one session of it each. */
function mostLikely(center: Center, ways: Ways, person: Person, least: Least): string {
  const missing = [...least].find(([service, count]) => count > 0 && !person.services.includes(service))
  if (!missing) return person.participant.busy.length > 0 ? 'H11' : 'H14'
  const [service] = missing
  const offered = (ways.spots[service]?.length ?? 0) + (ways.openings[service]?.length ?? 0)
  if (offered > 0) return person.participant.sites.length === 0 ? 'H12' : 'H11'
  if (center.week.fixedGroups && center.services[service]?.service.kind === 'group') return 'H18'
  return center.blocks.every((block) => block.frozen) && center.frozen.length > 0 ? 'H19' : 'H3'
}
