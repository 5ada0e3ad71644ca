import type { Person } from '../model/center.ts'
import type { Shortfall } from '../model/plan.ts'
import { allowsMore } from '../rules/h13-prescription.ts'
import type { Ways } from '../search/compile-slots.ts'
import type { Search } from '../search/place.ts'
import { seatPerson } from '../search/timetable.ts'
import type { Seat } from '../search/timetable.ts'
import { CENTER_RULES, worldAsItStands } from './center-rules.ts'
import { personalBindings } from './personal-rules.ts'
import { aloneIn, possibleIn } from './possible.ts'
import type { Least } from './possible.ts'

/**
 * Why each missing session is missing (week-format.md section 6): `intrinsic` when no week of this person has it, even
 * alone in the center; `capacity` when the plan as it stands has none; `choice` when it has one.
 */
export function explain(search: Search, ways: Ways): Shortfall[] {
  return search.table.center.people.flatMap((person) => {
    const missing = missingOf(search, person)
    return missing.length > 0 ? explainPerson(search, ways, person, missing) : []
  })
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

function explainPerson(search: Search, ways: Ways, person: Person, missing: readonly Missing[]): Shortfall[] {
  const { table, bench } = search
  const { center } = table
  const present = table.weeks[person.index] ?? []
  const counts = countsOf(person, present)
  seatPerson(table, person.index, [])
  const wanted = missing.map((one) => ({ ...one, least: oneMore(counts, one.service) }))
  const alone = possibleIn(aloneIn(center, bench, person))
  const inReach = wanted.map(({ least }) => alone(least))
  const asItStands = possibleIn(worldAsItStands(table, { bench, center, person }))
  const free = wanted.map(({ least }) => asItStands(least))
  const shortfalls = wanted.map(({ service, missing: count, least }, at): Shortfall => {
    const entry = {
      participant: person.participant.id,
      service: center.services[service]!.service.id,
      missing: count,
      relaxations: [],
    }
    if (free[at]) return { ...entry, cause: 'choice', binding: [] }
    if (inReach[at] || !person.exact) {
      return { ...entry, cause: 'capacity', binding: centerBindings(search, person, service, least) }
    }
    return { ...entry, cause: 'intrinsic', binding: personalBindings(center, ways, bench, { person, least }) }
  })
  seatPerson(table, person.index, present)
  return shortfalls
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
