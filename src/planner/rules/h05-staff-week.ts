import { groupedBy } from '../model/grouped-by.ts'
import type { Rule } from './rule.ts'
import { HARD_RULES_TEXT } from './rule.ts'

/** The minutes of a staff member's sessions do not exceed `maxMinutes`. */
export const staffWeek: Rule = {
  name: 'H5',
  label: "staff member's week",
  source: HARD_RULES_TEXT,
  breaches(book) {
    return [...groupedBy(book.meetings, ({ staff }) => staff.id)].flatMap(([id, meetings]) => {
      const minutes = meetings.reduce((sum, { service }) => sum + service.minutes, 0)
      const most = book.staff.get(id)?.maxMinutes ?? 0
      return minutes <= most
        ? []
        : [{ name: 'H5', text: `${id} has ${minutes} minutes of sessions, at most ${most} are allowed` }]
    })
  },
}

/** The same rule for the search: one more session of `minutes` for a staff member who has `used` minutes already. */
export function allowsStaffMinutes(used: number, minutes: number, maxMinutes: number): boolean {
  return used + minutes <= maxMinutes
}
