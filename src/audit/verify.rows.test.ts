import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { seedDemo } from '../demo/demo.jobs.ts'
import { type Installation, openInstallation } from '../kernel/installation.ts'
import { BOOTSTRAP_ROLE } from '../kernel/postgres/cluster.ts'
import { keptSecret } from '../kernel/postgres/secrets.ts'
import { ROOT } from '../kernel/surroundings.ts'
import { auditCommand } from './audit.command.ts'
import { checkpointPath, keepCheckpoints } from './checkpoints.jobs.ts'

/** The command against a data folder of its own, while its database runs, while it rests, and after a superuser was in it. */
const folder = mkdtempSync(join(tmpdir(), 'evenkeel-verify-'))
const tools = { clock: Date.now, log: () => {} }
let running: Installation | undefined

beforeAll(async () => {
  running = await opened()
  await seedDemo({ ...tools, database: running.database })
})
afterAll(async () => {
  await running?.close()
  rmSync(folder, { recursive: true, force: true })
})

const opened = () => openInstallation({ folder, migrations: join(ROOT, 'migrations'), log: () => {} })

async function verify(): Promise<{ exit: number; text: string }> {
  const lines: string[] = []
  const exit = await auditCommand(['verify'], { folder, log: (line) => lines.push(line) })
  return { exit, text: lines.join('\n') }
}

it('verifies while Evenkeel runs and after it stopped', async () => {
  expect((await verify()).text).toMatch(/There is no checkpoint yet/)
  const checkpoints = keepCheckpoints({ ...tools, database: running!.database, folder })
  await checkpoints.stop()
  expect(await verify()).toEqual({
    exit: 0,
    text: expect.stringMatching(/^✔ \d+ entries in 17 chains .* 1 checkpoints agree$/) as string,
  })
  await running!.close()
  running = undefined
  expect((await verify()).exit).toBe(0)
  const mode = (path: string) => (statSync(path).mode & 0o777).toString(8)
  expect([mode(checkpointPath(folder)), mode(join(folder, 'secrets', 'checkpoint-key'))]).toEqual(['600', '600'])
})

it('forgets a line that a power cut tore, and goes on after the whole ones', async () => {
  appendFileSync(checkpointPath(folder), '{"at":"2026-')
  running = await opened()
  await keepCheckpoints({ ...tools, database: running.database, folder }).stop()
  expect(readFileSync(checkpointPath(folder), 'utf8').trimEnd().split('\n')).toHaveLength(2)
  expect((await verify()).exit).toBe(0)
})

it('names what a superuser cut off', async () => {
  const serving = JSON.parse(readFileSync(join(folder, 'secrets', 'serving.json'), 'utf8')) as pg.ClientConfig
  const client = new pg.Client({ ...serving, user: BOOTSTRAP_ROLE, password: keptSecret(folder, 'postgres-password') })
  await client.connect()
  await client.query('SET session_replication_role = replica')
  await client.query('DELETE FROM audit.entry WHERE chain = 16 AND number > 3')
  await client.end()
  expect(await verify()).toEqual({
    exit: 1,
    text: expect.stringMatching(/^✘ chain 16: entry 4 is missing: the end was cut/) as string,
  })
})

it('explains itself when it is asked for anything else', async () => {
  expect(await auditCommand(['wash'], { folder, log: () => {} })).toBe(2)
})
