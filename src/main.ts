import { join } from 'node:path'
import { openInstallation } from './kernel/installation.ts'
import { addressOf } from './kernel/postgres/folder-lock.ts'
import { Refusal } from './kernel/refusal.ts'
import { readSurroundings, ROOT, type Surroundings } from './kernel/surroundings.ts'

const USAGE = `evenkeel COMMAND

  start [--no-open] [--no-demo]                     the server, with a demo center on an empty database
  import FOLDER [--preview] [--without FILE]...     a center's facts from files (docs/import.md)
  import --template FOLDER                          an example folder to start from
  invite CODE                                       a one-time sign-in link for a staff member or participant
  plan WEEK.json [--seconds N] [--seed S] --out PLAN.json
  keys rotate                                       a new key over the keys of sealed words; stop the server first
  audit verify                                      names the first altered, deleted, reordered or cut entry
  check WEEK.json PLAN.json                         judges a plan (docs/week-format.md)
`

type Command = (args: string[], around: Surroundings) => Promise<number>

const log = (line: string) => process.stdout.write(`${line}\n`)

/** Each loads only what it needs: a check of a plan starts no server code. */
const COMMANDS = new Map<string, Command>([
  ['start', async (args, around) => (await import('./start.command.ts')).startCommand(args, around)],
  ['plan', async (args) => (await import('./schedule/plan.command.ts')).planCommand(args)],
  ['check', async (args) => (await import('./schedule/check.command.ts')).checkCommand(args)],
  ['import', importFacts],
  ['invite', invite],
  [
    'audit',
    async (args, around) =>
      (await import('./audit/audit.command.ts')).auditCommand(args, { folder: around.dataFolder, log }),
  ],
  ['keys', async (args, around) => (await import('./kernel/keys.command.ts')).keysCommand(args, { ...around, log })],
])

const [name = '', ...args] = process.argv.slice(2)
try {
  const command = COMMANDS.get(name)
  if (!command) process.stderr.write(USAGE)
  process.exitCode = command ? await command(args, readSurroundings(process.env)) : 2
} catch (error) {
  const words = error instanceof Error ? error.message : String(error)
  process.stderr.write(error instanceof Refusal ? `${words}\n` : `evenkeel ${name} failed: ${words}\n`)
  process.exitCode = 1
}

async function importFacts(asked: string[], around: Surroundings): Promise<number> {
  const { importCommand } = await import('./import/import.command.ts')
  return withInstallation(around, ({ database }) => importCommand(asked, { ...database, now: around.clock, log }))
}

async function invite(asked: string[], around: Surroundings): Promise<number> {
  const { inviteCommand } = await import('./import/invite.command.ts')
  const origin = around.url ?? addressOf(around.dataFolder) ?? `http://localhost:${around.port ?? 4180}`
  return withInstallation(around, ({ database }) => inviteCommand(asked, { database, origin, log }))
}

/** The data folder's database, also while an Evenkeel runs in it. */
async function withInstallation(
  around: Surroundings,
  work: (installation: Awaited<ReturnType<typeof openInstallation>>) => Promise<number>,
): Promise<number> {
  const installation = await openInstallation({
    folder: around.dataFolder,
    migrations: join(ROOT, 'migrations'),
    log: () => {},
    attach: true,
  })
  try {
    return await work(installation)
  } finally {
    await installation.close()
  }
}
