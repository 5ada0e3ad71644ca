import { median } from '../figure.ts'
import type { Entry, Run } from './contest.ts'

/** The best of several runs counts for nothing here: planners are compared by the median and the worst. */
export interface Standing {
  readonly median: number | null
  readonly worst: number | null
  readonly best: number | null
  readonly bound: number | null
  /** (median - bound) / median, from 0 to 1. */
  readonly gap: number | null
}

export function standingOf({ runs }: Pick<Entry, 'runs'>): Standing {
  const costs = numbers(runs.map(({ cost }) => cost))
  const bounds = numbers(runs.map(({ bound }) => bound))
  const bound = bounds.length > 0 ? Math.max(...bounds) : null
  // A seed without a plan is worse than any plan: then there is no worst, and a median only of the others.
  const middle = costs.length > 0 ? Math.round(median(costs)) : null
  return {
    median: middle,
    worst: costs.length === runs.length && costs.length > 0 ? Math.max(...costs) : null,
    best: costs.length > 0 ? Math.min(...costs) : null,
    bound,
    gap: middle === null || bound === null ? null : middle === 0 ? 0 : (middle - bound) / middle,
  }
}

/** One line for each week and solver, as a Markdown table. */
export function contestTable(entries: readonly Entry[]): string[] {
  const head = ['week', 'problem', 'solver', 'cost, median', 'worst', 'bound', 'gap', 'seconds', 'memory', '']
  return markdownTable([head, ...entries.map(rowOf)])
}

/** Padded as the formatter pads it, so that a written table stays as it is. */
export function markdownTable([head = [], ...rows]: readonly (readonly string[])[]): string[] {
  const widths = head.map((word, at) => Math.max(3, word.length, ...rows.map((row) => row[at]?.length ?? 0)))
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, at) => (cells[at] ?? '').padEnd(width)).join(' | ')} |`
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)]
}

export function whole(value: number | null): string {
  return value === null ? '-' : value.toLocaleString('en-US')
}

export function percent(share: number | null): string {
  return share === null ? '-' : `${(share * 100).toFixed(1)} %`
}

function rowOf(entry: Entry): string[] {
  const { instance, solver, runs } = entry
  const standing = standingOf(entry)
  const peaks = numbers(runs.map(({ megabytes }) => megabytes))
  return [
    instance.name,
    instance.problem,
    runs.length > 1 ? `${solver}, ${runs.length} seeds` : solver,
    whole(standing.median),
    whole(standing.worst),
    whole(standing.bound),
    percent(standing.gap),
    median(runs.map(({ seconds }) => seconds)).toFixed(1),
    peaks.length > 0 ? `${Math.round(Math.max(...peaks))} MB` : '-',
    troubleOf(runs),
  ]
}

function troubleOf(runs: readonly Run[]): string {
  return [...new Set(runs.flatMap(({ trouble }) => trouble ?? []))].join('; ').replaceAll('|', '/')
}

function numbers(values: readonly (number | null)[]): number[] {
  return values.filter((value) => value !== null)
}
