import type { IntegerProgram } from './integer-program.ts'

/**
 * The program as a fixed-format MPS file, which every integer programming solver reads: columns `x0`, `x1` ... and rows
 * `r0`, `r1` ... in their order. A last column, fixed at 1, carries the offset: solvers disagree on constants.
 */
export function* mpsLines(name: string, program: IntegerProgram): Generator<string> {
  yield `NAME          ${name}`
  yield 'ROWS'
  yield ' N  cost'
  for (const row of program.rowLower.keys()) yield ` ${senseOf(program, row)}  r${row}`
  yield 'COLUMNS'
  yield* columnLines(program)
  yield 'RHS'
  for (const row of program.rowLower.keys()) {
    const limit = senseOf(program, row) === 'L' ? program.rowUpper[row] : program.rowLower[row]
    if (limit) yield line('rhs', `r${row}`, limit)
  }
  yield 'BOUNDS'
  for (const [column, upper] of program.upper.entries()) yield ` UP ${line('bnd', `x${column}`, upper).slice(4)}`
  yield ` FX ${line('bnd', `x${program.cost.length}`, 1).slice(4)}`
  yield 'ENDATA'
}

function* columnLines(program: IntegerProgram): Generator<string> {
  const entries = entriesByColumn(program)
  let marked = false
  let markers = 0
  // Field 3 begins in column 15, field 5 in column 40.
  const marker = (word: string) => `    ${`MARK${markers++}`.padEnd(10)}${`'MARKER'`.padEnd(25)}'${word}'`
  for (const [column, cost] of program.cost.entries()) {
    const whole = program.whole[column] ?? false
    if (whole !== marked) yield marker(whole ? 'INTORG' : 'INTEND')
    marked = whole
    yield line(`x${column}`, 'cost', cost)
    for (const [row, factor] of entries[column] ?? []) yield line(`x${column}`, `r${row}`, factor)
  }
  if (marked) yield marker('INTEND')
  yield line(`x${program.cost.length}`, 'cost', program.offset)
}

function entriesByColumn({ cost, starts, columns, factors }: IntegerProgram): [row: number, factor: number][][] {
  const entries: [number, number][][] = cost.map(() => [])
  for (let row = 0; row + 1 < starts.length; row++) {
    for (let at = starts[row] ?? 0; at < (starts[row + 1] ?? 0); at++) {
      entries[columns[at] ?? 0]?.push([row, factors[at] ?? 0])
    }
  }
  return entries
}

/** A row here has one limit, or two that are the same. */
function senseOf({ rowLower, rowUpper }: IntegerProgram, row: number): 'E' | 'G' | 'L' {
  if (rowLower[row] === rowUpper[row]) return 'E'
  return rowLower[row] === Number.NEGATIVE_INFINITY ? 'L' : 'G'
}

/** Fields begin in columns 5, 15 and 25. */
function line(first: string, second: string, value: number): string {
  return `    ${first.padEnd(10)}${second.padEnd(10)}${value}`
}
