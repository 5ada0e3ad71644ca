import { CsvError, parse } from 'csv-parse/sync'
import type { z } from 'zod'
import { errorAt, nearest, type Finding, type Lined } from '../center/finding.ts'

/** A row schema whose keys are the columns; a column whose cell may be empty may also be missing. */
export type RowSchema = z.ZodObject<Record<string, z.ZodType<unknown, string>>>

/** Rows of a CSV file, and everything wrong with it. A row with a wrong cell is left out. */
export interface Table<T> {
  readonly rows: Lined<T>[]
  readonly findings: Finding[]
}

export const MOST_ROWS = 200_000

/** Reads CSV (RFC 4180) with a header row; delimiter comma or semicolon; cells are trimmed text, never formulas. */
export function readTable<Schema extends RowSchema>(
  file: string,
  text: string,
  schema: Schema,
): Table<z.infer<Schema>> {
  const records = recordsOf(file, text.replaceAll(/\r\n?/g, '\n'))
  if (!Array.isArray(records)) return { rows: [], findings: [records] }
  const [header, ...body] = records
  if (header === undefined) {
    const what = 'the file is empty'
    return {
      rows: [],
      findings: [errorAt({ file, line: 1, column: '' }, what, `Write the header: ${headerOf(schema)}.`)],
    }
  }
  const columns = header.cells.map((cell) => cell.trim().toLowerCase())
  const findings = checkHeader(file, header.line, columns, schema)
  if (findings.length > 0) return { rows: [], findings }
  return readRows(file, columns, body, schema)
}

interface CsvRow {
  readonly line: number
  readonly cells: readonly string[]
}

function recordsOf(file: string, text: string): CsvRow[] | Finding {
  if (rowsIn(text) > MOST_ROWS + 1) {
    const what = 'the file has more than 200,000 rows'
    return errorAt(
      { file, line: 0, column: '' },
      what,
      'Leave out what no center needs, or bring in one center at a time.',
    )
  }
  const records: CsvRow[] = []
  let read = 0
  try {
    parse(text, {
      delimiter: delimiterOf(text),
      record_delimiter: '\n',
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: 1_000_000,
      // The place where a record ends; quoted line breaks inside it lie before.
      on_record: (cells: string[], { lines }) => {
        records.push({ line: lines - lineBreaks(cells), cells })
        read = lines
        return null
      },
    })
  } catch (error) {
    return unparsed(file, error, read)
  }
  return records
}

/** Rows before parsing: line breaks outside quotes. */
function rowsIn(text: string): number {
  let rows = 1
  let quoted = false
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charCodeAt(at)
    if (character === 34) quoted = !quoted
    else if (character === 10 && !quoted) rows += 1
  }
  return rows
}

/** `read`: the last line of the rows before. A quote that is never closed is known only at the end of the file. */
function unparsed(file: string, error: unknown, read: number): Finding {
  if (!(error instanceof CsvError)) throw error
  const stopped = typeof error['lines'] === 'number' ? error['lines'] : read + 1
  const line = error.code === 'CSV_QUOTE_NOT_CLOSED' ? read + 1 : stopped
  const what = WORDS[error.code] ?? 'the row cannot be read as CSV'
  return errorAt(
    { file, line, column: '' },
    what,
    'Put cells with quotes, delimiters or line breaks in "quotes"; double inner quotes.',
  )
}

const WORDS: Record<string, string> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote is opened and never closed',
  CSV_INVALID_CLOSING_QUOTE: 'something stands between a closing quote and the next delimiter',
  INVALID_OPENING_QUOTE: 'a quote stands in the middle of a cell',
  CSV_MAX_RECORD_SIZE: 'a row is longer than 1,000,000 characters; a quote may never be closed',
}

/** Semicolon when the header row has more of them than commas, as in countries with a decimal comma. */
function delimiterOf(text: string): ',' | ';' {
  const header = text.slice(0, 10_000).split('\n', 1)[0] ?? ''
  return header.split(';').length > header.split(',').length ? ';' : ','
}

function checkHeader(file: string, line: number, columns: readonly string[], schema: RowSchema): Finding[] {
  const known = Object.keys(schema.shape)
  const twice = columns.filter((column, index) => columns.indexOf(column) !== index)
  const unknown = columns.filter((column) => !known.includes(column))
  const missing = known.filter((column) => !columns.includes(column) && !mayBeEmpty(schema, column))
  return [
    ...twice.map((column) => errorAt({ file, line, column }, 'the column stands twice in the header', 'Keep it once.')),
    ...unknown.map((column) => {
      const near = nearest(column, known)
      const fix = near === undefined ? `Remove it. Columns are: ${headerOf(schema)}.` : `Maybe "${near}".`
      return errorAt({ file, line, column: column.slice(0, 40) }, 'there is no such column', fix)
    }),
    ...missing.map((column) =>
      errorAt({ file, line, column }, 'the column is missing', 'Add it to the header and fill it.'),
    ),
  ]
}

function readRows<Schema extends RowSchema>(
  file: string,
  columns: readonly string[],
  records: readonly CsvRow[],
  schema: Schema,
): Table<z.infer<Schema>> {
  const rows: Lined<z.infer<Schema>>[] = []
  const findings: Finding[] = []
  const places = Object.keys(schema.shape).map((column) => [column, columns.indexOf(column)] as const)
  for (const { line, cells } of records) {
    if (cells.length === 1 && cells[0]?.trim() === '') continue
    if (cells.length !== columns.length) {
      const what = `the row has ${cells.length} cells, the header ${columns.length}`
      findings.push(errorAt({ file, line, column: '' }, what, 'Add or remove delimiters; quote cells that hold one.'))
      continue
    }
    const read = schema.safeParse(Object.fromEntries(places.map(([column, at]) => [column, (cells[at] ?? '').trim()])))
    if (read.success) rows.push({ ...read.data, line })
    else findings.push(...read.error.issues.map((issue) => findingOf(file, line, issue)))
  }
  return { rows, findings }
}

function findingOf(file: string, line: number, issue: z.core.$ZodIssue): Finding {
  // An optional cell is a union with the empty text: what its reader says is the last branch's issue.
  const inner = issue.code === 'invalid_union' ? issue.errors.at(-1)?.[0] : undefined
  const { message, ...rest } = inner ?? issue
  const params = 'params' in rest ? rest.params : undefined
  const fix = typeof params?.['fix'] === 'string' ? params['fix'] : 'Correct the cell.'
  return errorAt({ file, line, column: String(issue.path[0] ?? '') }, message, fix)
}

function mayBeEmpty(schema: RowSchema, column: string): boolean {
  return schema.shape[column]?.safeParse('').success === true
}

function headerOf(schema: RowSchema): string {
  return Object.keys(schema.shape).join(',')
}

function lineBreaks(cells: readonly string[]): number {
  return cells.reduce((sum, cell) => sum + (cell.includes('\n') ? cell.split('\n').length - 1 : 0), 0)
}
