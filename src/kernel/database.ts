import { Kysely, PostgresDialect, PostgresDriver, sql, type Transaction } from 'kysely'
import pg from 'pg'
import { type Actor, signClaims } from './claims.ts'
import { openHearing } from './hearing.ts'
import type { DB } from './tables.generated.ts'
import { entryOf, observed } from './trail.ts'

export type Tx = Transaction<DB>

export interface Database {
  /**
   * Every statement of the product runs in here: claims first, transaction-local, then the work, then its entry in the
   * audit trail together with the commit (trust.md 4.4, 5.2). No entry, no commit.
   */
  inTransaction<T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T>
  /**
   * Without claims: every row is hidden; only the sign-in functions of schema `auth` answer. One statement each, so it
   * is a transaction by itself and costs one round trip: every request asks here for its session.
   */
  asNobody<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** Hears what any server notifies on a channel (kernel/hearing.ts); words may be lost. */
  hear(channel: string, heard: (words: string) => void): void
  close(): Promise<void>
}

export interface ConnectionSettings {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  readonly database: string
}

const RETRIES = 5

/**
 * The serving pool. Refuses a role that could pass by row-level security.
 * Deadlocks and serialization failures are retried as whole transactions, nothing else is (trust.md 6.1).
 */
export async function openDatabase(
  connection: ConnectionSettings | string,
  claimKey: Buffer,
  clock: () => number = Date.now,
): Promise<Database> {
  const settings = typeof connection === 'string' ? { connectionString: connection } : connection
  const pool = new pg.Pool({
    ...settings,
    max: 16,
    options: '-c search_path=evenkeel,public -c timezone=UTC -c statement_timeout=30000 -c lock_timeout=10000',
    types: { getTypeParser: parserOf as typeof pg.types.getTypeParser },
  })
  // An idle client's 57P01 would otherwise end the process.
  pool.on('error', () => {})
  await refuseMightyRole(pool)
  const kysely = new Kysely<DB>({ dialect: claimingDialect(pool) })
  const hearing = openHearing(settings)
  return {
    inTransaction: (actor, work) => {
      const claims = signClaims(claimKey, actor, clock())
      return retrying(() =>
        kysely.transaction().execute(async (tx) => {
          await beginWith(claims).execute(tx)
          const watched = observed(tx)
          const result = await work(watched)
          await commitWith(entryOf(watched, actor)).execute(tx)
          return result
        }),
      )
    },
    asNobody: (work) => retrying(() => kysely.connection().execute((one) => work(one as Tx))),
    hear: (channel, heard) => hearing.hear(channel, heard),
    close: async () => {
      await hearing.close()
      await kysely.destroy()
    },
  }
}

/**
 * Kysely's own, but a transaction begins by `beginWith` and ends by `commitWith`: `begin` and `commit` alone would be two
 * more round trips of every request.
 */
function claimingDialect(pool: pg.Pool): PostgresDialect {
  const dialect = new PostgresDialect({ pool })
  const nothing = async () => {}
  dialect.createDriver = () =>
    Object.assign(new PostgresDriver({ pool }), { beginTransaction: nothing, commitTransaction: nothing })
  return dialect
}

/** Both in one message. Claims never outlive the transaction: were it not begun, they would end with the statement. */
function beginWith(claims: string) {
  return sql.raw(`BEGIN; SELECT set_config('evenkeel.claims', ${pg.escapeLiteral(claims)}, true)`)
}

/** Both in one message: the chain of the entry is locked no longer than the commit takes. */
function commitWith(entry: string | undefined) {
  return sql.raw(entry === undefined ? 'COMMIT' : `${entry}; COMMIT`)
}

async function refuseMightyRole(pool: pg.Pool): Promise<void> {
  const found = await servingRole(pool)
  if (found.rolsuper || found.rolbypassrls) {
    await pool.end()
    throw new Error(
      `The serving role ${found.rolname} could pass by row-level security. Use a role without SUPERUSER and BYPASSRLS.`,
    )
  }
}

async function servingRole(pool: pg.Pool): Promise<{ rolname: string; rolsuper: boolean; rolbypassrls: boolean }> {
  const { rows } = await pool.query('SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user')
  return rows[0]
}

async function retrying<T>(transaction: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await transaction()
    } catch (error) {
      const code = (error as { code?: string }).code
      if (attempt > RETRIES || (code !== '40P01' && code !== '40001')) throw error
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 20 * attempt))
    }
  }
}

const asText = (value: string) => value
const PARSERS: Record<number, (value: string) => unknown> = {
  [pg.types.builtins.INT8]: Number,
  [pg.types.builtins.DATE]: asText,
  // Wall time `YYYY-MM-DDTHH:MM`: blocks and obligations know no seconds.
  [pg.types.builtins.TIMESTAMP]: (value) => value.slice(0, 16).replace(' ', 'T'),
  [pg.types.builtins.TIMESTAMPTZ]: (value) => value.replace(' ', 'T').replace(/\+00$/, 'Z'),
}

/** Dates stay text: a JavaScript Date would carry the server's zone into local times (trust.md 7). */
function parserOf(oid: number): unknown {
  return PARSERS[oid] ?? pg.types.getTypeParser(oid)
}
