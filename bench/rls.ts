import { join } from 'node:path'
import pg from 'pg'
import { openDatabase } from '../src/kernel/database.ts'
import { migrate } from '../src/kernel/migrate.ts'
import { BOOTSTRAP_ROLE } from '../src/kernel/postgres/cluster.ts'
import { startEngine } from '../src/kernel/postgres/engine.ts'
import { keptSecret } from '../src/kernel/postgres/secrets.ts'
import { ROOT } from '../src/kernel/surroundings.ts'
import { fillBusyCenter } from '../src/schedule/test-busy-center.ts'
import { type HotRead, hotReads, underClaims } from '../src/schedule/test-hot-queries.ts'
import { atMost, type Figure, median } from './figure.ts'
import { inNewFolder } from './program.ts'
import { runAlone } from './report.ts'

/** At least so many rounds, and rounds for so many milliseconds: a read of half a millisecond needs thousands on a busy machine. */
const ROUNDS = 40
const LEAST_MS = 3000
/** Rounds that fill caches; PostgreSQL plans a function's statements five times before it keeps a plan. */
const WARM_UP = 20
/** Row-level security may cost this much of what the same reads cost without it (trust.md, section 2). */
const LIMIT = 1.5
const APP_PASSWORD = 'of-this-bench-alone'
const CLAIM_KEY = Buffer.alloc(32, 5)

/**
 * The statements of the hot reads, as the product sends them, in a center of 2,000 people, 60,000 busy times and
 * 100,000 seats: as the application role under signed claims, against a superuser whom no policy binds, in turn with it. Reads
 * whose answer row-level security makes smaller are left out: less work is no cost.
 */
export async function measureRowSecurity(): Promise<Figure[]> {
  return inNewFolder(async (folder) => {
    const engine = await startEngine({ folder, durable: false, log: () => {} })
    try {
      await migrate({
        connection: engine.connection,
        folder: join(ROOT, 'migrations'),
        appPassword: APP_PASSWORD,
        claimKey: CLAIM_KEY,
      })
      const app = { ...engine.connection, user: 'evenkeel_app', password: APP_PASSWORD }
      const superuser = {
        ...engine.connection,
        user: BOOTSTRAP_ROLE,
        password: keptSecret(folder, 'postgres-password'),
      }
      const filling = new pg.Client(superuser)
      await filling.connect()
      const center = await fillBusyCenter(filling)
      await filling.end()
      const database = await openDatabase(app, CLAIM_KEY)
      const reads = await hotReads(database, center)
      await database.close()
      const figures: Figure[] = []
      for (const read of reads) if (read.name in SAME_ROWS) figures.push(await costOf(read, app, superuser))
      return figures
    } finally {
      await engine.stop()
    }
  })
}

/** Reads of tables under row-level security that give the same rows without it. */
const SAME_ROWS: Readonly<Record<string, true>> = {
  'board, front desk': true,
  'person week, front desk': true,
  'today, front desk': true,
  'hours, entries': true,
  'hours, events': true,
  'feed, seats': true,
}

async function costOf(
  read: HotRead,
  app: Parameters<typeof underClaims>[0],
  superuser: Parameters<typeof underClaims>[0],
): Promise<Figure> {
  const claims = { actor: read.actor, key: CLAIM_KEY, now: Date.now() }
  const ratio = await underClaims(app, claims, (bound) =>
    underClaims(superuser, claims, async (free) => {
      const plain = read.plain ?? read.sent
      for (let round = 0; round < WARM_UP; round += 1) {
        await secondsOf(bound, read.sent)
        await secondsOf(free, plain)
      }
      const ratios: number[] = []
      const began = performance.now()
      while (ratios.length < ROUNDS || performance.now() - began < LEAST_MS) {
        const [with_, without] = [await secondsOf(bound, read.sent), await secondsOf(free, plain)]
        ratios.push(with_ / without)
      }
      return median(ratios)
    }),
  )
  return { name: `row-level security, ${read.name}`, value: ratio, unit: 'x', against: atMost(LIMIT) }
}

async function secondsOf(client: pg.Client, sent: HotRead['sent']): Promise<number> {
  const began = performance.now()
  for (const { text, values } of sent) await client.query(text, values)
  return performance.now() - began
}

await runAlone(import.meta.url, measureRowSecurity)
