import type { PlanBook } from '../check/plan-book.ts'
import { clockWords, spanWords } from '../model/clock-words.ts'
import type { BlockTime } from '../check/week-book.ts'
import type { Interval } from '../model/time.ts'
import type { Service, Session } from '../model/week.ts'
import type { Breach, Rule } from './rule.ts'
import { HARD_RULES_TEXT } from './rule.ts'

/** Known ids; unique session ids; a session lies inside one block and begins at an allowed start. */
export const placeInWeek: Rule = {
  name: 'H1',
  label: 'place in the week',
  source: HARD_RULES_TEXT,
  breaches(book) {
    return [...book.sessions.flatMap((session) => unknownIds(book, session)), ...repeatedIds(book), ...misplaced(book)]
  },
}

function unknownIds(book: PlanBook, session: Session): Breach[] {
  const wrong: string[] = []
  if (!book.services.has(session.service)) wrong.push(`service ${session.service}`)
  if (!book.staff.has(session.staff)) wrong.push(`staff member ${session.staff}`)
  if (!book.sites.has(session.site)) wrong.push(`site ${session.site}`)
  else if (session.room !== null && !book.rooms.get(session.site)?.has(session.room)) {
    wrong.push(`room ${session.room} at ${session.site}`)
  }
  for (const member of session.members) if (!book.participants.has(member)) wrong.push(`participant ${member}`)
  return wrong.map((what) => ({ name: 'H1', text: `${session.id} names the unknown ${what}` }))
}

function repeatedIds(book: PlanBook): Breach[] {
  const seen = new Set<string>()
  const repeated = new Set<string>()
  for (const { id } of book.sessions) {
    if (seen.has(id)) repeated.add(id)
    seen.add(id)
  }
  return [...repeated].map((id) => ({ name: 'H1', text: `${id} is the id of more than one session` }))
}

function misplaced(book: PlanBook): Breach[] {
  return book.meetings.flatMap((meeting) => {
    const { session, service, block } = meeting
    const when = `${session.id} (${spanWords(meeting.start, meeting.end)})`
    if (!block) return { name: 'H1', text: `${when} starts in no block` }
    if (meeting.end > block.end) {
      return { name: 'H1', text: `${when} lasts beyond ${block.block.id}, which ends ${clockWords(block.end)}` }
    }
    if (startsRight(block, meeting.start, service, book.week.gridMinutes)) return []
    return {
      name: 'H1',
      text: `${when} begins ${meeting.start - block.start} minutes into ${block.block.id}: no start of ${service.id}`,
    }
  })
}

function startsRight(block: BlockTime, start: number, service: Service, gridMinutes: number): boolean {
  const offset = start - block.start
  return offset % gridMinutes === 0 && (service.allowedStartOffsets?.includes(offset) ?? true)
}

/**
 * The same rule for the search: every start, in minutes of the week, at which a service fits into a block.
 * @param block minutes of the week; `gridMinutes` at least 1
 */
export function allowsStarts(block: Interval, service: Service, gridMinutes: number): number[] {
  const starts: number[] = []
  if (gridMinutes < 1 || service.minutes < 1) return starts
  for (let start = block.start; start + service.minutes <= block.end; start += gridMinutes) {
    if (service.allowedStartOffsets?.includes(start - block.start) ?? true) starts.push(start)
  }
  return starts
}
