import { lowerBound } from './bound.ts'
import { beginGeneration, endGeneration, generate } from './master/generate.ts'
import type { OpenLp } from './master/lp.ts'
import { priceBook } from './master/price-book.ts'
import type { PriceBook } from './master/price-book.ts'
import type { Session, Week } from './model/week.ts'
import { newWorkbench } from './person-week/workbench.ts'
import { compileWeek } from './search/compile.ts'

export interface ProofOptions {
  /** Asked between rounds of prices; what is proven by then is the answer. */
  readonly keepGoing: () => boolean
  readonly lp: OpenLp
  /** Told whenever more is proven. */
  readonly report: (bound: number) => void
  /** Told what sessions take from everybody else. On a given timetable rough prices mislead: there only once what is scarce has its price. */
  readonly reportPrices?: (prices: PriceBook) => void
  readonly pinned?: readonly Session[]
}

/** Prices are told again when they prove this much more. */
const NEWS = 1.03
/** One linear program over more people than this answers too slowly. */
const MOST_PEOPLE = 250

/**
 * The highest lower bound of the week's optimal cost that can be proven in time (week-format.md section 3), by column
 * generation. Beside a search in another thread it costs the search nothing. Chains get the simple bound alone.
 */
export function proveBound(week: Week, { keepGoing, lp, report, reportPrices, pinned }: ProofOptions): number {
  const { center } = compileWeek(week, pinned)
  const bench = newWorkbench()
  const simple = lowerBound(center, bench)
  report(simple)
  if (center.people.length === 0 || center.people.length > MOST_PEOPLE) return simple
  const generation = beginGeneration(center, bench, lp)
  let told = simple
  let priced = simple
  const tellPrices = () => {
    reportPrices?.(priceBook(generation.market, generation.best))
    priced = generation.bound
  }
  const tell = () => {
    if (generation.bound > told) report(generation.bound)
    told = Math.max(told, generation.bound)
    if (generation.bound > priced * NEWS && (generation.settled || !week.fixedGroups)) tellPrices()
    return keepGoing()
  }
  generate(generation, tell)
  tell()
  if (generation.bound > priced) tellPrices()
  endGeneration(generation)
  return told
}
