import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { softCosts } from '../costs/cost.ts'
import { Plan } from '../model/plan.ts'
import { Weights } from '../model/week.ts'
import { hardRules } from './hard-rules.ts'
import { readWeek } from './well-formed.ts'

const text = readFileSync(new URL('../../../docs/week-format.md', import.meta.url), 'utf8')
const [week, plan] = [...text.matchAll(/```json\n(.*?)```/gs)].map(([, json]) => JSON.parse(json ?? ''))

/** First words of the table rows that begin so: `| H7 room free | ...` gives `H7`. */
function rows(name: RegExp): string[] {
  return [...text.matchAll(/^\| (\w+)/gm)].map(([, first]) => first ?? '').filter((first) => name.test(first))
}

test('the documented week and plan have the format', () => {
  expect(readWeek(week)).toEqual({ week })
  expect(Plan.parse(plan)).toEqual(plan)
})

test('the document names every hard rule and cost, in order, and every weight', () => {
  expect(rows(/^H\d+$/).slice(0, 19)).toEqual(hardRules.map(({ name }) => name))
  expect(rows(/^S\d+$/)).toEqual(softCosts.map(({ name }) => name))
  for (const weight of Object.keys(Weights.shape)) expect(text).toMatch(new RegExp(`\\| \`${weight}\` +\\|`))
})
