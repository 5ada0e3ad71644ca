import type { Center, Person } from '../model/center.ts'

/**
 * Every possible week of a person by plain enumeration: lists of slots that together keep H9 to H11 and H13 to H15. For
 * tests on small weeks; written without the code of the search.
 */
export function everyWeek(center: Center, person: Person, offered: readonly number[]): number[][] {
  let weeks: number[][] = [[]]
  for (const slot of offered) {
    weeks = [...weeks, ...weeks.map((week) => [...week, slot]).filter((week) => isPossible(center, person, week))]
  }
  return weeks
}

function isPossible(center: Center, person: Person, week: readonly number[]): boolean {
  const { slots, participant } = person
  const sessions = week.map((slot) => ({
    slot,
    block: slots.block[slot] as number,
    day: center.blocks[slots.block[slot] as number]?.day,
    service: slots.service[slot] as number,
    start: slots.start[slot] as number,
    end: slots.end[slot] as number,
    travel: slots.travel[slot] as number,
    place: bundleOf(person, slot),
  }))
  const pairs = sessions.flatMap((a, n) => sessions.slice(n + 1).map((b) => [a, b] as const))
  const wrongPair = pairs.some(([a, b]) => {
    if (a.start < b.end && b.start < a.end) return true
    if (a.day === b.day && a.service === b.service) return true
    if (a.block === b.block) return a.place !== b.place
    return a.start - a.travel < b.end + b.travel && b.start - b.travel < a.end + a.travel
  })
  if (wrongPair) return false
  return (
    person.days.every((day) => {
      const today = sessions.filter((one) => one.day === day.day)
      const minutes = today.reduce((sum, { start, end }) => sum + end - start, day.usedMinutes)
      return minutes <= participant.dailyMaxMinutes || today.length === 0
    }) && person.services.every((_, at) => sessions.filter(({ service }) => service === at).length <= person.caps[at]!)
  )
}

/** Sessions of one bundle share a place and a stretch of time without obligations. */
function bundleOf(person: Person, slot: number): number {
  return person.days.flatMap((day) => day.blocks.flat()).findIndex((bundle) => bundle.slots.includes(slot))
}
