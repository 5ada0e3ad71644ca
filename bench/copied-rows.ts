import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { migrate } from '../src/kernel/migrate.ts'
import { BOOTSTRAP_ROLE } from '../src/kernel/postgres/cluster.ts'
import { ROOT } from '../src/kernel/surroundings.ts'

/**
 * Copies every row of the running server's schema `evenkeel` into a second, empty database of the same schema by COPY,
 * as superuser and in one transaction: the least work that stores these rows. Seconds count the loading alone.
 */
export async function copyIntoEmpty(data: string): Promise<{ rows: number; seconds: number }> {
  const secret = (name: string) => readFileSync(join(data, 'secrets', name), 'utf8').trim()
  const { host, port, database } = JSON.parse(secret('serving.json')) as {
    host: string
    port: number
    database: string
  }
  const superuser = { host, port, user: BOOTSTRAP_ROLE, password: secret('postgres-password') }
  const from = new pg.Client({ ...superuser, database })
  await from.connect()
  try {
    await from.query('CREATE DATABASE bench_copy TEMPLATE template0')
    await migrate({
      connection: { ...superuser, database: 'bench_copy' },
      folder: join(ROOT, 'migrations'),
      appPassword: secret('app-password'),
      claimKey: Buffer.from(secret('claim-key'), 'base64url'),
    })
    const tables = await tablesOf(from)
    const place = (await from.query<{ data_directory: string }>('SHOW data_directory')).rows[0]?.data_directory ?? ''
    const fileOf = (table: string) => from.escapeLiteral(join(place, `bench-${table}.copy`))
    for (const table of tables) await from.query(`COPY evenkeel.${table} TO ${fileOf(table)}`)
    return await load(superuser, tables, fileOf)
  } finally {
    await from.end()
  }
}

async function load(
  superuser: pg.ClientConfig,
  tables: readonly string[],
  fileOf: (table: string) => string,
): Promise<{ rows: number; seconds: number }> {
  const into = new pg.Client({ ...superuser, database: 'bench_copy' })
  await into.connect()
  try {
    const began = performance.now()
    let rows = 0
    await into.query('BEGIN')
    for (const table of tables) rows += (await into.query(`COPY evenkeel.${table} FROM ${fileOf(table)}`)).rowCount ?? 0
    await into.query('COMMIT')
    return { rows, seconds: (performance.now() - began) / 1000 }
  } finally {
    await into.end()
  }
}

/** In the order they were made: a foreign key points only at an earlier one. */
async function tablesOf(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ relname: string }>(
    `SELECT relname FROM pg_class WHERE relnamespace = 'evenkeel'::regnamespace AND relkind = 'r' ORDER BY oid`,
  )
  return rows.map((row) => row.relname)
}
