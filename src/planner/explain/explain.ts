import type { Person } from '../model/center.ts'
import type { Shortfall } from '../model/plan.ts'
import { allowsMore } from '../rules/h13-prescription.ts'
import type { Ways } from '../search/compile-slots.ts'
import type { Search } from '../search/place.ts'
import { seatPerson } from '../search/timetable.ts'
import type { Seat } from '../search/timetable.ts'
import { CENTER_RULES, worldAsItStands } from './center-rules.ts'
import { pairsFor } from './pairs.ts'
import type { Pair } from './pairs.ts'
import { personalBindings } from './personal-rules.ts'
import { aloneIn, possibleIn } from './possible.ts'
import type { Least } from './possible.ts'
import { relaxationsOf } from './relaxations.ts'
import type { Relaxation, Wanted } from './relaxations.ts'
import { sessionIdsOf, waysWithin } from './standing.ts'
import type { Standing } from './standing.ts'
import { startTrials } from './trials.ts'

/** Causes, and changes that would help, of everything that is missing in a plan. */
export interface Explained {
  readonly shortfalls: Shortfall[]
  readonly pairs: Pair[]
}

/** Weeks solved again to verify changes, for the whole plan and for one person. Causes are always complete. */
const MOST_TRIALS = 6_000
const MOST_TRIALS_A_PERSON = 150

/**
 * Why each missing session is missing (week-format.md section 6): `intrinsic` when no week of this person has it, even
 * alone in the center; `capacity` when the plan as it stands has none; `choice` when it has one. With it, changes that
 * would help, each verified by solving the week again.
 * @param trials how many weeks may be solved for that; what is not used by one person is left to the next
 */
export function explain(search: Search, ways: Ways, trials = MOST_TRIALS): Explained {
  const short = search.table.center.people
    .map((person) => ({ person, missing: missingOf(search, person) }))
    .filter(({ missing }) => missing.length > 0)
  const ids = sessionIdsOf(search.table)
  let left = trials
  const explained = short.map(({ person, missing }, at) => {
    const share = Math.min(MOST_TRIALS_A_PERSON, Math.ceil(left / (short.length - at)))
    const present = search.table.weeks[person.index] ?? []
    const near = waysWithin(search.table.center, ways, person.participant)
    seatPerson(search.table, person.index, [])
    const standing = { search, ways: near, person, present, ids }
    const found = explainPerson(standing, missing, share)
    seatPerson(search.table, person.index, present)
    left -= found.used
    return found
  })
  return {
    shortfalls: explained.flatMap(({ shortfalls }) => shortfalls),
    pairs: explained.flatMap(({ pairs }) => pairs),
  }
}

interface Missing {
  readonly service: number
  readonly missing: number
}

/** Sessions prescribed and neither held before nor planned now, by service. */
function missingOf({ table }: Search, person: Person): Missing[] {
  const { prescription } = person.participant
  const counts = countsOf(person, table.weeks[person.index] ?? [])
  return table.center.services.flatMap(({ index, service }) => {
    const prescribed = Object.hasOwn(prescription, service.id) ? (prescription[service.id] ?? 0) : 0
    const missing = allowsMore(prescribed, (person.frozenCounts.get(index) ?? 0) + (counts.get(index) ?? 0))
    return missing > 0 ? [{ service: index, missing }] : []
  })
}

function countsOf(person: Person, seats: readonly Seat[]): Map<number, number> {
  const counts = new Map<number, number>()
  for (const { slot } of seats) {
    const service = person.services[person.slots.service[slot]!]!
    counts.set(service, (counts.get(service) ?? 0) + 1)
  }
  return counts
}

function explainPerson(standing: Standing, missing: readonly Missing[], share: number): Explained & { used: number } {
  const { search, person } = standing
  const causes = causesOf(standing, missing)
  const helped = helpOf(standing, causes, share)
  const shortfalls = causes.map((cause, at): Shortfall => ({
    participant: person.participant.id,
    service: search.table.center.services[cause.service]!.service.id,
    missing: cause.missing,
    cause: cause.cause,
    binding: bindingOf(standing, cause),
    relaxations: helped.relaxations[at] ?? [],
  }))
  return { shortfalls, pairs: helped.pairs, used: helped.used }
}

function causesOf({ search, person, present }: Standing, missing: readonly Missing[]): (Missing & Wanted)[] {
  const { table, bench } = search
  const { center } = table
  const counts = countsOf(person, present)
  const wanted = missing.map((one) => ({ ...one, least: oneMore(counts, one.service) }))
  const alone = possibleIn(aloneIn(center, bench, person))
  const inReach = wanted.map(({ least }) => alone(least))
  const asItStands = possibleIn(worldAsItStands(table, { bench, center, person }))
  return wanted.map((one, at) => {
    const cause = asItStands(one.least) ? 'choice' : inReach[at] || !person.exact ? 'capacity' : 'intrinsic'
    return { ...one, cause }
  })
}

function bindingOf({ search, ways, person }: Standing, { cause, service, least }: Wanted): Shortfall['binding'] {
  if (cause === 'choice') return []
  if (cause === 'capacity') return centerBindings(search, person, service, least)
  return personalBindings(search.table.center, ways, search.bench, { person, least })
}

/** Changes that would help, for each shortfall; pairs where no single one does. */
function helpOf(standing: Standing, causes: readonly Wanted[], share: number) {
  const nothing = { relaxations: [] as Relaxation[][], pairs: [] as Pair[], used: 0 }
  if (causes.every(({ cause }) => cause === 'choice')) return nothing
  const trials = startTrials(standing, share)
  if (!trials) return nothing
  const relaxations = relaxationsOf(trials, causes)
  const helpless = causes.filter(({ cause }, at) => cause !== 'choice' && relaxations[at]!.length === 0)
  const pairs = helpless.flatMap((wanted) => pairsFor(trials, wanted))
  return { relaxations, pairs, used: share - trials.left }
}

function oneMore(counts: ReadonlyMap<number, number>, service: number): Least {
  return new Map([...counts, [service, (counts.get(service) ?? 0) + 1]])
}

/** Rules about seats, staff and rooms: those without which the week would be there, else the nearest one. */
function centerBindings({ table, bench }: Search, person: Person, service: number, least: Least) {
  const { center } = table
  const helping = CENTER_RULES.filter((rule) =>
    possibleIn(worldAsItStands(table, { bench, center, person }, rule))(least),
  )
  if (helping.length > 0) return helping.map((rule) => ({ rule }))
  return [{ rule: center.services[service]?.service.kind === 'group' ? 'H8' : 'H4' }]
}
