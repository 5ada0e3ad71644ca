import { lowerBound } from './bound.ts'
import { beginGeneration, endGeneration, generate } from './master/generate.ts'
import type { OpenLp } from './master/lp.ts'
import type { Session, Week } from './model/week.ts'
import { newWorkbench } from './person-week/workbench.ts'
import { compileWeek } from './search/compile.ts'

export interface ProofOptions {
  /** Asked between rounds of prices; what is proven by then is the answer. */
  readonly keepGoing: () => boolean
  readonly lp: OpenLp
  /** Told whenever more is proven. */
  readonly report: (bound: number) => void
  readonly pinned?: readonly Session[]
}

/** One linear program over more people than this answers too slowly. */
const MOST_PEOPLE = 250

/**
 * The highest lower bound of the week's optimal cost that can be proven in time (week-format.md section 3), by column
 * generation. Beside a search in another thread it costs the search nothing. Chains get the simple bound alone.
 */
export function proveBound(week: Week, { keepGoing, lp, report, pinned }: ProofOptions): number {
  const { center } = compileWeek(week, pinned)
  const bench = newWorkbench()
  const simple = lowerBound(center, bench)
  report(simple)
  if (center.people.length === 0 || center.people.length > MOST_PEOPLE) return simple
  const generation = beginGeneration(center, bench, lp)
  let told = simple
  const tell = () => {
    if (generation.bound > told) report(generation.bound)
    told = Math.max(told, generation.bound)
    return keepGoing()
  }
  generate(generation, tell)
  tell()
  endGeneration(generation)
  return told
}
