import type { PlanBook } from '../check/plan-book.ts'
import { spanOf } from '../check/week-book.ts'
import { spanWords } from '../model/clock-words.ts'
import type { Interval } from '../model/time.ts'
import { contains } from '../model/time.ts'
import { groupedBy } from '../model/grouped-by.ts'
import type { Rule } from './rule.ts'
import { HARD_RULES_TEXT } from './rule.ts'

/** The whole session lies inside one duty interval of the staff member. */
export const duty: Rule = {
  name: 'H3',
  label: 'on duty',
  source: HARD_RULES_TEXT,
  breaches(book) {
    return [...groupedBy(book.meetings, ({ staff }) => staff.id)].flatMap(([id, meetings]) => {
      const intervals = dutyOf(book, id)
      return meetings
        .filter((meeting) => !intervals.some((interval) => contains(interval, meeting)))
        .map((meeting) => ({
          name: 'H3',
          text: `${id} is not on duty for the whole of ${meeting.session.id} (${spanWords(meeting.start, meeting.end)})`,
        }))
    })
  },
}

function dutyOf(book: PlanBook, id: string) {
  return (book.staff.get(id)?.duty ?? []).map((interval) => spanOf(book.week, interval))
}

/** The same rule for the search: duty and session in minutes of the week. */
export function allowsDuty(duties: readonly Interval[], session: Interval): boolean {
  return duties.some((interval) => contains(interval, session))
}
