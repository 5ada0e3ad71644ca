import { sql } from 'kysely'
import pg from 'pg'
import { lookUpSession } from '../access/sign-in.rows.ts'
import { readToday } from '../attendance/today.rows.ts'
import { instantOfIso } from '../center/zones.ts'
import { allEntries } from '../hours/entries.rows.ts'
import { weekEventsOf } from '../hours/hours.rows.ts'
import { ledgerActor } from '../hours/settle.jobs.ts'
import { type Actor, signClaims } from '../kernel/claims.ts'
import type { ConnectionSettings, Database } from '../kernel/database.ts'
import { readBoard } from './board.rows.ts'
import { weekMarks } from './events.rows.ts'
import { readFeed } from './feed.rows.ts'
import { readPersonWeek } from './person-week.rows.ts'
import { BUSY_WEEK, type BusyCenter } from './test-busy-center.ts'

/** A statement as the product sent it. */
export interface Sent {
  readonly text: string
  readonly values: unknown[]
}

export interface HotRead {
  readonly name: string
  /** Whose claims the statements run under; null: the sign-in functions, before anybody is known. */
  readonly actor: Actor | null
  readonly sent: readonly Sent[]
  /** The same rows asked of the tables themselves, where the product asks a function with the owner's rights. */
  readonly plain?: readonly Sent[]
}

/** The reads people wait for, run once through the product; the statements each of them sent, in order. */
export async function hotReads(database: Database, center: BusyCenter): Promise<HotRead[]> {
  const { desk, counselor, participant } = center
  const board = (mayPlan: boolean) => ({ weekStart: BUSY_WEEK, view: 'published' as const, mayPlan })
  const now = instantOfIso(`${BUSY_WEEK}T12:00:00Z`)
  const feed = await sentBy(() => readFeed(database, center.feedToken, now))
  const feedActor = { ...desk, role: 'feed', uid: await feedOf(database, feed), session: null }
  const own = (actor: Actor) => () =>
    database.inTransaction(actor, (tx) => readPersonWeek(tx, participant.participantId, BUSY_WEEK))
  const today = (actor: Actor, reader: { staffId: string | null; marksEverybody: boolean }) => () =>
    database.inTransaction(actor, (tx) => readToday(tx, BUSY_WEEK, { ...reader, now }))
  const ledger = ledgerActor(center.id)
  const entries = await sentBy(() =>
    database.inTransaction(desk, (tx) => allEntries(tx, participant.participantId, BUSY_WEEK)),
  )
  return [
    { name: 'session lookup', actor: null, sent: await sentBy(() => lookUpSession(database, center.sessionToken)) },
    {
      name: 'board, front desk',
      actor: desk,
      sent: await sentBy(() => database.inTransaction(desk, (tx) => readBoard(tx, board(true)))),
    },
    {
      name: 'board, counselor',
      actor: counselor,
      sent: await sentBy(() => database.inTransaction(counselor, (tx) => readBoard(tx, board(false)))),
    },
    { name: 'person week, own', actor: participant, sent: await sentBy(own(participant)) },
    { name: 'person week, front desk', actor: desk, sent: await sentBy(own(desk)) },
    {
      name: 'week watched, front desk',
      actor: desk,
      sent: await sentBy(() => database.inTransaction(desk, (tx) => weekMarks(tx, BUSY_WEEK))),
    },
    {
      name: 'week watched, counselor',
      actor: counselor,
      sent: await sentBy(() => database.inTransaction(counselor, (tx) => weekMarks(tx, BUSY_WEEK))),
    },
    {
      name: 'today, front desk',
      actor: desk,
      sent: await sentBy(today(desk, { staffId: null, marksEverybody: true })),
    },
    {
      name: 'today, counselor',
      actor: counselor,
      sent: await sentBy(today(counselor, { staffId: center.counselorStaff, marksEverybody: false })),
    },
    {
      name: 'hours, entries',
      actor: desk,
      sent: entries,
      plain: [
        {
          text: 'SELECT * FROM ledger_entry WHERE participant_id = $1 AND week_start = $2 ORDER BY entered_at, id',
          values: entries[0]!.values,
        },
      ],
    },
    {
      name: 'hours, events',
      actor: ledger,
      sent: await sentBy(() =>
        database.inTransaction(ledger, (tx) => weekEventsOf(tx, participant.participantId, BUSY_WEEK)),
      ),
    },
    { name: 'feed, link', actor: null, sent: feed.slice(0, 1) },
    {
      name: 'feed, seats',
      actor: feedActor,
      sent: feed.slice(1),
      plain: [
        {
          text: `SELECT participant_id, session_id, starts_at, ends_at, seated_at, withdrawn_at FROM seat
            WHERE participant_id = $1 AND starts_at > $2 ORDER BY starts_at`,
          values: feed[1]!.values,
        },
      ],
    },
  ]
}

/** Runs `work` on a connection of the role in `connection` under an actor's claims; everything is rolled back. */
export async function underClaims<T>(
  connection: ConnectionSettings,
  claims: { actor: Actor | null; key: Buffer; now: number },
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ ...connection, options: '-c search_path=evenkeel,public -c timezone=UTC' })
  await client.connect()
  try {
    await client.query('BEGIN')
    if (claims.actor)
      await client.query(`SELECT set_config('evenkeel.claims', $1, true)`, [
        signClaims(claims.key, claims.actor, claims.now),
      ])
    return await work(client)
  } finally {
    await client.end()
  }
}

/** The reading statements `work` sends, caught where they leave the process. */
async function sentBy(work: () => Promise<unknown>): Promise<Sent[]> {
  const sent: Sent[] = []
  const real = Reflect.get(pg.Client.prototype, 'query') as (...args: unknown[]) => unknown
  Reflect.set(pg.Client.prototype, 'query', function query(this: pg.Client, ...args: unknown[]) {
    const [text, values = []] = args
    if (typeof text === 'string' && /^\s*(select|with)\b/i.test(text) && !/set_config|audit\./.test(text))
      sent.push({ text, values: values as unknown[] })
    return Reflect.apply(real, this, args)
  })
  try {
    await work()
  } finally {
    Reflect.set(pg.Client.prototype, 'query', real)
  }
  if (sent.length === 0) throw new Error('no statement was seen on its way')
  return sent
}

async function feedOf(database: Database, sent: readonly Sent[]): Promise<string> {
  const found = await database.asNobody((tx) =>
    sql<{ feed_id: string }>`SELECT * FROM auth.find_feed(${sent[0]!.values[0]})`.execute(tx),
  )
  return found.rows[0]!.feed_id
}
