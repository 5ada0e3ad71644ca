import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { centersHere, openDemoSession, demoPeople, findSession, putAccount } from '../access/sign-in.rows.ts'
import type { Role } from '../access/sign-in.ts'
import { instantOfIso } from '../center/zones.ts'
import type { Actor } from '../kernel/claims.ts'
import { ROOT } from '../kernel/surroundings.ts'
import { openFilledDatabase, type TestCenter } from '../kernel/test-center.ts'
import { openAccount } from './accounts.rows.ts'
import { importFolder } from './import-folder.command.ts'

/** Monday, November 23, 2026, 10:00 in New York. */
export const TEST_NOW = instantOfIso('2026-11-23T15:00:00Z')

export interface StoredCenter extends TestCenter {
  readonly id: string
  readonly setUp: Actor
  /** A live session of somebody in this role; `code` picks one person. */
  signIn(role: Role, code?: string): Promise<{ actor: Actor; token: string; participantId: string | null }>
}

/** The demo center's files, in a database of one's own, with accounts for a person of each role. Imported once in a run. */
export async function storeDemoCenter(): Promise<StoredCenter> {
  const center = await openFilledDatabase('demo_center', importDemo)
  const [made] = await centersHere(center.database)
  const setUp = setUpOf(made!.center_id)
  return { ...center, id: setUp.center, setUp, signIn: (role, code) => signIn(center, role, code) }
}

async function importDemo({ database }: TestCenter): Promise<void> {
  const folder = join(ROOT, 'demo', 'harbor-street')
  const tools = { ...database, now: () => TEST_NOW, log: () => {} }
  const made = await importFolder(folder, { actor: 'setup', person: 'test', demo: true }, tools)
  if (made.outcome !== 'stored')
    throw new Error(`${readdirSync(folder).length} files: ${JSON.stringify(made.findings.slice(0, 3))}`)
  await database.inTransaction(setUpOf(made.center), async (tx) => {
    for (const code of ['brand', 'alvarez', 'okafor', 'hollis', 'haddad', 'marsh', 'stanek', 'dana', 'maria'])
      await openAccount(tx, code)
    for (const role of ['supporter', 'administrator', 'screen-technician', 'privacy-officer'] as const) {
      await putAccount(tx, { code: `test/${role}`, name: role, staffId: null, participantId: null, roles: [role] })
    }
  })
}

function setUpOf(center: string): Actor {
  return { center, role: 'setup', uid: null, session: null, purpose: 'import', name: 'test' }
}

async function signIn({ database }: TestCenter, role: Role, code?: string) {
  const people = await demoPeople(database)
  const person = people.find((one) => one.role === role && (code === undefined || one.code.endsWith(`/${code}`)))
  const token = person && (await openDemoSession(database, person.account_id, role))
  const session = token && (await findSession(database, token))
  if (!session) throw new Error(`nobody signs in as ${role} ${code ?? ''}`)
  return { actor: session.actor, token, participantId: session.participantId }
}
