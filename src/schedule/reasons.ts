import type { Shortfall } from '../planner/model/plan.ts'

/**
 * Words for people about what a week could not give. They name rules, never another person and never the reason of an
 * obligation: an obligation's why belongs to the person and their counselor (trust.md, class C5).
 */
const CAUSES: Record<Shortfall['cause'], string> = {
  intrinsic: 'No week of the center fits beside the times this person is busy.',
  capacity: 'A week would fit, but seats, staff or rooms are taken.',
  choice: 'It would be possible; the plan weighed it against other costs.',
}

const RULES: Record<string, string> = {
  H1: 'it meets only at certain times',
  H2: 'nobody licensed for it works at a site within reach',
  H3: 'nobody who gives it is on duty then',
  H4: 'the staff who give it are in other sessions then',
  H5: 'the staff who give it have no minutes left this week',
  H6: 'no suitable room is there',
  H7: 'the rooms are taken then',
  H8: 'its groups are full',
  H9: 'it would overlap another session',
  H10: 'one visit cannot mix places',
  H11: 'it meets when the person is busy or on the way',
  H12: 'no site within reach offers it',
  H13: 'the prescription allows no more of it',
  H14: 'it may take place once a day only',
  H15: 'the day would get too long',
  H16: 'own and covering counselors have no time then',
  H17: 'the family cannot come then',
  H18: 'the given timetable holds no other group',
  H19: 'the rest of the week has already happened',
}

/** One sentence for the cause, then one for each rule that stands in the way. */
export function sentencesOf(shortfall: Pick<Shortfall, 'cause' | 'binding'>): string[] {
  const rules = [...new Set(shortfall.binding.map((bound) => bound.rule))]
  const notes = shortfall.binding.map((bound) => bound.note).filter((note) => note !== undefined)
  const words = rules.map((rule) => RULES[rule]).filter((word) => word !== undefined)
  return [
    CAUSES[shortfall.cause],
    ...words.map((word) => `In the way: ${word}.`),
    ...[...new Set(notes)].slice(0, 4).map((note) => `${note.charAt(0).toUpperCase()}${note.slice(1)}.`),
  ]
}
