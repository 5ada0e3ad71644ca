import { clockWords } from '../model/clock-words.ts'
import { groupedBy } from '../model/grouped-by.ts'
import { heldAtOnce } from './at-once.ts'
import type { Rule } from './rule.ts'
import { HARD_RULES_TEXT } from './rule.ts'

/** Sessions of one staff member do not overlap. */
export const staffOverlap: Rule = {
  name: 'H4',
  label: 'one session at a time for staff',
  source: HARD_RULES_TEXT,
  breaches(book) {
    return [...groupedBy(book.meetings, ({ staff }) => staff.id)].flatMap(([id, meetings]) =>
      heldAtOnce(meetings).map(([first, second]) => ({
        name: 'H4',
        text: `${id} holds ${first.session.id} and ${second.session.id} at once on ${clockWords(second.start)}`,
      })),
    )
  },
}

/** The same rule for the search: `taken` is a flat list start, end, start, end ... of one staff member in minutes. */
export function allowsStaffTime(taken: readonly number[], start: number, end: number): boolean {
  for (let at = 0; at < taken.length; at += 2) {
    if ((taken[at] ?? 0) < end && start < (taken[at + 1] ?? 0)) return false
  }
  return true
}
