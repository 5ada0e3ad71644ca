import { errorAt, type Finding } from '../center/finding.ts'
import { Program } from '../program/program.ts'

const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]|[^\s{}[\],:"]+|"/gs

/**
 * Reads one program file (docs/import.md, `evenkeel-program/1`); every finding names the line and the path inside the
 * file.
 */
export function readProgram(file: string, text: string): { program: Program } | { findings: Finding[] } {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    const what = 'the file is not valid JSON here'
    const line = brokenLine(text)
    return {
      findings: [
        errorAt({ file, line, column: '' }, what, 'Look for a missing comma, bracket or quote on or before this line.'),
      ],
    }
  }
  const read = Program.safeParse(json)
  if (read.success) return { program: read.data }
  const lines = linesOf(
    text,
    read.error.issues.map((issue) => pathWords(issue.path)),
  )
  return {
    findings: read.error.issues.map((issue) => {
      const path = pathWords(issue.path)
      return errorAt(
        { file, line: lines.get(path) ?? 1, column: path },
        issue.message,
        'See program.json in docs/import.md.',
      )
    }),
  }
}

/** `templates[0].phases[1].weeks` */
function pathWords(path: readonly PropertyKey[]): string {
  return path.reduce<string>((words, part) => {
    if (typeof part === 'number') return `${words}[${part}]`
    return words === '' ? String(part) : `${words}.${String(part)}`
  }, '')
}

/** What may come next while JSON is read token by token. */
const AFTER = {
  value: /^(["{[]|-?\d|true$|false$|null$)/,
  valueOrEnd: /^(["{[\]]|-?\d|true$|false$|null$)/,
  key: /^"/,
  keyOrEnd: /^["}]/,
  colon: /^:/,
  commaOrBrace: /^[,}]/,
  commaOrBracket: /^[,\]]/,
  nothing: /^$/,
} as const

/** The line (from 1) of the first token that cannot stand where it stands; the last line when the text just ends. */
function brokenLine(text: string): number {
  const open: ('{' | '[')[] = []
  let next = 'value' as keyof typeof AFTER
  const afterValue = () => (open.length === 0 ? 'nothing' : open.at(-1) === '{' ? 'commaOrBrace' : 'commaOrBracket')
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    if (!AFTER[next].test(token)) return text.slice(0, index).split('\n').length
    if (token === '{' || token === '[') {
      open.push(token)
      next = token === '{' ? 'keyOrEnd' : 'valueOrEnd'
    } else if (token === '}' || token === ']') {
      open.pop()
      next = afterValue()
    } else if (token === ',') next = open.at(-1) === '{' ? 'key' : 'value'
    else if (token === ':') next = 'value'
    else next = next === 'key' || next === 'keyOrEnd' ? 'colon' : afterValue()
  }
  return text.trimEnd().split('\n').length
}

interface Level {
  readonly path: string
  readonly array: boolean
  index: number
  key: string
}

/** The line (from 1) on which the value of each wanted path begins, in one pass over the text of a valid JSON file. */
function linesOf(text: string, wanted: readonly string[]): Map<string, number> {
  const paths = new Set(wanted)
  const found = new Map<string, number>()
  const levels: Level[] = []
  let line = 1
  let counted = 0
  for (const match of text.matchAll(TOKEN)) {
    if (found.size === paths.size) break
    const token = match[0]
    for (; counted < match.index; counted += 1) if (text[counted] === '\n') line += 1
    const level = levels.at(-1)
    if (token === '}' || token === ']') levels.pop()
    else if (token === ',' && level?.array === true) level.index += 1
    else if (token === ',' && level !== undefined) level.key = ''
    else if (token !== ':' && token !== ',') {
      if (level !== undefined && !level.array && level.key === '' && token.startsWith('"')) {
        level.key = JSON.parse(token) as string
        continue
      }
      const path = level === undefined ? '' : pathInside(level)
      if (paths.has(path) && !found.has(path)) found.set(path, line)
      if (token === '{' || token === '[') levels.push({ path, array: token === '[', index: 0, key: '' })
    }
  }
  return found
}

function pathInside(level: Level): string {
  if (level.array) return `${level.path}[${level.index}]`
  return level.path === '' ? level.key : `${level.path}.${level.key}`
}
