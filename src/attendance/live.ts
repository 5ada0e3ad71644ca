import type { MarkNews } from './today.ts'

/** Marks as an event (server-sent events, HTML standard 9.2) that carries the change itself, so that nobody asks anew. */
export function marksEvent(news: readonly MarkNews[]): string {
  return `event: marks\ndata: ${JSON.stringify(news)}\n\n`
}

/** The sessions or seats of the day are others now: ask for the board. */
export const SEATS_EVENT = 'event: seats\ndata: {}\n\n'
export const STILL_HERE = ': still here\n\n'
/** The first line tells browsers when to try again. */
export const OPENING = 'retry: 2000\n: listening\n\n'

/** The seat a mark was made in, as the database notifies it: ids only. */
export function noticeOf(words: string): { center: string; session: string; participant: string } | undefined {
  const [center, session, participant] = words.split(' ')
  return center && session && participant ? { center, session, participant } : undefined
}

/** What of the news a screen has not been told: by seat, the last mark that was. Remembers what it returns. */
export function untold(told: Map<string, string | null>, news: readonly MarkNews[]): MarkNews[] {
  const fresh = news.filter((one) => told.get(seatKey(one)) !== one.replaces)
  for (const one of fresh) told.set(seatKey(one), one.replaces)
  return fresh
}

export function seatKey({ session, participant }: { session: string; participant: string }): string {
  return `${session} ${participant}`
}
