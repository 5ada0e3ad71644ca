import { dayWords } from '../model/clock-words.ts'
import { dayOf } from '../model/time.ts'
import type { Rule } from './rule.ts'
import { HARD_RULES_TEXT } from './rule.ts'

/** The minutes of a participant's sessions on a day do not exceed `dailyMaxMinutes`. */
export const dailyMaximum: Rule = {
  name: 'H15',
  label: 'daily maximum',
  source: HARD_RULES_TEXT,
  breaches(book) {
    return book.attendees.flatMap(({ participant, meetings }) => {
      const minutes = new Map<number, number>()
      for (const { start, service } of meetings) {
        minutes.set(dayOf(start), (minutes.get(dayOf(start)) ?? 0) + service.minutes)
      }
      const most = participant.dailyMaxMinutes
      return [...minutes]
        .filter(([, sum]) => sum > most)
        .map(([day, sum]) => ({
          name: 'H15',
          text: `${participant.id} has ${sum} minutes on ${dayWords(day)}, at most ${most} are allowed`,
        }))
    })
  },
}

/** The same rule for the search. */
export function allowsMinutesOnDay(minutes: number, dailyMaxMinutes: number): boolean {
  return minutes <= dailyMaxMinutes
}
