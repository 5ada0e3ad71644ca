import { Readable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import type { Actor } from '../kernel/claims.ts'
import type { Database } from '../kernel/database.ts'
import { marksEvent, noticeOf, OPENING, seatKey, SEATS_EVENT, STILL_HERE, untold } from './live.ts'
import { type HeardDay, hearDay, hearSeat } from './today.rows.ts'

/** Between two looks; with the look itself less than the second within which a withdrawn right is dead. */
const LOOK_EVERY = 700
/** Looks without news after which a comment keeps proxies from closing the line: about 15 s. */
const QUIET_LOOKS = 20
/** A screen that takes no news lets its line go and asks anew. */
const MOST_WAITING = 512 * 1024

/** One sign-in session looking at one day, on however many screens. */
interface WatchedDay {
  readonly reader: Actor
  readonly day: string
  readonly screens: Set<Readable>
  readonly told: Map<string, string | null>
  readonly left: AbortController
  seats: ReadonlySet<string>
  /** What the seats were, in one piece. */
  shape: string
}

/**
 * Screens that show a day as it happens. `follow` answers with the events of one of them until `left`, and with the sessions
 * in which its reader sees somebody.
 */
export interface LiveDays {
  follow(reader: Actor, day: string, heard: HeardDay, left: AbortSignal): FollowedDay
}

interface FollowedDay {
  readonly stream: Readable
  readonly sessions: () => ReadonlySet<string>
}

/**
 * Tells open boards every mark. The database notifies the seat of a mark, one reader who sees that seat asks for it, and
 * all who see it are told: one question however many screens are open. What a notice did not bring, and whether each
 * reader may still see what they see, comes of looks under the reader's own claims.
 */
export function liveDays(database: Database): LiveDays {
  const days = new Map<string, WatchedDay>()
  let hears = false

  const heard = async (words: string) => {
    const notice = noticeOf(words)
    if (!notice) return
    const seat = seatKey(notice)
    const who = [...days.values()].filter(({ reader, seats }) => reader.center === notice.center && seats.has(seat))
    const [first] = who
    if (!first) return
    // Whatever fails here is told by the next look.
    const news = await database
      .inTransaction(first.reader, (tx) => hearSeat(tx, notice.session, notice.participant))
      .catch(() => undefined)
    if (news) for (const day of who) tell(day, [news])
  }

  return {
    follow: (reader, day, now, left) => {
      if (!hears) database.hear('evenkeel_mark', (words) => void heard(words))
      hears = true
      const key = `${reader.session} ${day}`
      const watched = days.get(key) ?? watchedDay(reader, day, now)
      const screen = new Readable({ read: () => {} })
      screen.push(OPENING + marksEvent(now.marks))
      watched.screens.add(screen)
      left.addEventListener('abort', () => {
        watched.screens.delete(screen)
        screen.push(null)
        if (watched.screens.size > 0) return
        if (days.get(key) === watched) days.delete(key)
        watched.left.abort()
      })
      if (!days.has(key)) {
        days.set(key, watched)
        void keepLooking(database, watched).finally(() => {
          if (days.get(key) === watched) days.delete(key)
        })
      }
      return { stream: screen, sessions: () => new Set([...watched.seats].map((seat) => seat.slice(0, 36))) }
    },
  }
}

function watchedDay({ asked: _asked, ...reader }: Actor, day: string, now: HeardDay): WatchedDay {
  const told = new Map<string, string | null>()
  untold(told, now.marks)
  const seen = { seats: new Set(now.seats), shape: now.seats.join() }
  return { reader, day, screens: new Set(), told, left: new AbortController(), ...seen }
}

/** Looks until the last screen is left or the reader's right is gone; only openings go on record. */
async function keepLooking(database: Database, watched: WatchedDay): Promise<void> {
  for (let quiet = 1; await waited(watched.left.signal); quiet += 1) {
    const now = await database.inTransaction(watched.reader, (tx) => hearDay(tx, watched.day)).catch(() => undefined)
    if (!now) break
    const shape = now.seats.join()
    if (shape !== watched.shape) send(watched, SEATS_EVENT)
    watched.seats = new Set(now.seats)
    watched.shape = shape
    tell(watched, now.marks)
    if (quiet % QUIET_LOOKS === 0) send(watched, STILL_HERE)
  }
  for (const screen of watched.screens) screen.push(null)
}

function tell(watched: WatchedDay, news: HeardDay['marks']): void {
  const fresh = untold(watched.told, news)
  if (fresh.length > 0) send(watched, marksEvent(fresh))
}

function send(watched: WatchedDay, piece: string): void {
  for (const screen of watched.screens) {
    if (screen.readableLength > MOST_WAITING) screen.destroy()
    else if (!screen.readableEnded && !screen.destroyed) screen.push(piece)
  }
}

async function waited(stop: AbortSignal): Promise<boolean> {
  await pause(LOOK_EVERY, undefined, { signal: stop }).catch(() => {})
  return !stop.aborted
}
