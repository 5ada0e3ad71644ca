import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { InjectOptions } from 'fastify'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { putAccount } from './access/sign-in.rows.ts'
import type { Role } from './access/sign-in.ts'
import { buildApp } from './app.ts'
import { openAccount } from './import/accounts.rows.ts'
import { importFolder } from './import/import-folder.command.ts'
import { TEST_NOW } from './import/test-center.ts'
import type { App } from './kernel/http.ts'
import { newId } from './kernel/ids.ts'
import { type Installation, openInstallation } from './kernel/installation.ts'
import { openKeys } from './kernel/key-files.ts'
import { keysCommand } from './kernel/keys.command.ts'
import { keptSecret, writeDurably } from './kernel/postgres/secrets.ts'
import { ROOT } from './kernel/surroundings.ts'

/**
 * An installation of its own with a data folder of its own: strings planted in confidences are searched for in every byte
 * it leaves behind, then a person is erased and an older copy of the whole data folder is opened.
 */
const PLANTED = {
  note: 'zebrafinch-lantern-4417',
  checkIn: 'heronmarble-violin-2093',
  collateral: 'cobaltotter-harvest-8852',
  refused: 'saffronmoth-quarry-6630',
}
/** Planted in a column that is not sealed: the search must find it, or the search is broken. */
const CONTROL = 'plainbadger-compass-7716'

const scratch = mkdtempSync(join(tmpdir(), 'evenkeel-planted-'))
// PostgreSQL runs as another user when the tests run as root, and must be able to pass.
chmodSync(scratch, 0o711)
const dataFolder = join(scratch, 'data')
const kekFile = join(scratch, 'data.key')
const YEARS = `${kekFile}.years`
const copies = {
  data: join(scratch, 'copy-of-data'),
  kek: join(scratch, 'copy.key'),
  years: join(scratch, 'copy.years'),
}

let printed = ''
let installation: Installation
let app: App
let maria: { token: string; id: string }
let dana: { token: string; id: string }
let counselor: { token: string }

beforeAll(async () => {
  for (const stream of [process.stdout, process.stderr] as const) {
    vi.spyOn(stream, 'write').mockImplementation((text) => {
      printed += String(text)
      return true
    })
  }
  await start()
  await fillCenter()
  await signInAgain()
})
afterAll(async () => {
  await stop()
  vi.restoreAllMocks()
  rmSync(scratch, { recursive: true, force: true })
})

async function start() {
  const log = (line: string) => process.stdout.write(`${line}\n`)
  installation = await openInstallation({ folder: dataFolder, migrations: join(ROOT, 'migrations'), log })
  try {
    const { database } = installation
    const keys = await openKeys(database, { file: kekFile, dataFolder, clock: () => TEST_NOW, log })
    app = await buildApp({ database, keys, clock: () => TEST_NOW, origin: () => 'http://localhost:1', demo: true })
  } catch (error) {
    await installation.close()
    throw error
  }
}

async function stop() {
  await app.close()
  await installation.close()
}

async function fillCenter() {
  const { database } = installation
  const tools = { ...database, now: () => TEST_NOW, log: () => {} }
  const made = await importFolder(
    join(ROOT, 'demo', 'harbor-street'),
    { actor: 'setup', person: 'test', demo: true },
    tools,
  )
  if (made.outcome !== 'stored') throw new Error('the demo center was not stored')
  const setUp = { center: made.center, role: 'setup', uid: null, session: null, purpose: 'import', name: 'test' }
  await database.inTransaction(setUp, async (tx) => {
    for (const code of ['alvarez', 'maria', 'dana']) await openAccount(tx, code)
    for (const role of ['supporter', 'privacy-officer'] as const) {
      await putAccount(tx, { code: `test/${role}`, name: role, staffId: null, participantId: null, roles: [role] })
    }
  })
}

/** With owners and modes, as the operator's manual says: PostgreSQL refuses a folder that is not its own. */
function copyWhole(from: string, to: string) {
  execFileSync('cp', ['-a', from, to])
}

async function ask(who: { token: string } | null, request: InjectOptions) {
  const headers = { 'sec-fetch-site': 'same-origin', ...(who ? { cookie: `evenkeel=${who.token}` } : {}) }
  const reply = await app.inject({ ...request, headers })
  return {
    status: reply.statusCode,
    text: reply.body,
    body: reply.body === '' ? null : reply.json(),
    cookies: reply.cookies,
  }
}

