import type { Center, Person } from '../model/center.ts'
import { cheapestWeek, reachableCounts } from '../person-week/cheapest-week.ts'
import type { Workbench } from '../person-week/workbench.ts'
import type { Weights } from '../model/week.ts'

/** At least so many sessions of each service (by index of the service), beyond those that have already happened. */
export type Least = ReadonlyMap<number, number>

export interface World {
  readonly bench: Workbench
  readonly center: Center
  readonly person: Person
  /** By slot: infinite when the world does not have it. */
  readonly costs: Float64Array
}

const OUT_OF_REACH = 1e12

/** Nothing but the minutes counts. */
const NO_WEIGHTS: Weights = {
  short: 0,
  belowTarget: 0,
  trip: 0,
  travel: 0,
  telehealthVisit: 0,
  nonPreferred: 0,
  idle: 0,
  cover: 0,
  group: 0,
  screen: 0,
  change: 0,
}

/**
 * The test whether the person has a week in this world with at least the given counts, by exhaustive search over all
 * weeks (week-format.md section 6). The search is done once for any number of questions.
 */
export function possibleIn(world: World): (least: Least) => boolean {
  const { bench, center, person, costs } = world
  const question = { person, weights: center.week.weights, costs }
  const reaches = reachableCounts(bench, question)
  return (least) => {
    const counts = countsFor(person, least)
    if (!counts || !reaches(counts)) return false
    return !person.daysCollide || isWithoutCollision(world, counts)
  }
}

/**
 * The most minutes of prescribed sessions the person can have in this world, beyond those that have happened: M of
 * week-format.md section 6. Undefined when the search had to be cut, so that nothing is stated that was not proven.
 */
export function mostMinutes({ bench, center, person, costs }: World): number | undefined {
  const lengths = person.services.map((service) => center.services[service]?.service.minutes ?? 0)
  const minutes = person.terminal.map((_, code) =>
    lengths.reduce((sum, length, at) => sum + length * countIn(person, code, at), 0),
  )
  const days = person.days.map((day) => ({
    ...day,
    blocks: day.blocks.map((bundles) => bundles.map((bundle) => ({ ...bundle, base: 0 }))),
  }))
  const terminal = minutes.map((sum) => -sum)
  const found = cheapestWeek(bench, { person: { ...person, days, terminal }, weights: NO_WEIGHTS, costs })
  return found.exact ? 0 - found.cost : undefined
}

/** Everything a person could have if the center were theirs alone: every slot is there. */
export function aloneIn(center: Center, bench: Workbench, person: Person): World {
  return { bench, center, person, costs: new Float64Array(person.slots.count) }
}

/** Counts in the person's own numbering; undefined when a service is out of reach altogether. */
function countsFor(person: Person, least: Least): number[] | undefined {
  const counts = person.services.map(() => 0)
  for (const [service, count] of least) {
    const at = person.services.indexOf(service)
    if (count > 0 && (at < 0 || count > person.caps[at]!)) return undefined
    if (at >= 0) counts[at] = count
  }
  return counts
}

/** Where visits of different days can collide, the wanted counts themselves are searched for. */
function isWithoutCollision({ bench, center, person, costs }: World, counts: readonly number[]): boolean {
  const terminal = person.terminal.map((_, code) =>
    counts.every((count, at) => countIn(person, code, at) >= count) ? 0 : OUT_OF_REACH,
  )
  const wanted = { ...person, terminal }
  return cheapestWeek(bench, { person: wanted, weights: center.week.weights, costs }).cost < OUT_OF_REACH / 2
}

function countIn({ strides, caps }: Person, code: number, at: number): number {
  return Math.floor(code / strides[at]!) % (caps[at]! + 1)
}
