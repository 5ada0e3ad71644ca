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

/** Which session somebody has open on one of their screens; null: none any more. Ids only, like every notice. */
export interface OnScreen {
  readonly center: string
  readonly session: string | null
  readonly staff: string
  readonly screen: string
}

/** A notice of a screen, as the database passes it on. */
export function screenNotice({ center, session, staff, screen }: OnScreen): string {
  return [center, session ?? '-', staff, screen].join(' ')
}

export function onScreenOf(words: string): OnScreen | undefined {
  const [center, session, staff, screen] = words.split(' ')
  if (!center || !session || !staff || !screen) return undefined
  return { center, session: session === '-' ? null : session, staff, screen }
}

/** Who has which session open, for one reader: staff by session, without the reader. */
type Present = Readonly<Record<string, readonly string[]>>

/**
 * Who else has the sessions open that this reader sees someone in. What was last said longer ago than screens say it again
 * comes from a screen that is gone.
 */
export function presentFor(
  screens: Iterable<OnScreen & { readonly until: number }>,
  reader: { center: string; staff: string | null; sessions: ReadonlySet<string> },
  now: number,
): Present {
  const seen = new Map<string, Set<string>>()
  for (const one of screens) {
    if (one.session === null || one.until <= now) continue
    if (one.center !== reader.center || one.staff === reader.staff || !reader.sessions.has(one.session)) continue
    seen.set(one.session, (seen.get(one.session) ?? new Set()).add(one.staff))
  }
  return Object.fromEntries([...seen].toSorted().map(([session, staff]) => [session, [...staff].toSorted()]))
}

/** More screens of one person than these are not somebody looking; the one heard of longest ago is forgotten. */
const MOST_SCREENS = 8

/** A screen names itself, so it is known by whose it is as well: nobody speaks for another's. */
export function screenKey({
  center,
  staff,
  screen,
}: Pick<OnScreen, 'center' | 'screen'> & { staff: string | null }): string {
  return [center, staff ?? '-', screen].join(' ')
}

/** Notes what a screen has open until then; returns the keys forgotten for it. */
export function noteScreen(
  screens: Map<string, OnScreen & { readonly until: number }>,
  said: OnScreen,
  until: number,
): string[] {
  const key = screenKey(said)
  screens.delete(key)
  if (said.session === null) return []
  screens.set(key, { ...said, until })
  const own = [...screens].filter(([, one]) => one.center === said.center && one.staff === said.staff)
  const gone = own.slice(0, Math.max(0, own.length - MOST_SCREENS)).map(([old]) => old)
  for (const old of gone) screens.delete(old)
  return gone
}

/** Who has which session open, by name. */
export function presenceEvent(present: Present): string {
  return `event: presence\ndata: ${JSON.stringify(present)}\n\n`
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
