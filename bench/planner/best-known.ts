import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { ROOT } from '../../src/kernel/surroundings.ts'
import { markdownTable, percent, whole } from './contest-table.ts'
import type { Entry } from './contest.ts'

const Reached = z.strictObject({
  value: z.int().min(0),
  solver: z.string(),
  /** Wall seconds of the run; the seed is null for solvers that take none. */
  seconds: z.number().min(0),
  seed: z.int().nullable(),
})

/** Best cost of a plan the checker accepted, and best proven lower bound, by week. */
const BestKnown = z.record(
  z.string(),
  z.strictObject({ problem: z.string(), people: z.int(), cost: Reached.nullable(), bound: Reached.nullable() }),
)

type Reached = z.infer<typeof Reached>
export type BestKnown = z.infer<typeof BestKnown>

const FILE = join(ROOT, 'bench', 'planner', 'best-known.json')
const PAPER = join(ROOT, 'docs', 'benchmark.md')
const TABLE = /(<!-- best known results: written by npm run bench:planner -- --record -->\n)[^]*?(\n<!-- end -->)/

export function readBestKnown(): BestKnown {
  return BestKnown.parse(JSON.parse(readFileSync(FILE, 'utf8')))
}

/** The results with every better cost and bound of these entries, and a sentence for each. */
export function withBetter(known: BestKnown, entries: readonly Entry[]): { known: BestKnown; news: string[] } {
  const better: BestKnown = { ...known }
  const news: string[] = []
  for (const { instance, solver, runs } of entries) {
    const { name, problem, week } = instance
    for (const { cost, bound, seconds, seed } of runs) {
      const before = better[name] ?? { problem, people: week.participants.length, cost: null, bound: null }
      const reached = (value: number): Reached => ({ value, solver, seconds: Math.round(seconds * 10) / 10, seed })
      const lower = cost !== null && cost < (before.cost?.value ?? Number.POSITIVE_INFINITY)
      const higher = bound !== null && bound > (before.bound?.value ?? -1)
      if (lower)
        news.push(`${name}: ${solver} plans for ${whole(cost)}, best so far ${whole(before.cost?.value ?? null)}`)
      if (higher)
        news.push(`${name}: ${solver} proves ${whole(bound)}, best so far ${whole(before.bound?.value ?? null)}`)
      better[name] = {
        ...before,
        cost: lower ? reached(cost) : before.cost,
        bound: higher ? reached(bound) : before.bound,
      }
    }
  }
  return { known: better, news }
}

/** Bounds above the cost of a plan that the checker accepted: some solver or the program is wrong. */
export function contradictions(known: BestKnown): string[] {
  return Object.entries(known).flatMap(([name, { cost, bound }]) =>
    cost && bound && bound.value > cost.value
      ? [`${name}: ${bound.solver} proves ${bound.value}, yet ${cost.solver} plans for ${cost.value}`]
      : [],
  )
}

/** Keeps the results in the file and in the paper. */
export function recordBestKnown(known: BestKnown): void {
  const sorted = Object.fromEntries(Object.entries(known).toSorted(([a], [b]) => order(a, b)))
  writeFileSync(FILE, `${JSON.stringify(sorted, null, 2)}\n`)
  const paper = readFileSync(PAPER, 'utf8')
  writeFileSync(
    PAPER,
    paper.replace(TABLE, (_, begin: string, end: string) => `${begin}\n${bestKnownTable(sorted).join('\n')}\n${end}`),
  )
}

export function bestKnownTable(known: BestKnown): string[] {
  const head = ['week', 'problem', 'people', 'best cost', 'by', 'best bound', 'by', 'gap']
  const rows = Object.entries(known).map(([name, { problem, people, cost, bound }]) => {
    const gap = cost && bound ? (cost.value === 0 ? 0 : (cost.value - bound.value) / cost.value) : null
    return [name, problem, whole(people), ...cellsOf(cost), ...cellsOf(bound), percent(gap)]
  })
  return markdownTable([head, ...rows])
}

function cellsOf(reached: Reached | null): string[] {
  if (!reached) return ['-', '-']
  const seed = reached.seed === null ? '' : `, seed ${reached.seed}`
  return [whole(reached.value), `${reached.solver}, ${Math.round(reached.seconds)} s${seed}`]
}

/** By name, numbers in names by size. */
function order(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true })
}
