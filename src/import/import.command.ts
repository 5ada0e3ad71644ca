import { cp, mkdir, readdir } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Finding } from '../center/finding.ts'
import { Refusal } from '../kernel/refusal.ts'
import { DEFAULT_WEEKS, importFolder, type ImportResult, type ImportTools } from './import-folder.command.ts'

const USAGE = `evenkeel import FOLDER [--as PERSON] [--without FILE]... [--preview] [--weeks N] [--json]
evenkeel import --template FOLDER
See docs/import.md.`

const TEMPLATES = new URL('../../templates/', import.meta.url)

/** The command `evenkeel import`. Exit code: 0 stored, unchanged or previewed; 1 refused, nothing stored; 2 not understood. */
export async function importCommand(args: string[], tools: ImportTools): Promise<number> {
  const asked = understood(args)
  if (typeof asked === 'string') {
    tools.log(`${asked}\n${USAGE}`)
    return 2
  }
  try {
    if (asked.template !== undefined) return await writeTemplate(asked.template, tools)
    const { folder, person, without, preview, weeks } = asked
    const result = await importFolder(folder, { actor: 'import', person, without, preview, weeks }, tools)
    if (asked.json)
      tools.log(JSON.stringify({ outcome: result.outcome, counts: result.counts, findings: result.findings }))
    else for (const line of report(result)) tools.log(line)
    return result.outcome === 'refused' ? 1 : 0
  } catch (error) {
    const words = refusalWords(error)
    if (words === undefined) throw error
    tools.log(asked.json ? JSON.stringify({ outcome: 'refused', counts: {}, findings: [], why: words }) : words)
    return 1
  }
}

interface Asked {
  readonly folder: string
  readonly template: string | undefined
  readonly person: string
  readonly without: string[]
  readonly preview: boolean
  readonly weeks: number
  readonly json: boolean
}

function understood(args: string[]): Asked | string {
  let parsed
  try {
    parsed = parseArgs({
      args,
      allowPositionals: true,
      options: {
        as: { type: 'string' },
        without: { type: 'string', multiple: true, default: [] },
        preview: { type: 'boolean', default: false },
        weeks: { type: 'string', default: String(DEFAULT_WEEKS) },
        template: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    })
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  const { values, positionals } = parsed
  const [folder, ...more] = positionals
  if (values.template === undefined && folder === undefined) return 'Name the folder to import.'
  if (more.length > 0 || (values.template !== undefined && folder !== undefined)) return 'Name one folder.'
  const weeks = Number(values.weeks)
  if (!Number.isInteger(weeks) || weeks < 1 || weeks > 52)
    return `--weeks ${values.weeks}: a whole number from 1 to 52.`
  return {
    folder: folder ?? '',
    template: values.template,
    person: values.as ?? userInfo().username,
    without: values.without,
    preview: values.preview,
    weeks,
    json: values.json,
  }
}

/** An example folder that can be imported as it is. */
async function writeTemplate(folder: string, tools: ImportTools): Promise<number> {
  await mkdir(folder, { recursive: true })
  if ((await readdir(folder)).length > 0) {
    throw new Refusal('import/not-empty', `${folder} is not empty; nothing written. Maybe name a new folder.`)
  }
  const files = await readdir(TEMPLATES)
  await mkdir(join(folder, 'programs'))
  await mkdir(join(folder, 'calendars'))
  for (const file of files) {
    await cp(new URL(file, TEMPLATES), file.endsWith('.json') ? join(folder, 'programs', file) : join(folder, file))
  }
  tools.log(`${files.length} files written to ${folder}. Change them, then: evenkeel import ${folder} --preview`)
  return 0
}

function report({ outcome, counts, findings }: ImportResult): string[] {
  const errors = findings.filter((finding) => finding.severity === 'error')
  const warnings = findings.length - errors.length
  const ends = {
    stored: `stored, ${warnings} warnings`,
    unchanged: `nothing changed: everything is stored already, ${warnings} warnings`,
    previewed: `preview: nothing stored, ${warnings} warnings; without --preview this is stored`,
    refused: `nothing stored: ${errors.length} errors, ${warnings} warnings`,
  }
  return [...table(counts), ...findings.map(findingLine), ends[outcome]]
}

function table(counts: ImportResult['counts']): string[] {
  const rows = Object.entries(counts)
  if (rows.length === 0) return []
  const line = (name: string, numbers: readonly (string | number)[]) =>
    name.padEnd(20) + numbers.map((number) => String(number).padStart(10)).join('')
  return [
    line('', ['new', 'changed', 'same', 'not in it']),
    ...rows.map(([name, tally]) => line(name, [tally.added, tally.changed, tally.same, tally.gone])),
    '',
  ]
}

/** `error  people.csv:14:counselor  what is wrong  what to do` */
function findingLine({ severity, file, line, column, what, fix }: Finding): string {
  const place = [file, ...(line === 0 ? [] : [line]), ...(column === '' ? [] : [column])].join(':')
  return `${severity.padEnd(8)} ${place.padEnd(32)} ${what}. ${fix}`
}

function refusalWords(error: unknown): string | undefined {
  if (error instanceof Refusal) return error.message
  const { code, path } = error as NodeJS.ErrnoException
  if (path === undefined) return undefined
  if (code === 'ENOENT') return `There is no folder ${path}. Nothing stored.`
  if (code === 'ENOTDIR' || code === 'EEXIST') return `${path} is not a folder. Nothing stored.`
  return code === 'EACCES' ? `${path} may not be read. Nothing stored.` : undefined
}
