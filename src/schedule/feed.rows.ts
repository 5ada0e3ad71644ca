import { sql } from 'kysely'
import { instantOfIso, isoOf } from '../center/zones.ts'
import { type Actor, tokenHash } from '../kernel/claims.ts'
import type { Database, Tx } from '../kernel/database.ts'
import { newId, newToken } from '../kernel/ids.ts'
import { onRecord } from '../kernel/trail.ts'
import type { FeedSession } from './feed.ts'

/** A person's sessions for the feed, and the language of its one neutral title. */
export interface Feed {
  readonly language: string
  readonly sessions: readonly FeedSession[]
}

/** How far back a feed reaches: phones keep what they have, and a short feed is quick. */
const BACK = 14 * 86_400_000
/** 2026-01-01T00:00Z */
const SEQUENCE_START = 1_767_225_600_000

/** Makes a secret link for a person; the one before ends. Returns its token, or undefined when this actor may not. */
export async function openFeed(tx: Tx, participant: string): Promise<string | undefined> {
  onRecord(tx, { people: [participant] })
  const token = newToken()
  const { rows } = await sql<{ opened: boolean }>`
    SELECT auth.open_feed(${newId()}, ${participant}, ${tokenHash(token)}) AS opened`.execute(tx)
  return rows[0]?.opened ? token : undefined
}

export async function closeFeed(tx: Tx, participant: string): Promise<boolean> {
  onRecord(tx, { people: [participant] })
  const { rows } = await sql<{ closed: boolean }>`SELECT auth.close_feed(${participant}) AS closed`.execute(tx)
  return rows[0]?.closed ?? false
}

export async function hasFeed(tx: Tx, participant: string): Promise<boolean> {
  const { rows } = await sql<{ active: boolean }>`SELECT auth.has_feed(${participant}) AS active`.execute(tx)
  return rows[0]?.active ?? false
}

/** The sessions behind a secret link, read as the actor `feed`: this one person's C1, nothing else. */
export async function readFeed(database: Database, token: string, now: number): Promise<Feed | undefined> {
  const found = await database.asNobody((tx) =>
    sql<{ center_id: string; feed_id: string; participant_id: string; language: string }>`
      SELECT * FROM auth.find_feed(${tokenHash(token)})`.execute(tx),
  )
  const feed = found.rows[0]
  if (!feed) return undefined
  const actor: Actor = {
    center: feed.center_id,
    role: 'feed',
    uid: feed.feed_id,
    session: null,
    purpose: 'TREAT',
    name: 'calendar feed',
  }
  return database.inTransaction(actor, async (tx) => {
    onRecord(tx, { people: [feed.participant_id] })
    const { rows } = await sql<SeatRow>`
      SELECT * FROM evenkeel.seats_since(${feed.participant_id}, ${isoOf(now - BACK)})`.execute(tx)
    return {
      language: feed.language,
      sessions: rows.map((row) => seatInFeed(`${feed.participant_id}|${row.session_id}`, row)),
    }
  })
}

interface SeatRow {
  session_id: string
  starts_at: string
  ends_at: string
  seated_at: string
  withdrawn_at: string | null
}

/** The identifier is the seat's, hashed: two people's feeds share nothing, so nobody learns who sits beside whom. */
function seatInFeed(seat: string, row: SeatRow): FeedSession {
  const changedAt = instantOfIso(`${(row.withdrawn_at ?? row.seated_at).slice(0, 19)}Z`)
  return {
    id: tokenHash(seat).toString('hex').slice(0, 32),
    startAt: instantOfIso(row.starts_at),
    endAt: instantOfIso(row.ends_at),
    // Every later change of a seat has a later minute, so the number only grows, as phones expect.
    sequence: Math.floor((changedAt - SEQUENCE_START) / 60_000),
    changedAt,
    canceled: row.withdrawn_at !== null,
  }
}
