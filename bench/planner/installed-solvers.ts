import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Measured, runMeasured } from './measured-process.ts'
import type { Found, Order, Peer, PeerRun } from './peer.ts'

/** Solvers that a Linux distribution packages (Debian: coinor-cbc, glpk-utils), found on the search path. */

export const NO_PLAN = 'no plan in time'
const NOTHING: Found = { values: null, bound: null }

export const cbc: Peer = {
  name: 'CBC',
  version: () => versionOf('cbc', ['-quit'], /Version:\s*(\S+)/),
  solve: (order) =>
    solveFile(order, {
      command: 'cbc',
      args: (mps, out) => [
        mps,
        '-timeMode',
        'elapsed',
        '-sec',
        `${order.seconds}`,
        '-ratioGap',
        '0',
        '-solve',
        '-solu',
        out,
      ],
      read: readCbc,
    }),
}

export const glpk: Peer = {
  name: 'GLPK',
  version: () => versionOf('glpsol', ['--version'], /Solver\s+(?:Version\s+)?v?(\d[\d.]*)/i),
  solve: (order) =>
    solveFile(order, {
      command: 'glpsol',
      args: (mps, out) => ['--mps', mps, '--cuts', '--tmlim', `${Math.ceil(order.seconds)}`, '-w', out],
      read: readGlpk,
    }),
}

interface Way {
  readonly command: string
  readonly args: (mps: string, out: string) => string[]
  readonly read: (solution: string, said: string, columns: number) => Found
}

async function solveFile(order: Order, { command, args, read }: Way): Promise<PeerRun> {
  const out = join(order.folder, `${command}.solution`)
  const run = await runMeasured(command, args(await order.mpsPath(), out), order.seconds)
  const solution = existsSync(out) ? readFileSync(out, 'utf8') : undefined
  const found = solution === undefined ? NOTHING : read(solution, run.output, order.program.cost.length)
  return { ...found, ...measuresOf(run), ...(found.values ? {} : { trouble: troubleOf(run) }) }
}

/** Time, memory, and what went wrong with a process that found nothing. */
export function measuresOf({ seconds, peakMegabytes }: Measured): Pick<PeerRun, 'seconds' | 'peakMegabytes'> {
  return { seconds, peakMegabytes }
}

export function troubleOf({ code }: Measured): string {
  return code === 0 ? NO_PLAN : code === null ? 'ended: far over time' : `ended with code ${code}`
}

/**
 * First line: how it ended. Then index, name, value, cost of the columns that are not 0. Without a plan the columns are
 * those of the relaxation. The bound stands in what it says at the end.
 */
export function readCbc(solution: string, said: string, columns: number): Found {
  const [status = '', ...lines] = solution.split('\n')
  const bound = /(?:Lower bound|best possible)[:\s]+(-?[\d.e+]+)/gi
  const optimal = /^Optimal - objective value\s+(\S+)/.exec(status)?.[1]
  const proven = optimal ?? [...said.matchAll(bound)].at(-1)?.[1]
  const hasPlan = optimal !== undefined || (status.startsWith('Stopped on') && !/no integer solution/.test(status))
  if (!hasPlan) return { values: null, bound: numberOf(proven) }
  const values = new Float64Array(columns)
  for (const line of lines) {
    const [, column, value] = /^\s*(?:\*\*\s*)?\d+\s+x(\d+)\s+(\S+)/.exec(line) ?? []
    if (column !== undefined) values[Number(column)] = Number(value)
  }
  return { values, bound: numberOf(proven) }
}

/** `s mip ROWS COLUMNS STATUS COST`, then `j COLUMN VALUE` from 1. Status o: optimal, f: a plan, others: none. */
export function readGlpk(solution: string, said: string, columns: number): Found {
  const [, status, cost] = /^s mip \d+ \d+ (\w) (\S+)/m.exec(solution) ?? []
  const steps = [...said.matchAll(/mip = \s*(?:\S.*?) >=\s+(-?[\d.e+]+)/g)]
  const bound = status === 'o' ? numberOf(cost) : numberOf(steps.at(-1)?.[1])
  if (status !== 'o' && status !== 'f') return { values: null, bound }
  const values = new Float64Array(columns)
  for (const [, column, value] of solution.matchAll(/^j (\d+) (\S+)/gm)) {
    if (Number(column) <= columns) values[Number(column) - 1] = Number(value)
  }
  return { values, bound }
}

function numberOf(text: string | undefined): number | null {
  const value = Number(text)
  return text === undefined || !Number.isFinite(value) || Math.abs(value) > 1e15 ? null : value
}

async function versionOf(command: string, args: readonly string[], pattern: RegExp): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)(command, args)
    return pattern.exec(stdout)?.[1] ?? 'unknown version'
  } catch {
    return undefined
  }
}
