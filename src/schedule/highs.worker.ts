import highsLoader from 'highs'
import type { Lp, LpAnswer, LpColumn, LpMethod, LpRow, OpenLp } from '../planner/master/lp.ts'

/** The HiGHS solver behind the planner's small interface (highs.dev). Only a planner's thread loads it. */

/** The package declares its ES module as if it were CommonJS: the default export is the loader itself. */
const loadHighs = highsLoader as unknown as typeof highsLoader.default

type Highs = Awaited<ReturnType<typeof loadHighs>>
type Model = ReturnType<Highs['createModel']>

const OPTIMAL = 7
/** Numbers of HiGHS: 1 the dual simplex, 4 the primal one. */
const STRATEGY: Record<LpMethod, number> = { rows: 1, columns: 4 }

/** Loads HiGHS. `secondsLeft` is asked before each solve: HiGHS blocks the thread until it ends. */
export async function loadLp(secondsLeft: () => number): Promise<OpenLp> {
  const highs = await loadHighs()
  return () => openModel(highs, secondsLeft)
}

function openModel(highs: Highs, secondsLeft: () => number): Lp {
  const model = worded(() => highs.createModel())
  let rows = 0
  let columns = 0
  worded(() => model.options.set({ output_flag: false, presolve: 'off' }))
  return {
    addRows: (added) => {
      if (added.length === 0) return
      worded(() => addRows(model, added, columns))
      rows += added.length
    },
    addColumns: (added) => {
      if (added.length === 0) return
      worded(() => addColumns(model, added, rows))
      columns += added.length
    },
    setCost: (column, cost) => void worded(() => model.changeColCost(column, cost)),
    solve: (method) => worded(() => solve(model, method, secondsLeft())),
    dispose: () => worded(() => model.dispose()),
  }
}

function addRows(model: Model, rows: readonly LpRow[], columns: number): void {
  model.addRows({
    lower: Float64Array.from(rows, ({ lower }) => lower),
    upper: Float64Array.from(rows, ({ upper }) => upper),
    matrix: {
      format: 'csr',
      numRows: rows.length,
      numCols: columns,
      starts: startsOf(rows.map((row) => row.columns.length)),
      indices: Int32Array.from(rows.flatMap((row) => row.columns)),
      values: Float64Array.from(rows.flatMap(({ values }) => values)),
    },
  })
}

function addColumns(model: Model, columns: readonly LpColumn[], rows: number): void {
  model.addCols({
    cost: Float64Array.from(columns, ({ cost }) => cost),
    lower: Float64Array.from(columns, ({ lower }) => lower),
    upper: Float64Array.from(columns, ({ upper }) => upper),
    matrix: {
      format: 'csc',
      numRows: rows,
      numCols: columns.length,
      starts: startsOf(columns.map((column) => column.rows.length)),
      indices: Int32Array.from(columns.flatMap((column) => column.rows)),
      values: Float64Array.from(columns.flatMap(({ values }) => values)),
    },
  })
}

function startsOf(lengths: readonly number[]): Int32Array {
  const starts = new Int32Array(lengths.length + 1)
  lengths.forEach((length, at) => (starts[at + 1] = starts[at]! + length))
  return starts
}

function solve(model: Model, method: LpMethod, seconds: number): LpAnswer | null {
  model.zeroAllClocks()
  model.options.set({ simplex_strategy: STRATEGY[method], time_limit: Math.max(0.05, seconds) })
  model.run()
  if (model.getModelStatus() !== OPTIMAL) return null
  const { colValue, rowDual } = model.getSolution()
  return { objective: model.getObjectiveValue(), values: colValue, duals: rowDual }
}

/** The errors of the solver carry its whole source: only their first words are for people. */
function worded<T>(ask: () => T): T {
  let words = ''
  try {
    return ask()
  } catch (error) {
    words = (error as Error).message.split('\n')[0]?.slice(0, 120) ?? ''
  }
  throw new Error(`The linear program solver failed: ${words}`)
}
