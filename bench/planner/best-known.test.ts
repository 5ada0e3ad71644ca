import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ROOT } from '../../src/kernel/surroundings.ts'
import { drawWeek } from '../../src/planner/drawn-week.ts'
import { bestKnownTable, contradictions, readBestKnown, withBetter } from './best-known.ts'
import { contestTable, standingOf } from './contest-table.ts'
import type { Entry, Run } from './contest.ts'

const instance = {
  name: 'drawn',
  path: 'drawn.json',
  problem: 'A',
  week: drawWeek(1, { people: 2, staff: 1, sites: 1, blocks: 2 }),
}

function entry(solver: string, ...runs: Pick<Run, 'cost' | 'bound'>[]): Entry {
  return { instance, solver, runs: runs.map((run, at) => ({ ...run, seconds: 2, megabytes: 100, seed: at + 1 })) }
}

it('the paper shows the results of the file', () => {
  const paper = readFileSync(join(ROOT, 'docs', 'benchmark.md'), 'utf8')
  const shown = paper.split('\n').filter((line) => line.startsWith('|'))
  for (const line of bestKnownTable(readBestKnown())) expect(shown).toContain(line)
})

it('no bound of the file lies above a cost', () => {
  expect(contradictions(readBestKnown())).toEqual([])
})

it('keeps the lower cost and the higher bound, whoever found them, and says so', () => {
  const first = withBetter({}, [entry('One', { cost: 120, bound: 80 }, { cost: 110, bound: 80 })])
  const second = withBetter(first.known, [
    entry('Two', { cost: 115, bound: 90 }),
    entry('Three', { cost: null, bound: null }),
  ])
  expect(second.known['drawn']).toMatchObject({
    cost: { value: 110, solver: 'One', seed: 2 },
    bound: { value: 90, solver: 'Two' },
  })
  expect(second.news).toEqual(['drawn: Two proves 90, best so far 80'])
})

it('sees a bound above a plan that was accepted', () => {
  const { known } = withBetter({}, [entry('One', { cost: 100, bound: 90 }), entry('Two', { cost: 130, bound: 101 })])
  expect(contradictions(known)).toEqual(['drawn: Two proves 101, yet One plans for 100'])
})

it('compares by the median and the worst; a seed without a plan is no good seed', () => {
  const three = standingOf(entry('One', { cost: 100, bound: 60 }, { cost: 120, bound: 70 }, { cost: 140, bound: 65 }))
  expect(three).toEqual({ median: 120, worst: 140, best: 100, bound: 70, gap: 50 / 120 })
  const [, , row] = contestTable([entry('One', { cost: 100, bound: 60 }, { cost: null, bound: null })])
  expect(row?.split('|').map((cell) => cell.trim())).toEqual([
    '',
    'drawn',
    'A',
    'One, 2 seeds',
    '100',
    '-',
    '60',
    '40.0 %',
    '2.0',
    '100 MB',
    '',
    '',
  ])
})
