import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { copyIntoEmpty } from './copied-rows.ts'
import { atMost, type Figure, peer } from './figure.ts'
import { writeCenter } from './generated-center.ts'
import { inNewFolder, runProgram, serve } from './program.ts'
import { runAlone } from './report.ts'

const SIZE = { people: 2000, sites: 16, obligationsEach: 25, calendars: 100 }
const SECONDS_LIMIT = 30
const MEGABYTES_LIMIT = 512
const NOW = '2026-11-23T15:00:00Z'

/**
 * A folder of 2,000 people at 16 sites with 50,000 obligations, through the command `evenkeel import` as a process of
 * its own against an empty database. Peer: the very same rows, constraints and indexes by COPY as superuser.
 */
export async function measureImport(): Promise<Figure[]> {
  return inNewFolder(async (folder) => {
    const files = join(folder, 'center')
    const data = join(folder, 'data')
    for (const path of [files, data]) mkdirSync(path)
    writeCenter(files, SIZE)
    const env = { EVENKEEL_NOW: NOW, EVENKEEL_DATA: data }
    const served = await serve(data, ['--no-demo'], env)
    try {
      const first = await importOnce(files, env)
      const again = await importOnce(files, env)
      const copied = await copyIntoEmpty(data)
      const of = `${first.counts['obligations']?.added} obligations`
      return [
        { name: `import, ${of}`, value: first.seconds, unit: 's', against: atMost(SECONDS_LIMIT) },
        {
          name: `import, ${of}`,
          value: first.seconds,
          unit: 's',
          against: peer(`COPY of ${copied.rows} rows`, copied.seconds),
        },
        { name: 'import, peak memory', value: first.peakMegabytes, unit: 'MB', against: atMost(MEGABYTES_LIMIT) },
        { name: 'import of the same folder', value: again.seconds, unit: 's', against: atMost(SECONDS_LIMIT) },
        { name: 'same folder, peak memory', value: again.peakMegabytes, unit: 'MB', against: atMost(MEGABYTES_LIMIT) },
      ]
    } finally {
      await served.stop()
    }
  })
}

interface Report {
  readonly outcome: string
  readonly counts: Record<string, { readonly added: number }>
  readonly findings: readonly { readonly severity: string; readonly what: string }[]
}

async function importOnce(files: string, env: NodeJS.ProcessEnv) {
  const run = await runProgram(['import', files, '--as', 'bench', '--json'], env)
  const line = run.output.split('\n').find((text) => text.startsWith('{'))
  if (run.code !== 0 || line === undefined)
    throw new Error(`The import ended with ${run.code}:\n${run.output.slice(0, 2000)}`)
  return { ...run, ...(JSON.parse(line) as Report) }
}

await runAlone(import.meta.url, measureImport)
