import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate } from './migrate.ts'
import { startEngine } from './postgres/engine.ts'

/**
 * Writes `tables.generated.ts` from a freshly migrated database; with `--check` compares instead and fails on a
 * difference, so that the types never drift from the migrations.
 */
const ROOT = new URL('../..', import.meta.url).pathname
const KEPT = join(ROOT, 'src/kernel/tables.generated.ts')

const scratch = mkdtempSync(join(tmpdir(), 'evenkeel-types-'))
const engine = await startEngine({ folder: scratch, durable: false, log: () => {} })
try {
  const written = process.argv.includes('--check') ? join(scratch, 'tables.ts') : KEPT
  await migrate({
    connection: engine.connection,
    folder: join(ROOT, 'migrations'),
    appPassword: 'only-here',
    claimKey: Buffer.alloc(32, 1),
  })
  generate(written)
  if (written !== KEPT && readFileSync(written, 'utf8') !== readFileSync(KEPT, 'utf8')) {
    process.stderr.write('src/kernel/tables.generated.ts does not match the migrations. Run: npm run table-types\n')
    process.exitCode = 1
  }
} finally {
  await engine.stop()
  rmSync(scratch, { recursive: true, force: true })
}

function generate(outFile: string): void {
  const { host, port, user, password, database } = engine.connection
  const url = `postgres://${user}:${encodeURIComponent(password)}@${encodeURIComponent(host)}:${port}/${database}`
  const asText = JSON.stringify({ timestamptz: 'string', timestamp: 'string', date: 'string' })
  execFileSync(
    process.execPath,
    [
      join(ROOT, 'node_modules/kysely-codegen/dist/cli/bin.js'),
      ...['--dialect', 'postgres', '--url', url, '--default-schema', 'evenkeel', '--include-pattern', 'evenkeel.*'],
      ...['--type-mapping', asText, '--out-file', outFile, '--log-level', 'error'],
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  )
}
