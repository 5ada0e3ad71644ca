import type { Relax } from '../model/plan.ts'
import type { Opening } from '../search/compile-openings.ts'
import { compilePerson } from '../search/compile-person.ts'
import type { Ways } from '../search/compile-slots.ts'
import { closeGroup, openGroup } from '../search/timetable.ts'
import type { RunningGroup } from '../search/timetable.ts'
import { worldAsItStands } from './center-rules.ts'
import { changedLife } from './life.ts'
import type { World } from './possible.ts'
import type { Standing } from './standing.ts'

/**
 * Section 6 of week-format.md leaves open whether an opened group takes its leader's minutes and whether added duty joins
 * the duty it touches. `narrow` takes every such question against the person, `wide` for the person; what is the same in
 * both is true however the section is read.
 */
export type Reading = 'narrow' | 'wide'

/** What is different in a world. */
export interface Alteration {
  /** A change of the person's own life. */
  readonly relax?: Relax
  /** Spots at which there is a seat. */
  readonly spots?: readonly number[]
  /** The group that is opened for it. */
  readonly group?: RunningGroup
  /** Times of one-to-one sessions there are more. */
  readonly openings?: Readonly<Record<Reading, readonly Opening[]>>
}

/** One change that may help. */
export interface Change extends Alteration {
  readonly relax: Relax
}

/** The plan as it stands for a person who has been taken out of it, with some changes made. */
export function worldWith(standing: Standing, changes: readonly Alteration[], reading: Reading): World {
  const { table, bench } = standing.search
  const { center } = table
  const person = personWith(standing, changes, reading)
  const opened = reading === 'narrow' ? changes.flatMap(({ group }) => group ?? []) : []
  for (const group of opened) openGroup(table, group)
  const world = worldAsItStands(table, { bench, center, person })
  for (const group of opened) closeGroup(table, group)
  const spots = new Set(changes.flatMap(({ spots }) => spots ?? []))
  for (let slot = 0; slot < person.slots.count; slot++) {
    if (spots.has(person.slots.spot[slot]!)) world.costs[slot] = 0
  }
  return world
}

/** Compiled again only where the life or the times within reach are others. */
function personWith({ search, ways, person }: Standing, changes: readonly Alteration[], reading: Reading) {
  const { center } = search.table
  const participant = changes.reduce(
    (life, { relax }) => (relax ? changedLife(center.week, life, relax) : life),
    person.participant,
  )
  const openings = changes.flatMap((change) => change.openings?.[reading] ?? [])
  if (participant === person.participant && openings.length === 0) return person
  return compilePerson(center, withOpenings(ways, openings), { index: person.index, participant })
}

function withOpenings(ways: Ways, more: readonly Opening[]): Ways {
  if (more.length === 0) return ways
  const openings = ways.openings.map((some, service) => [...some, ...more.filter((one) => one.service === service)])
  return { ...ways, openings }
}
