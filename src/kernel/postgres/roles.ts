import pg from 'pg'
import { BOOTSTRAP_ROLE } from './cluster.ts'
import type { Listening } from './listening.ts'

export const LOGIN_ROLE = 'evenkeel_migrate'
export const DATABASE = 'evenkeel'

/**
 * Makes the login role that migrates (CREATEROLE, never a superuser) and its database, through the bootstrap superuser;
 * every start checks both, so an interrupted first start is completed by the next. `mayCreateDatabases` lets tests clone
 * a migrated template. Returns the server's version.
 */
export async function ensureLogin(
  server: Listening,
  passwords: { bootstrap: string; login: string },
  mayCreateDatabases: boolean,
): Promise<string> {
  const client = new pg.Client({ ...server, user: BOOTSTRAP_ROLE, password: passwords.bootstrap, database: 'postgres' })
  await client.connect()
  try {
    const makesDatabases = mayCreateDatabases ? 'CREATEDB' : 'NOCREATEDB'
    const password = client.escapeLiteral(passwords.login)
    const isThere = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [LOGIN_ROLE])
    const verb = isThere.rowCount ? 'ALTER' : 'CREATE'
    await client.query(
      `${verb} ROLE ${LOGIN_ROLE} LOGIN NOSUPERUSER NOBYPASSRLS CREATEROLE ${makesDatabases} PASSWORD ${password}`,
    )
    const database = await client.query('SELECT FROM pg_database WHERE datname = $1', [DATABASE])
    if (!database.rowCount) await client.query(`CREATE DATABASE ${DATABASE} OWNER ${LOGIN_ROLE} TEMPLATE template0`)
    const { rows } = await client.query<{ server_version: string }>('SHOW server_version')
    return rows[0]?.server_version ?? ''
  } finally {
    await client.end()
  }
}