async function signIn(role: Role, code = '') {
  const { people } = (await ask(null, { url: '/api/demo/people' })).body
  const person = people.find((one: { role: string; code: string }) => one.role === role && one.code.endsWith(code))
  const payload = { account: person.account, role }
  const opened = await ask(null, { method: 'POST', url: '/api/demo/sessions', payload })
  return { token: opened.cookies[0]!.value, id: opened.body.participantId as string, account: person.account as string }
}

async function signInAgain() {
  maria = await signIn('participant', '/maria')
  dana = await signIn('participant', '/dana')
  counselor = await signIn('counselor', '/alvarez')
}

const wordsIn = async (path: 'counseling-notes' | 'check-in-words' | 'collateral', person: { id: string }) => {
  const { body } = await ask(counselor, { url: `/api/participants/${person.id}/${path}` })
  return (Object.values(body)[0] as { words: string | null }[]).map((one) => one.words)
}

/** Every file below a folder that holds one of the words, as text, as UTF-16, as hexadecimal or base64. */
function filesWith(folder: string, words: readonly string[]): string[] {
  const forms = words.flatMap((word) => [
    Buffer.from(word),
    Buffer.from(word, 'utf16le'),
    Buffer.from(Buffer.from(word).toString('hex')),
    Buffer.from(Buffer.from(word).toString('base64').slice(0, -4)),
  ])
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return paths
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => {
      const bytes = readFileSync(path)
      return forms.some((form) => bytes.includes(form))
    })
}

/** The database's superuser, who passes by row-level security: what a dump would take, and a checkpoint. */
async function asSuperuser<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const serving = JSON.parse(readFileSync(join(dataFolder, 'secrets', 'serving.json'), 'utf8'))
  const client = new pg.Client({ ...serving, user: 'postgres', password: keptSecret(dataFolder, 'postgres-password') })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** Every row of every table, as `COPY` and `pg_dump` write it; the planner's statistics too. */
async function logicalExport(client: pg.Client): Promise<string> {
  const tables = await client.query<{ name: string }>(`
    SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND (n.nspname !~ '^pg_|^information_schema$' OR c.relname = 'pg_statistic')`)
  const texts: string[] = []
  for (const { name } of tables.rows) {
    const { rows } = await client.query<{ row: string }>(`SELECT t::text AS row FROM ${name} t`)
    texts.push(...rows.map((one) => one.row))
  }
  return texts.join('\n')
}

