import { sql } from 'kysely'
import { isoOf } from '../center/zones.ts'
import { type Actor, tokenHash } from '../kernel/claims.ts'
import type { Database, Tx } from '../kernel/database.ts'
import { newId, newToken } from '../kernel/ids.ts'

export interface FeedSession {
  readonly id: string
  readonly startsAt: string
  readonly endsAt: string
  readonly withdrawn: boolean
}

/** How far back a feed reaches: phones keep what they have, and a short feed is quick. */
const BACK = 14 * 86_400_000

/** Makes a secret link for a person; the one before ends. Returns its token, or undefined when this actor may not. */
export async function openFeed(tx: Tx, participant: string): Promise<string | undefined> {
  const token = newToken()
  const { rows } = await sql<{ opened: boolean }>`
    SELECT auth.open_feed(${newId()}, ${participant}, ${tokenHash(token)}) AS opened`.execute(tx)
  return rows[0]?.opened ? token : undefined
}

export async function closeFeed(tx: Tx, participant: string): Promise<boolean> {
  const { rows } = await sql<{ closed: boolean }>`SELECT auth.close_feed(${participant}) AS closed`.execute(tx)
  return rows[0]?.closed ?? false
}

export async function hasFeed(tx: Tx, participant: string): Promise<boolean> {
  const { rows } = await sql<{ active: boolean }>`SELECT auth.has_feed(${participant}) AS active`.execute(tx)
  return rows[0]?.active ?? false
}

/** The sessions behind a secret link, read as the actor `feed`: this one person's C1, nothing else. */
export async function readFeed(database: Database, token: string, now: number): Promise<FeedSession[] | undefined> {
  const found = await database.asNobody((tx) =>
    sql<{ center_id: string; feed_id: string; participant_id: string }>`
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
    const rows = await tx
      .selectFrom('seat')
      .select(['session_id', 'starts_at', 'ends_at', 'withdrawn_at'])
      .where('participant_id', '=', feed.participant_id)
      .where('starts_at', '>', isoOf(now - BACK))
      .orderBy('starts_at')
      .execute()
    return rows.map((row) => ({
      id: row.session_id,
      startsAt: row.starts_at,
      endsAt: row.ends_at,
      withdrawn: row.withdrawn_at !== null,
    }))
  })
}
