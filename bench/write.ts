import { findSession } from '../src/access/sign-in.rows.ts'
import { openDatabase } from '../src/kernel/database.ts'
import { WEEK, withCenter, type CenterAtWork } from './center-at-work.ts'
import { atLeast, type Figure, median, peer } from './figure.ts'
import { load, type Load } from './load.ts'
import { findPgbench, runPgbench } from './pgbench.ts'
import { runAlone } from './report.ts'
import type { WeekBoard } from '../src/schedule/week-board.ts'

const ROUNDS = 5
const SECONDS = 3
/** Share of pgbench's transactions (targets of the write path). */
const FLOOR = 0.25
const GOAL = 0.4

/**
 * Adding a busy time through route, session, claims and row-level security, 16 connections. Peer: pgbench with the same
 * statements under a claim signed for it (prepared, 16 clients), as the same role in the same database, in turn with it.
 */
export async function measureWrite(): Promise<Figure[]> {
  const pgbench = findPgbench()
  const found = await withCenter((center) => writeRounds(center, pgbench))
  const written: Figure = { name: 'write over HTTP', value: found.http, unit: '/s' }
  const p99: Figure = { name: 'write p99', value: found.p99, unit: 'ms' }
  if (found.bench === undefined || found.share === undefined) {
    console.error('pgbench: not present, the write stands without its peer (apt package postgresql-contrib)')
    return [written, p99]
  }
  return [
    { ...written, against: peer('pgbench, same transaction', found.bench) },
    { name: 'write, share of pgbench', value: found.share, unit: 'x', against: atLeast(FLOOR) },
    { name: 'write, share of pgbench', value: found.share, unit: 'x', against: atLeast(GOAL, 'goal') },
    p99,
  ]
}

async function writeRounds(center: CenterAtWork, pgbench: string | undefined) {
  const { desk, settings, claimKey } = center
  const board = await desk.ask<WeekBoard>('GET', `/api/weeks/${WEEK}/board`)
  const participant = board.people[0]?.id ?? ''
  const actor = await actorOf(center)
  const url = `${desk.url}/api/participants/${participant}/obligations`
  const body = JSON.stringify({ start: '2027-03-01T09:00', end: '2027-03-01T10:00' })
  const headers = { ...desk.headers, 'content-type': 'application/json' }
  const request = { method: 'POST' as const, headers, body }
  const rounds: Load[] = []
  const benches: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    rounds.push(await load(url, SECONDS, request))
    if (pgbench) benches.push(await runPgbench(pgbench, settings, { actor, claimKey, participant, seconds: SECONDS }))
  }
  return {
    http: median(rounds.map((one) => one.perSecond)),
    p99: median(rounds.map((one) => one.p99)),
    bench: benches.length > 0 ? median(benches) : undefined,
    // Of each round and its neighbor: another program's burst disturbs both.
    share: benches.length > 0 ? median(benches.map((one, round) => (rounds[round]?.perSecond ?? 0) / one)) : undefined,
  }
}

/** The claims the server itself would sign for this session. */
async function actorOf({ desk, settings, claimKey }: CenterAtWork) {
  const database = await openDatabase(settings, claimKey)
  try {
    const session = await findSession(database, desk.token)
    if (!session) throw new Error('The front desk is not signed in.')
    return session.actor
  } finally {
    await database.close()
  }
}

await runAlone(import.meta.url, measureWrite)
