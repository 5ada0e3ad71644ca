import { execFile } from 'node:child_process'
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Actor, signClaims } from '../src/kernel/claims.ts'
import type { ConnectionSettings } from '../src/kernel/database.ts'
import { CONNECTIONS } from './load.ts'
import { inNewFolder } from './program.ts'

const SYSTEM_ROOT = '/usr/lib/postgresql'

export interface Order {
  readonly actor: Actor
  readonly claimKey: Buffer
  readonly participant: string
  readonly seconds: number
}

/** The newest installed pgbench; undefined where the system has none (the embedded package brings none). */
export function findPgbench(): string | undefined {
  if (!existsSync(SYSTEM_ROOT)) return undefined
  return readdirSync(SYSTEM_ROOT)
    .toSorted((a, b) => Number(b) - Number(a))
    .map((major) => join(SYSTEM_ROOT, major, 'bin', 'pgbench'))
    .find((path) => existsSync(path))
}

/** Transactions a second of the statements behind `POST /api/participants/:id/obligations`, without the route. */
export async function runPgbench(program: string, settings: ConnectionSettings, order: Order): Promise<number> {
  return inNewFolder(async (folder) => {
    const script = join(folder, 'write.sql')
    // Claims live 60 seconds; a run is far shorter.
    writeFileSync(script, transaction(order, signClaims(order.claimKey, order.actor, Date.now())), { mode: 0o600 })
    const options = [
      '--no-vacuum',
      '--protocol=prepared',
      `--client=${CONNECTIONS}`,
      '--jobs=2',
      `--time=${order.seconds}`,
    ]
    const { stdout } = await promisify(execFile)(program, [...options, `--file=${script}`], {
      env: {
        PATH: process.env['PATH'],
        PGHOST: settings.host,
        PGPORT: String(settings.port),
        PGUSER: settings.user,
        PGPASSWORD: settings.password,
        PGDATABASE: settings.database,
        PGOPTIONS: '-c search_path=evenkeel,public -c timezone=UTC',
      },
    })
    const failed = Number(/failed transactions: (\d+)/.exec(stdout)?.[1] ?? 0)
    const perSecond = Number(/tps = ([\d.]+)/.exec(stdout)?.[1])
    if (failed > 0 || !(perSecond > 0)) throw new Error(`pgbench measured nothing:\n${stdout}`)
    return perSecond
  })
}

function transaction({ actor, participant }: Order, claims: string): string {
  return `BEGIN;
SELECT set_config('evenkeel.claims', '${claims}', true);
SELECT time_zone FROM center;
INSERT INTO obligation (center_id, participant_id, id, source, import_key, starts_wall, ends_wall, time_zone, tz_version,
  starts_at, ends_at)
SELECT '${actor.center}', '${participant}', id, 'screen', id::text, '2027-03-01T09:00', '2027-03-01T10:00',
  'America/New_York', '2026f', '2027-03-01T14:00:00Z', '2027-03-01T15:00:00Z' FROM gen_random_uuid() AS id;
COMMIT;
`
}
