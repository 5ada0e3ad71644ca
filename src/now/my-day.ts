import { z } from 'zod'
import { TodaySession } from '../attendance/today.ts'
import type { Forecast } from '../hours/forecast.ts'
import { wordsOfRule } from '../hours/rule-words.ts'
import { Unsigned } from '../note/progress-note.ts'
import { ReviewDue } from './review-due.ts'

/** Where the note of a session stands: not to be written yet, to be written, begun, or signed. */
const NoteState = z.enum(['later', 'to-write', 'begun', 'signed'])
export type NoteState = z.infer<typeof NoteState>

/** Minutes that count: by now, at the end of the week if everything ahead is attended, and as the dose asks. */
const CaseloadHours = z.object({
  participant: z.uuid(),
  name: z.string(),
  soFar: z.int(),
  atEnd: z.int(),
  needs: z.int(),
  /** Minutes out of reach with what is planned. */
  short: z.int(),
  because: z.array(z.string()),
})
export type CaseloadHours = z.infer<typeof CaseloadHours>

/** A counselor's day: what they hold today, how their people's week will end, and what waits for them. */
export const MyDay = z.object({
  day: z.iso.date(),
  timeZone: z.string(),
  now: z.string(),
  weekStart: z.iso.date(),
  agenda: z.array(TodaySession.extend({ note: NoteState })),
  caseload: z.array(CaseloadHours),
  unsigned: Unsigned,
  reviews: z.array(ReviewDue),
  /** What the caseload has said in check-ins since the counselor's last session before today. */
  checkIns: z.object({
    since: z.string(),
    people: z.array(z.object({ participant: z.uuid(), name: z.string(), count: z.int(), latest: z.string() })),
  }),
})
export type MyDay = z.infer<typeof MyDay>

/** How a person's week stands; undefined for whoever has no hours prescribed. */
export function caseloadHours(person: { id: string; name: string }, forecast: Forecast): CaseloadHours | undefined {
  const { needs } = forecast.verdict.clinical
  if (needs === 0) return undefined
  return {
    participant: person.id,
    name: person.name,
    soFar: forecast.soFar,
    atEnd: forecast.atEnd,
    needs,
    short: forecast.short,
    because: [...new Set(forecast.lost.map(({ rule }) => wordsOfRule(rule)))],
  }
}

/** Most hours out of reach first, then the tightest weeks; names last, so that the order never jumps. */
export function tightestFirst(a: CaseloadHours, b: CaseloadHours): number {
  const room = (one: CaseloadHours) => one.atEnd - one.needs
  return b.short - a.short || room(a) - room(b) || (a.name < b.name ? -1 : 1)
}

/** Where the note of a session stands at `now` (both instants in milliseconds since 1970 UTC). */
export function noteState(endsAt: number, now: number, kept: { signed: boolean; begun: boolean }): NoteState {
  if (kept.signed) return 'signed'
  if (kept.begun) return 'begun'
  return endsAt <= now ? 'to-write' : 'later'
}