describe('words said in confidence', () => {
  it('are stored, read back, and refused without a trace', async () => {
    const supporter = await signIn('supporter')
    const record = `/api/participants/${maria.id}`
    const link = { method: 'PUT', url: `${record}/supporters/${supporter.account}`, payload: {} } as const
    expect((await ask(maria, link)).status).toBe(204)
    const asks: [{ token: string }, InjectOptions, number][] = [
      [counselor, { method: 'POST', url: `${record}/counseling-notes`, payload: { words: PLANTED.note } }, 201],
      [maria, { method: 'PUT', url: `${record}/check-in-words/${newId()}`, payload: { words: PLANTED.checkIn } }, 201],
      [supporter, { method: 'POST', url: `${record}/collateral`, payload: { words: PLANTED.collateral } }, 204],
      [
        dana,
        {
          method: 'PUT',
          url: `/api/participants/${dana.id}/check-in-words/${newId()}`,
          payload: { words: 'dana says' },
        },
        201,
      ],
      // The control: why a person is busy is class C5 and not sealed yet.
      [
        counselor,
        {
          method: 'POST',
          url: `${record}/obligations`,
          payload: { start: '2026-12-01T09:00', end: '2026-12-01T10:00', why: CONTROL },
        },
        201,
      ],
      // Refused in each way a request can be: nothing of it may stay.
      [dana, { method: 'POST', url: `${record}/counseling-notes`, payload: { words: PLANTED.refused } }, 404],
      [
        supporter,
        { method: 'POST', url: `/api/participants/${dana.id}/collateral`, payload: { words: PLANTED.refused } },
        404,
      ],
      [
        counselor,
        { method: 'POST', url: `${record}/counseling-notes`, payload: { words: PLANTED.refused.repeat(1000) } },
        400,
      ],
      [
        counselor,
        { method: 'POST', url: `${record}/counseling-notes`, payload: { words: `${PLANTED.refused}\u0000`, more: 1 } },
        400,
      ],
    ]
    for (const [who, request, status] of asks) {
      const reply = await ask(who, request)
      expect([request.url, reply.status]).toEqual([request.url, status])
      if (status >= 400) expect(reply.text).not.toContain(PLANTED.refused)
    }
    expect(await wordsIn('counseling-notes', maria)).toEqual([PLANTED.note])
    expect(await wordsIn('check-in-words', maria)).toEqual([PLANTED.checkIn])
    expect(await wordsIn('collateral', maria)).toEqual([PLANTED.collateral])
  })

  it('are found nowhere: not in the data folder with its log and its WAL, not in an export, not in what was printed', async () => {
    const exported = await asSuperuser(async (client) => {
      await client.query('ANALYZE')
      const text = await logicalExport(client)
      await client.query('CHECKPOINT')
      return text
    })
    const words = Object.values(PLANTED)
    expect(existsSync(join(dataFolder, 'server-place.json'))).toBe(false)
    expect(filesWith(scratch, words)).toEqual([])
    const hex = words.map((word) => Buffer.from(word).toString('hex'))
    for (const form of [...words, ...hex]) {
      expect(exported).not.toContain(form)
      expect(printed).not.toContain(form)
    }
    const found = filesWith(scratch, [CONTROL])
    expect(found.some((path) => path.includes('/base/'))).toBe(true)
    expect(found.some((path) => path.includes('/pg_wal/'))).toBe(true)
    expect(exported).toContain(CONTROL)
  })
})

describe('an erased person', () => {
  it('is erased in the present database', async () => {
    await stop()
    copyWhole(dataFolder, copies.data)
    cpSync(kekFile, copies.kek)
    cpSync(YEARS, copies.years)
    await start()
    const officer = await signIn('privacy-officer')
    const why = 'asked for by the participant in writing'
    const order = { method: 'POST', url: `/api/participants/${maria.id}/erasure`, payload: { why } } as const
    expect((await ask(officer, order)).status).toBe(204)
    await signInAgain()
    expect(await wordsIn('counseling-notes', maria)).toEqual([null])
    expect(await wordsIn('check-in-words', dana)).toEqual(['dana says'])
  })

  it('stays erased in a copy of the data folder taken before, opened with the present keys; others are readable', async () => {
    await stop()
    rmSync(dataFolder, { recursive: true })
    copyWhole(copies.data, dataFolder)
    await start()
    await signInAgain()
    expect(await wordsIn('counseling-notes', maria)).toEqual([null])
    expect(await wordsIn('check-in-words', maria)).toEqual([null])
    expect(await wordsIn('collateral', maria)).toEqual([null])
    expect(await wordsIn('check-in-words', dana)).toEqual(['dana says'])
  })

  it('would be readable with old copies of both key files, and after a rotation an old copy of the year keys opens nothing', async () => {
    await stop()
    const present = { kek: readFileSync(kekFile), years: readFileSync(YEARS) }
    cpSync(copies.kek, kekFile)
    cpSync(copies.years, YEARS)
    await start()
    await signInAgain()
    // The control: it is the key store that forgot, and nothing else.
    expect(await wordsIn('counseling-notes', maria)).toEqual([PLANTED.note])
    await stop()

    writeDurably(kekFile, present.kek.toString())
    writeDurably(YEARS, present.years.toString())
    expect(keysCommand(['rotate'], { dataFolder, kekFile, log: () => {} })).toBe(0)
    const rotated = readFileSync(YEARS, 'utf8')
    cpSync(copies.years, YEARS)
    await expect(start()).rejects.toMatchObject({ code: 'key-wrong' })
    rmSync(YEARS)
    await expect(start()).rejects.toMatchObject({ code: 'key-missing' })
    writeDurably(YEARS, rotated)
    await start()
    await signInAgain()
    expect(await wordsIn('counseling-notes', maria)).toEqual([null])
    expect(await wordsIn('check-in-words', dana)).toEqual(['dana says'])
  })
})
