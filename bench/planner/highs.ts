import { createRequire } from 'node:module'
import type { Highs } from 'highs' with { 'resolution-mode': 'import' }
import type { IntegerProgram } from './integer-program.ts'
import type { Found } from './peer.ts'

// Its types describe an ES module, its package a CommonJS one.
const load = createRequire(import.meta.url)('highs') as () => Promise<Highs>

export async function highsVersion(): Promise<string> {
  return (await load()).version.string
}

/** HIGHS_PRIMAL_SOLUTION_STATUS: the values keep every row. */
const FEASIBLE = 2

/** Solves with HiGHS in this thread (WebAssembly, one processor) until the optimum is proven or the time is over. */
export async function solveWithHighs(program: IntegerProgram, seconds: number): Promise<Found> {
  const highs = await load()
  const { integer, continuous } = highs.constants.variableType
  const model = highs.createModel({
    numCols: program.cost.length,
    numRows: program.rowLower.length,
    offset: program.offset,
    colCost: program.cost,
    colLower: program.cost.map(() => 0),
    colUpper: program.upper,
    rowLower: program.rowLower,
    rowUpper: program.rowUpper,
    integrality: program.whole.map((whole) => (whole ? integer : continuous)),
    matrix: {
      format: 'csr',
      numRows: program.rowLower.length,
      numCols: program.cost.length,
      starts: program.starts,
      indices: program.columns,
      values: program.factors,
    },
  })
  try {
    model.options.set({ output_flag: false, time_limit: seconds, mip_rel_gap: 0, mip_abs_gap: 0.999 })
    model.run()
    const found = model.info.get('primal_solution_status') === FEASIBLE
    const bound = Number(model.info.get('mip_dual_bound'))
    return { values: found ? model.getSolution().colValue : null, bound: Number.isFinite(bound) ? bound : null }
  } finally {
    model.dispose()
  }
}
