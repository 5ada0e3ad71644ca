import { join } from 'node:path'
import { importCommand } from './import/import.command.ts'
import { inviteCommand } from './import/invite.command.ts'
import { openInstallation } from './kernel/installation.ts'
import { addressOf } from './kernel/postgres/folder-lock.ts'
import { Refusal } from './kernel/refusal.ts'
import { readSurroundings, ROOT } from './kernel/surroundings.ts'
import { checkCommand } from './schedule/check.command.ts'
import { planCommand } from './schedule/plan.command.ts'
import { startCommand } from './start.command.ts'

const USAGE = `evenkeel COMMAND

  start [--no-open] [--no-demo]                     the server, with a demo center on an empty database
  import FOLDER [--preview] [--without FILE]...     a center's facts from files (docs/import.md)
  import --template FOLDER                          an example folder to start from
  invite CODE                                       a one-time sign-in link for a staff member or participant
  plan WEEK.json [--seconds N] [--seed S] --out PLAN.json
  check WEEK.json PLAN.json                         judges a plan (docs/week-format.md)
`

const [command, ...args] = process.argv.slice(2)
const log = (line: string) => process.stdout.write(`${line}\n`)

try {
  process.exitCode = await run()
} catch (error) {
  if (error instanceof Refusal) process.stderr.write(`${error.message}\n`)
  else
    process.stderr.write(
      `evenkeel ${command ?? ''} failed: ${error instanceof Error ? error.message : String(error)}\n`,
    )
  process.exitCode = 1
}

async function run(): Promise<number> {
  const around = readSurroundings(process.env)
  switch (command) {
    case 'start':
      return startCommand(args, around)
    case 'plan':
      return planCommand(args)
    case 'check':
      return checkCommand(args)
    case 'import':
    case 'invite': {
      const installation = await openInstallation({
        folder: around.dataFolder,
        migrations: join(ROOT, 'migrations'),
        log: () => {},
        attach: true,
      })
      const { database } = installation
      try {
        if (command === 'import') return await importCommand(args, { ...database, now: around.clock, log })
        const origin = around.url ?? addressOf(around.dataFolder) ?? `http://localhost:${around.port ?? 4180}`
        return await inviteCommand(args, { database, origin, log })
      } finally {
        await installation.close()
      }
    }
    default:
      process.stderr.write(USAGE)
      return 2
  }
}
