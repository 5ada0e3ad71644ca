import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, inject, it } from 'vitest'
import { centersHere } from '../access/sign-in.rows.ts'
import { openInstallation } from './installation.ts'
import { ROOT } from './surroundings.ts'
import { cloneDatabase } from './test-database.ts'

const folder = mkdtempSync(join(tmpdir(), 'evenkeel-url-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
afterEach(() => {
  delete process.env['DATABASE_URL']
  delete process.env['EVENKEEL_APP_URL']
})

const open = () => openInstallation({ folder, migrations: join(ROOT, 'migrations'), log: () => {} })

/** The app role's password belongs to the whole server, which other tests share: EVENKEEL_APP_URL leaves it alone. */
async function urls() {
  const { owner, superuser, appPassword } = inject('postgres')
  const copy = await cloneDatabase(owner)
  const urlOf = (user: string, password: string) =>
    `postgres://${user}:${encodeURIComponent(password)}@${encodeURIComponent(copy.host)}:${copy.port}/${copy.database}`
  return {
    owner: urlOf(copy.user, copy.password),
    app: urlOf('evenkeel_app', appPassword),
    superuser: urlOf(superuser.user, superuser.password),
  }
}

describe('DATABASE_URL', () => {
  it('opens a database that is already there, as the app role, and migrates nothing twice', async () => {
    const { owner, app } = await urls()
    process.env['DATABASE_URL'] = owner
    process.env['EVENKEEL_APP_URL'] = app
    const installation = await open()
    expect(installation.migrated).toEqual([])
    expect(await centersHere(installation.database)).toEqual([])
    await installation.close()
  })

  it('refuses to serve as a role that could pass by row-level security', async () => {
    const { owner, superuser } = await urls()
    process.env['DATABASE_URL'] = owner
    process.env['EVENKEEL_APP_URL'] = superuser
    await expect(open()).rejects.toThrow(/could pass by row-level security/)
  })
})
