import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Plan } from '../src/planner/model/plan.ts'
import { ROOT } from '../src/kernel/surroundings.ts'
import { type Figure, median, peer } from './figure.ts'
import { inNewFolder, runProgram } from './program.ts'
import { runAlone } from './report.ts'

const WEEKS = join(ROOT, '..', 'shared', 'data', 'weeks')
const MOST_PEOPLE = 120
/** `--seeds 1 --seconds 5` for a short look. */
const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '3' }, seconds: { type: 'string', default: '20' } },
  strict: false,
})
const SEEDS = Array.from({ length: Number(values['seeds']) }, (_, index) => index + 1)
const SECONDS = Number(values['seconds'])

/** What an earlier local search reached on these weeks, and the bound proven for them. */
const KNOWN: Record<string, { readonly cost: number; readonly bound: number }> = {
  'harbor-30-1': { cost: 2000, bound: 1721 },
  'harbor-30-2': { cost: 1658, bound: 1324 },
  'harbor-30-3': { cost: 2028, bound: 1067 },
  'harbor-120-1': { cost: 8598, bound: 6803 },
}

/** Every week file of up to 120 people, `evenkeel plan` for 20 seconds with three seeds: median cost, proven bound, gap, memory. */
export async function measurePlanner(): Promise<Figure[]> {
  if (!existsSync(WEEKS)) {
    console.error('planner: no week files beside the checkout, nothing planned')
    return []
  }
  const names = readdirSync(WEEKS).filter((file) => file.endsWith('.json') && peopleIn(file) <= MOST_PEOPLE)
  return inNewFolder(async (folder) => {
    const figures: Figure[] = []
    for (const file of names) figures.push(...(await planned(file, join(folder, file))))
    return figures
  })
}

async function planned(file: string, out: string): Promise<Figure[]> {
  const name = file.replace(/\.json$/, '')
  const plans: Plan[] = []
  let peak = 0
  for (const seed of SEEDS) {
    const run = await runProgram([
      'plan',
      join(WEEKS, file),
      '--seconds',
      `${SECONDS}`,
      '--seed',
      `${seed}`,
      '--out',
      out,
    ])
    if (run.code !== 0) throw new Error(`${file}, seed ${seed}: ${run.output}`)
    plans.push(JSON.parse(readFileSync(out, 'utf8')) as Plan)
    peak = Math.max(peak, run.peakMegabytes)
  }
  const cost = median(plans.map((plan) => plan.cost))
  const bound = Math.max(...plans.map((plan) => plan.bound ?? 0))
  const best = Math.min(...plans.map((plan) => plan.cost))
  const known = KNOWN[name]
  return [
    { name: `${name}, cost`, value: cost, unit: 'cost', against: peer('own bound', bound) },
    ...(known ? againstKnown(name, { cost, bound }, known) : []),
    { name: `${name}, gap of the best`, value: best === 0 ? 0 : ((best - bound) / best) * 100, unit: '%' },
    { name: `${name}, peak memory`, value: peak, unit: 'MB' },
  ]
}

type Reached = (typeof KNOWN)[string]

function againstKnown(name: string, found: Reached, known: Reached): Figure[] {
  return [
    { name: `${name}, cost`, value: found.cost, unit: 'cost', against: peer('earlier local search', known.cost) },
    { name: `${name}, bound`, value: found.bound, unit: 'cost', against: peer('earlier bound', known.bound) },
  ]
}

function peopleIn(file: string): number {
  const week = JSON.parse(readFileSync(join(WEEKS, file), 'utf8')) as { participants: readonly unknown[] }
  return week.participants.length
}

await runAlone(import.meta.url, measurePlanner)
