import type { Center, Person } from '../model/center.ts'
import { cheapestWeek, reachableCounts } from '../person-week/cheapest-week.ts'
import type { Workbench } from '../person-week/workbench.ts'

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
    counts.every((count, at) => Math.floor(code / person.strides[at]!) % (person.caps[at]! + 1) >= count)
      ? 0
      : OUT_OF_REACH,
  )
  const wanted = { ...person, terminal }
  return cheapestWeek(bench, { person: wanted, weights: center.week.weights, costs }).cost < OUT_OF_REACH / 2
}
