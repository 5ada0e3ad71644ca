import type { IntegerProgram } from './integer-program.ts'

/** What a solver found in its time. */
export interface Found {
  /** By column; null when it found nothing that keeps every row. */
  readonly values: ArrayLike<number> | null
  /** Proven lower bound of the objective; null when none was proven. */
  readonly bound: number | null
}

/** The same program for everybody: as arrays, as the week it is made of, and as a file that is written when asked for. */
export interface Order {
  readonly program: IntegerProgram
  readonly weekPath: string
  readonly mpsPath: () => Promise<string>
  /** For what a solver writes; removed afterward. */
  readonly folder: string
  readonly seconds: number
}

export interface PeerRun extends Found {
  /** Wall time and memory of the solver's own process, reading included. */
  readonly seconds: number
  readonly peakMegabytes: number | null
  /** Why there is nothing, when there is nothing. */
  readonly trouble?: string
}

/** A general solver of integer programs. */
export interface Peer {
  readonly name: string
  /** Undefined when it is not present on this machine. */
  readonly version: () => Promise<string | undefined>
  readonly solve: (order: Order) => Promise<PeerRun>
}
