import { mkdtempSync, writeFileSync, readFileSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEngine } from '../kernel/postgres/engine.ts'
import { migrate } from '../kernel/migrate.ts'
import { openDatabase } from '../kernel/database.ts'
import { importFolder, type ImportTools } from './import-folder.command.ts'
import { importCommand } from './import.command.ts'
const engine = await startEngine({ folder: mkdtempSync(join(tmpdir(), 'zz-')), durable: false, log: () => {} })
const key = Buffer.alloc(32, 7)
await migrate({ connection: engine.connection, folder: 'migrations', appPassword: 'x', claimKey: key })
const database = await openDatabase({ ...engine.connection, user: 'evenkeel_app', password: 'x' }, key)
const tools: ImportTools = { ...database, now: () => Date.parse('2026-11-23T15:00:00Z'), log: () => {} }
const folder = mkdtempSync(join(tmpdir(), 'evenkeel-import-'))
await importCommand(['--template', folder], tools)
const head = readFileSync(join(folder, 'people.csv'), 'utf8').split('\n')
const people = [head[0]]
const obligations = ['person,day,starts,ends,from,until,why']
const days = ['mon', 'tue', 'wed', 'thu', 'fri']
const p2 = (n: number) => String(n).padStart(2, '0')
for (let p = 0; p < 2000; p += 1) {
  people.push(head[1]!.replace('p001,Sam T.', `p${p},Person ${p}`))
  for (let o = 0; o < 25; o += 1)
    obligations.push(
      o % 2
        ? `p${p},${days[o % 5]},${p2(o % 12)}:15,${p2(12 + (o % 11))}:00,,,shift ${o}`
        : `p${p},2026-12-${p2(o + 1)},09:00,10:30,,,court`,
    )
}
writeFileSync(join(folder, 'people.csv'), people.join('\n'))
writeFileSync(join(folder, 'obligations.csv'), obligations.join('\n'))
console.log('before', process.resourceUsage().maxRSS / 1000)
let peak = 0
setInterval(() => {
  peak = Math.max(peak, process.memoryUsage().rss)
}, 20).unref()
for (const round of [1, 2]) {
  const t = performance.now()
  const r = await importFolder(folder, { actor: 'import', person: 'x', without: process.argv.slice(2) }, tools)
  console.log(
    round,
    r.outcome,
    r.counts['obligations'],
    (performance.now() - t) / 1000,
    's, max rss MB',
    process.resourceUsage().maxRSS / 1000,
    peak / 1e6,
    process.memoryUsage().heapUsed / 1e6,
  )
}
await database.close()
await engine.stop()
