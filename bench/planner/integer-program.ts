/** Minimize cost times columns plus offset under rows, growing while it is written. Rows are held one after the other. */
export interface IntegerProgram {
  offset: number
  /** By column; lower bounds are all 0. */
  readonly cost: number[]
  readonly upper: number[]
  readonly whole: boolean[]
  /** By row; infinite where there is no limit. */
  readonly rowLower: number[]
  readonly rowUpper: number[]
  /** Entries of row n are those from `starts[n]` up to `starts[n + 1]`. */
  readonly starts: number[]
  readonly columns: number[]
  readonly factors: number[]
}

/** A sum of columns, each with its factor. */
export type Sum = readonly (readonly [column: number, factor: number])[]

export interface Column {
  readonly cost: number
  readonly upper: number
  /** False where whole numbers follow from the other columns. */
  readonly whole: boolean
}

/** A program with no columns and no rows. */
export function newProgram(): IntegerProgram {
  const program = { offset: 0, cost: [], upper: [], whole: [], rowLower: [], rowUpper: [], columns: [], factors: [] }
  return { ...program, starts: [0] }
}

/** Number of the new column. */
export function addColumn(program: IntegerProgram, { cost, upper, whole }: Column): number {
  program.cost.push(cost)
  program.upper.push(upper)
  program.whole.push(whole)
  return program.cost.length - 1
}

/** A yes or no. */
export function addChoice(program: IntegerProgram, cost: number): number {
  return addColumn(program, { cost, upper: 1, whole: true })
}

/** Keeps a sum between two limits; a sum of nothing is left out when 0 lies between them. Columns may not repeat. */
export function addRow(
  program: IntegerProgram,
  sum: Sum,
  { least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY }: { least?: number; most?: number },
): void {
  if (sum.length === 0 && least <= 0 && most >= 0) return
  for (const [column, factor] of sum) {
    program.columns.push(column)
    program.factors.push(factor)
  }
  program.starts.push(program.columns.length)
  program.rowLower.push(least)
  program.rowUpper.push(most)
}

/** Each column with factor 1, or another one for all. */
export function sumOf(columns: readonly number[], factor = 1): Sum {
  return columns.map((column) => [column, factor] as const)
}

/** Something that takes somebody or something for a time, in minutes of the week, when its column is 1. */
export interface Taking {
  readonly start: number
  readonly end: number
  readonly column: number
}

/**
 * At most one at a time: a row for each start at which the set of running ones is not part of the next start's. With
 * `unless`, none at all while that column is 0.
 */
export function addOneAtATime(program: IntegerProgram, takings: readonly Taking[], unless?: number): void {
  const starts = [...new Set(takings.map(({ start }) => start))].toSorted((a, b) => a - b)
  starts.forEach((start, at) => {
    const next = starts[at + 1] ?? Number.POSITIVE_INFINITY
    const running = takings.filter((one) => one.start <= start && start < one.end)
    if (running.every(({ end }) => end > next)) return
    const sum = sumOf(running.map(({ column }) => column))
    if (unless !== undefined) addRow(program, [...sum, [unless, -1]], { most: 0 })
    else if (running.length > 1) addRow(program, sum, { most: 1 })
  })
}
