import type { Meeting } from '../check/plan-book.ts'
import { overlaps } from '../model/time.ts'

/**
 * Pairs of meetings that overlap, the earlier start first. Each meeting is compared with the one before it that lasts
 * longest, so that a pile of n meetings gives n - 1 pairs and not all of them.
 */
export function heldAtOnce(meetings: readonly Meeting[]): [Meeting, Meeting][] {
  const pairs: [Meeting, Meeting][] = []
  let lasting: Meeting | undefined
  for (const meeting of meetings.toSorted((a, b) => a.start - b.start)) {
    if (lasting && overlaps(lasting, meeting)) pairs.push([lasting, meeting])
    if (!lasting || meeting.end > lasting.end) lasting = meeting
  }
  return pairs
}
