import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { IntegerProgram } from './integer-program.ts'
import type { Found } from './peer.ts'

/** Google's CP-SAT as the package or-tools-wasm has it: 330 MB, so it is no dependency and may be absent. */
const PACKAGE = 'or-tools-wasm'

/** Limits of rows are whole; nothing here comes near. */
const FAR = 1e12

/** The part of the package used here. */
interface CpSat {
  createModel(model: unknown): Promise<Uint8Array>
  solve(
    model: Uint8Array,
    parameters: Record<string, unknown>,
  ): Promise<{ response: { status?: string | number; solution?: Whole[]; bestObjectiveBound?: number } | null }>
}

/** A 64-bit whole number as the package hands it out. */
type Whole = number | string | { toString(): string }

/** Undefined without the package. EVENKEEL_OR_TOOLS may name its folder when it is not installed beside the others. */
export async function cpSatVersion(): Promise<string | undefined> {
  const folder = folderOfPackage()
  if (folder === undefined) return undefined
  return (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }).version
}

/** Solves with CP-SAT with one search worker. Every column is made whole, which loses no plan and no bound. */
export async function solveWithCpSat(program: IntegerProgram, seconds: number): Promise<Found> {
  const folder = folderOfPackage()
  if (folder === undefined) throw new Error(`Error: ${PACKAGE} is not present`)
  const entry = pathToFileURL(join(folder, 'build', 'javascript', 'node', 'cp-sat.js')).href
  const { CpSat } = (await import(entry)) as { CpSat: CpSat }
  const model = await CpSat.createModel(cpModelOf(program))
  const { response } = await CpSat.solve(model, { maxTimeInSeconds: seconds, numWorkers: 1 })
  const solution = response?.solution ?? []
  const bound = response?.bestObjectiveBound
  return {
    values: solution.length > 0 ? solution.map((value) => Number(value.toString())) : null,
    bound: bound !== undefined && Math.abs(bound) < FAR ? bound : null,
  }
}

function folderOfPackage(): string | undefined {
  const named = process.env['EVENKEEL_OR_TOOLS']
  if (named !== undefined) return existsSync(join(named, 'package.json')) ? named : undefined
  try {
    // The package exports no package.json; its main file lies three folders below.
    const main = createRequire(import.meta.url).resolve(PACKAGE)
    return dirname(dirname(dirname(dirname(main))))
  } catch {
    return undefined
  }
}

/** CpModelProto of OR-Tools. */
function cpModelOf({ offset, cost, upper, rowLower, rowUpper, starts, columns, factors }: IntegerProgram): unknown {
  const finite = (limit: number) => Math.max(-FAR, Math.min(FAR, limit))
  const priced = [...cost.keys()].filter((column) => cost[column] !== 0)
  return {
    variables: upper.map((most) => ({ domain: [0, most] })),
    constraints: rowLower.map((least, row) => ({
      linear: {
        vars: columns.slice(starts[row], starts[row + 1]),
        coeffs: factors.slice(starts[row], starts[row + 1]),
        domain: [finite(least), finite(rowUpper[row] ?? FAR)],
      },
    })),
    objective: { vars: priced, coeffs: priced.map((column) => cost[column]), offset },
  }
}
