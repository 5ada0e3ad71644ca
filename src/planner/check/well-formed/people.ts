import { dayNumber } from '../../model/time.ts'
import type { Participant, Week } from '../../model/week.ts'
import type { Breach } from '../../rules/rule.ts'
import type { WeekBook } from '../week-book.ts'
import { openWeek } from '../week-book.ts'
import { finding, repeats, strangers, stranger, wrongDay, wrongSpan } from './finding.ts'

/** What is wrong with the participants: references, obligations and screen days. */
export function wrongPeople(week: Week): Breach[] {
  const book = openWeek(week)
  const blocks = new Set(week.blocks.map(({ id }) => id))
  const knownBlocks = { list: 'blocks', has: (id: string) => blocks.has(id) }
  return [
    ...repeats(
      'participants',
      week.participants.map(({ id }) => id),
    ),
    ...week.participants.flatMap((participant, n) => [
      ...wrongReferences(book, `participants[${n}]`, participant),
      ...strangers(`participants[${n}].familyBlocks`, participant.familyBlocks, knownBlocks),
      ...participant.busy.flatMap((interval, m) => wrongSpan(`participants[${n}].busy[${m}]`, interval)),
      ...wrongScreenDays(week, `participants[${n}].screenDays`, participant),
    ]),
  ]
}

function wrongReferences(book: WeekBook, path: string, participant: Participant): Breach[] {
  const staff = { list: 'staff', has: (id: string) => book.staff.has(id) }
  const reached = participant.sites.map(({ site }) => site)
  return [
    ...Object.keys(participant.prescription).flatMap((id) =>
      stranger(`${path}.prescription`, id, { list: 'services', has: (service) => book.services.has(service) }),
    ),
    ...repeats(`${path}.sites`, reached),
    ...strangers(`${path}.sites`, reached, { list: 'sites', has: (id) => book.sites.has(id) }),
    ...stranger(`${path}.counselor`, participant.counselor, staff),
    ...strangers(`${path}.coverCounselors`, participant.coverCounselors, staff),
  ]
}

function wrongScreenDays(week: Week, path: string, { screenDays }: Participant): Breach[] {
  const monday = dayNumber(week.weekStart)
  const earlier = new Map<string, number>()
  return screenDays.flatMap((days, n) =>
    days.flatMap((day) => {
      const wrong = wrongDay(`${path}[${n}]`, day)
      if (wrong.length > 0) return wrong
      const weekday = dayNumber(day) - monday
      if (weekday < 0 || weekday > 6)
        return [finding(`${path}[${n}]`, `${day} is not in this week`, 'Maybe remove it.')]
      const other = earlier.get(day) ?? n
      earlier.set(day, other)
      if (other === n) return []
      return [finding(`${path}[${n}]`, `${day} is in group ${other} already`, 'A day belongs to one group only.')]
    }),
  )
}
