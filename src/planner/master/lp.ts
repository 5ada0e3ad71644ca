/**
 * The linear program solver the planner is given: one growing model, minimized. Prices and bounds are proven by the
 * planner itself, so a solver that errs can cost time but never truth.
 */
export interface Lp {
  /** Appends rows; entries name columns that exist. */
  addRows(rows: readonly LpRow[]): void
  /** Appends columns; entries name rows that exist. */
  addColumns(columns: readonly LpColumn[]): void
  setCost(column: number, cost: number): void
  solve(method: LpMethod): LpAnswer | null
  /** Gives the memory back; nothing may be asked afterwards. */
  dispose(): void
}

/** Opens an empty model. */
export type OpenLp = () => Lp

/** `columns` after new columns (primal simplex), `rows` after new rows (dual simplex). */
export type LpMethod = 'columns' | 'rows'

export interface LpRow {
  readonly lower: number
  readonly upper: number
  readonly columns: readonly number[]
  readonly values: readonly number[]
}

export interface LpColumn {
  readonly cost: number
  readonly lower: number
  readonly upper: number
  readonly rows: readonly number[]
  readonly values: readonly number[]
}

/** An optimal answer; anything else (infeasible, out of time, in trouble) is null. */
export interface LpAnswer {
  readonly objective: number
  /** By column. */
  readonly values: Float64Array
  /** By row: what one more unit of the right-hand side changes. */
  readonly duals: Float64Array
}
