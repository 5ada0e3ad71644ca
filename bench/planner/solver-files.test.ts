import { createRequire } from 'node:module'
import type { Highs } from 'highs' with { 'resolution-mode': 'import' }
import { expect, it } from 'vitest'
import { drawWeek } from '../../src/planner/drawn-week.ts'
import { solveWithHighs } from './highs.ts'
import { readCbc, readGlpk } from './installed-solvers.ts'
import { mpsLines } from './mps.ts'
import { modelOfWeek } from './week-model.ts'

it('the MPS file holds the same program as the arrays', async () => {
  const { program } = modelOfWeek(drawWeek(11, { people: 5, staff: 3, sites: 2, blocks: 5 }))
  const text = `${[...mpsLines('drawn', program)].join('\n')}\n`
  const highs = await (createRequire(import.meta.url)('highs') as () => Promise<Highs>)()
  const read = highs.createModel({ format: 'mps', data: new TextEncoder().encode(text) })
  read.options.set({ output_flag: false })
  read.run()
  const { bound } = await solveWithHighs(program, 60)
  expect(bound).not.toBeNull()
  expect(read.getObjectiveValue()).toBeCloseTo(bound ?? -1, 4)
  expect(read.getDimensions()).toMatchObject({ numCols: program.cost.length + 1, numRows: program.rowLower.length })
  read.dispose()
})

it('reads what CBC writes', () => {
  const optimal = 'Optimal - objective value 291.00000000\n    0 x0                     1                       0\n'
  expect(readCbc(`${optimal}    2 x2   3   10\n`, '', 3)).toEqual({ values: Float64Array.of(1, 0, 3), bound: 291 })
  const said =
    'Cbc0010I After 0 nodes, best possible 180.5\nResult - Stopped on time limit\nLower bound:                    182.500\n'
  const stopped = readCbc('Stopped on time - objective value 300.0\n  1 x1  1  4\n', said, 3)
  expect(stopped).toEqual({ values: Float64Array.of(0, 1, 0), bound: 182.5 })
  const none = 'Stopped on time (no integer solution - continuous used) - objective value 170.2\n  1 x1  0.5  4\n'
  expect(readCbc(none, said, 3)).toEqual({ values: null, bound: 182.5 })
})

it('reads what GLPK writes', () => {
  const optimal = 'c Problem: week\ns mip 2 3 o 291\ni 1 0\nj 1 1\nj 2 0\nj 3 3\n'
  expect(readGlpk(optimal, '', 2)).toEqual({ values: Float64Array.of(1, 0), bound: 291 })
  const said =
    '+   131: mip =     not found yet >=              -inf        (1; 0)\n+   160: mip =   3.0e+02 >=   2.5e+02   9.0% (3; 0)\n'
  expect(readGlpk('s mip 2 3 f 300\nj 1 1\n', said, 2)).toEqual({ values: Float64Array.of(1, 0), bound: 250 })
  expect(readGlpk('s mip 2 3 u 0\nj 1 0\n', '', 2)).toEqual({ values: null, bound: null })
})
