import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { openTestDatabase, type TestCenter } from '../kernel/test-center.ts'
import { BUSY, fillBusyCenter } from './test-busy-center.ts'
import { type HotRead, hotReads, type Sent, underClaims } from './test-hot-queries.ts'

/** Plans of the reads people wait for, as the application role under real claims (trust.md 5.3). */
const READS = [
  'session lookup',
  'board, front desk',
  'board, counselor',
  'person week, own',
  'person week, front desk',
  'week watched, front desk',
  'week watched, counselor',
  'today, front desk',
  'today, counselor',
  'hours, entries',
  'hours, events',
  'feed, link',
  'feed, seats',
]
/** Fewer rows than this may be read in any way. */
const FEW = 1000
/** So many rows may be read for one that is given out. */
const WASTE = 10

let center: TestCenter
let reads: Map<string, HotRead>

beforeAll(async () => {
  center = await openTestDatabase()
  const superuser = new pg.Client({ ...inject('postgres').superuser, database: center.owner.database })
  await superuser.connect()
  const busy = await fillBusyCenter(superuser)
  await superuser.end()
  reads = new Map((await hotReads(center.database, busy)).map((read) => [read.name, read]))
})
afterAll(() => center.database.close())

interface PlanNode {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Actual Rows': number
  readonly 'Actual Loops': number
  readonly 'Rows Removed by Filter'?: number
  readonly Plans?: readonly PlanNode[]
}

/** Rows dropped after they were read, where they are many for what was found; in words. */
function wasteOf(node: PlanNode): string[] {
  const found = node['Actual Rows'] * node['Actual Loops']
  const dropped = (node['Rows Removed by Filter'] ?? 0) * node['Actual Loops']
  const inner = (node.Plans ?? []).flatMap(wasteOf)
  if (dropped <= FEW || dropped <= WASTE * found) return inner
  return [...inner, `${node['Node Type']} ${node['Relation Name'] ?? ''} drops ${dropped} rows for ${found}`]
}

/** Faults of one statement: dropped rows by its plan, whole tables read by PostgreSQL's own count, functions included. */
async function faultsOf(client: pg.Client, { text, values }: Sent): Promise<string[]> {
  const before = await rowsReadInARow(client)
  const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
    `EXPLAIN (ANALYZE, FORMAT JSON) ${text}`,
    values,
  )
  const plan = rows[0]!['QUERY PLAN'][0].Plan
  const found = Math.max(1, plan['Actual Rows'])
  const scans = [...(await rowsReadInARow(client))].flatMap(([table, read]) => {
    const more = read - (before.get(table) ?? 0)
    return more > FEW && more > WASTE * found ? [`${table}: ${more} rows read in a row for ${found}`] : []
  })
  return [...wasteOf(plan), ...scans]
}

async function rowsReadInARow(client: pg.Client): Promise<Map<string, number>> {
  const { rows } = await client.query<{ name: string; read: string }>(
    `SELECT s.schemaname || '.' || s.relname AS name, s.seq_tup_read AS read
     FROM pg_stat_xact_all_tables s JOIN pg_class c ON c.oid = s.relid
     WHERE s.schemaname IN ('evenkeel', 'auth', 'audit', 'sec') AND c.reltuples > ${FEW}`,
  )
  return new Map(rows.map(({ name, read }) => [name, Number(read)]))
}

describe('hot reads in a center of two years', () => {
  it('have real sizes behind them', async () => {
    const counted = await underClaims(
      center.owner,
      { actor: null, key: center.claimKey, now: Date.now() },
      async (client) => {
        await client.query('SET ROLE evenkeel_owner')
        const { rows } = await client.query(`SELECT (SELECT count(*)::int FROM participant) AS people,
        (SELECT count(*)::int FROM obligation) AS obligations, (SELECT count(*)::int FROM seat) AS seats`)
        return rows[0] as unknown
      },
    )
    expect(counted).toEqual({ people: BUSY.people, obligations: 60_000, seats: 99_840 })
    expect([...reads.keys()]).toEqual(READS)
  })

  it.each(READS)('%s reads no big table in a row and drops few rows', async (name) => {
    const read = reads.get(name)!
    const faults = await underClaims(
      center.app,
      { actor: read.actor, key: center.claimKey, now: Date.now() },
      async (client) => {
        const found: string[] = []
        for (const sent of read.sent)
          found.push(...(await faultsOf(client, sent)).map((fault) => `${fault}\n${sent.text}`))
        return found
      },
    )
    expect(faults).toEqual([])
  })

  it('would be seen to read too much', async () => {
    const read = reads.get('feed, seats')!
    const faults = await underClaims(
      center.app,
      { actor: read.actor, key: center.claimKey, now: Date.now() },
      async (client) => {
        // What the leakproof trap does: an operator that row-level security keeps from the index.
        const text = `SELECT * FROM seat WHERE tstzrange(starts_at, ends_at) && tstzrange('2026-11-30', '2026-12-01')`
        await client.query('SET LOCAL enable_indexscan = off; SET LOCAL enable_bitmapscan = off')
        return faultsOf(client, { text, values: [] })
      },
    )
    expect(faults.length).toBeGreaterThan(0)
  })
})
