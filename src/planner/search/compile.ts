import type { Center } from '../model/center.ts'
import type { Week } from '../model/week.ts'
import { keysBefore } from './changes.ts'
import { openingsOf } from './compile-openings.ts'
import { compilePerson } from './compile-person.ts'
import { spotsOf } from './compile-spots.ts'
import { groundsOf } from './grounds.ts'

/** A well-formed week as integers. Takes milliseconds for a center and about a second for a chain of 16 sites. */
export function compileWeek(week: Week): Center {
  const grounds = groundsOf(week)
  const spots = spotsOf(grounds)
  const ways = {
    spots: week.services.map((_, service) => spots.filter((spot) => spot.service === service)),
    openings: openingsOf(grounds),
    kept: keysBefore(week),
  }
  const people = week.participants.map((_, index) => compilePerson(grounds, ways, index))
  return { ...grounds, spots, people }
}
