import type { Center } from '../model/center.ts'
import type { Session, Week } from '../model/week.ts'
import { keysBefore, keysOf } from './changes.ts'
import { openingsOf } from './compile-openings.ts'
import { compilePerson } from './compile-person.ts'
import type { Ways } from './compile-slots.ts'
import { spotsOf } from './compile-spots.ts'
import { groundsOf } from './grounds.ts'

/** A week ready for the search, and what people were compiled from, so that a person can be compiled again. */
export interface Compiled {
  readonly center: Center
  readonly ways: Ways
}

/**
 * A well-formed week as integers; `pinned` are sessions their members shall keep, groups with whoever leads them and where
 * that is said. Takes milliseconds for a center and
 * seconds for a chain of 16 sites.
 */
export function compileWeek(week: Week, pinned: readonly Session[] = []): Compiled {
  const grounds = groundsOf(week)
  const spots = spotsOf(grounds, pinned)
  const ways = {
    spots: week.services.map((_, service) => spots.filter((spot) => spot.service === service)),
    openings: openingsOf(grounds),
    kept: keysBefore(week),
    pinned: keysOf(week, pinned),
  }
  const people = week.participants.map((participant, index) => compilePerson(grounds, ways, { index, participant }))
  return { center: { ...grounds, spots, people }, ways }
}
