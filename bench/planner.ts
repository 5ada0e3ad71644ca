import { parseArgs } from 'node:util'
import { type Figure, peer } from './figure.ts'
import { readBestKnown } from './planner/best-known.ts'
import { standingOf } from './planner/contest-table.ts'
import { type Entry, planWithSeeds } from './planner/contest.ts'
import { instancesIn, weeksFolder } from './planner/instances.ts'
import { runAlone } from './report.ts'

const MOST_PEOPLE = 120
/** `--seeds 1 --seconds 5` for a short look. */
const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '3' }, seconds: { type: 'string', default: '20' } },
  strict: false,
})

/**
 * Every week file of up to 120 people, `evenkeel plan` for 20 seconds with three seeds: median cost, proven bound, gap,
 * memory. Against general solvers in the same run: planner-peers.ts.
 */
export async function measurePlanner(): Promise<Figure[]> {
  const folder = weeksFolder(undefined)
  if (folder === undefined) {
    console.error('planner: no week files beside the checkout, nothing planned')
    return []
  }
  const instances = instancesIn(folder, []).filter(({ week }) => week.participants.length <= MOST_PEOPLE)
  const figures: Figure[] = []
  for (const instance of instances) {
    figures.push(...figuresOf(await planWithSeeds(instance, Number(values['seconds']), Number(values['seeds']))))
  }
  return figures
}

function figuresOf(entry: Entry): Figure[] {
  const { name } = entry.instance
  const { median, worst, bound, gap } = standingOf(entry)
  const trouble = entry.runs.find((run) => run.trouble !== undefined)?.trouble
  if (median === null || worst === null || bound === null) throw new Error(`${name}: ${trouble ?? 'no plan'}`)
  const known = readBestKnown()[name]
  return [
    { name: `${name}, cost`, value: median, unit: 'cost', against: peer('own bound', bound) },
    ...(known?.cost
      ? [{ name: `${name}, cost`, value: median, unit: 'cost', against: peer('best known', known.cost.value) } as const]
      : []),
    ...(known?.bound
      ? [
          {
            name: `${name}, bound`,
            value: bound,
            unit: 'cost',
            against: peer('best known', known.bound.value),
          } as const,
        ]
      : []),
    { name: `${name}, worst cost`, value: worst, unit: 'cost' },
    { name: `${name}, gap`, value: (gap ?? 0) * 100, unit: '%' },
    { name: `${name}, peak memory`, value: Math.max(...entry.runs.map(({ megabytes }) => megabytes ?? 0)), unit: 'MB' },
  ]
}

await runAlone(import.meta.url, measurePlanner)
