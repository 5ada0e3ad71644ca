import type { Meeting, PlanBook } from '../check/plan-book.ts'
import { spanOf } from '../check/week-book.ts'
import { clockWords, spanWords } from '../model/clock-words.ts'
import { overlaps } from '../model/time.ts'
import { groupedBy } from '../model/grouped-by.ts'
import { heldAtOnce } from './at-once.ts'
import type { Breach, Rule } from './rule.ts'
import { HARD_RULES_TEXT } from './rule.ts'

/** Sessions in one room do not overlap, and none overlaps a `closed` interval of the room. */
export const roomFree: Rule = {
  name: 'H7',
  label: 'room free',
  source: HARD_RULES_TEXT,
  breaches(book) {
    const housed = book.meetings.filter(({ room }) => room !== undefined)
    // Rooms are unique within their site only, so the pair is the key; as JSON, since an id may hold any character.
    const inRooms = groupedBy(housed, ({ site, room }) => JSON.stringify([site.id, room?.id]))
    return [...inRooms.values()].flatMap((meetings) => [...doubleUse(meetings), ...useWhileClosed(book, meetings)])
  },
}

function doubleUse(meetings: readonly Meeting[]): Breach[] {
  return heldAtOnce(meetings).map(([first, second]) => ({
    name: 'H7',
    text: `${first.room?.id} holds ${first.session.id} and ${second.session.id} at once on ${clockWords(second.start)}`,
  }))
}

function useWhileClosed(book: PlanBook, meetings: readonly Meeting[]): Breach[] {
  const room = meetings[0]?.room
  const closed = (room?.closed ?? []).map((interval) => spanOf(book.week, interval))
  return meetings
    .filter((meeting) => closed.some((interval) => overlaps(interval, meeting)))
    .map((meeting) => ({
      name: 'H7',
      text: `${room?.id} is closed during ${meeting.session.id} (${spanWords(meeting.start, meeting.end)})`,
    }))
}

/** The same rule for the search: `taken` is a flat list start, end, start, end ... of one room in minutes of the week. */
export function allowsRoomTime(taken: readonly number[], start: number, end: number): boolean {
  for (let at = 0; at < taken.length; at += 2) {
    if ((taken[at] ?? 0) < end && start < (taken[at + 1] ?? 0)) return false
  }
  return true
}
