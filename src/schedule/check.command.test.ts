import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest'
import { exampleWeekAndPlan } from '../planner/check/example-week.ts'
import { checkCommand } from './check.command.ts'

const folder = mkdtempSync(join(tmpdir(), 'check-command-'))
afterAll(() => rmSync(folder, { recursive: true }))

const said: string[] = []
beforeEach(() => {
  said.length = 0
  vi.spyOn(console, 'log').mockImplementation((line: string) => void said.push(line))
  vi.spyOn(console, 'error').mockImplementation((line: string) => void said.push(`error: ${line}`))
})
afterEach(() => vi.restoreAllMocks())

function fileOf(name: string, content: string | Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

const { week, plan } = exampleWeekAndPlan()
const weekFile = fileOf('week.json', JSON.stringify(week))
const planFile = fileOf('plan.json', JSON.stringify(plan))

test('a valid plan: its cost and bound, exit code 0', async () => {
  expect(await checkCommand([weekFile, planFile])).toBe(0)
  expect(said).toEqual(['valid  cost 846  bound 400'])
})

test('a plan without a proven bound is valid, and a byte order mark does no harm', async () => {
  expect(await checkCommand([weekFile, fileOf('bom.json', `\uFEFF${JSON.stringify({ ...plan, bound: null })}`)])).toBe(
    0,
  )
  expect(said).toEqual(['valid  cost 846  bound none'])
})

test('violations: one a line, exit code 1', async () => {
  const wrong = fileOf('wrong.json', JSON.stringify({ ...plan, cost: 1, shortfalls: [] }))
  expect(await checkCommand([weekFile, wrong])).toBe(1)
  expect(said.join('\n').split('\n')).toEqual([
    'P2 the stated cost is 1, the plan costs 846',
    'P4 p2 skills: 1 missing and not listed',
    'P4 p3 process: 1 missing and not listed',
  ])
})

test.each([[[]], [['week.json']], [['week.json', 'plan.json', 'more.json']], [['--help', 'plan.json']]])(
  'usage, exit code 2: %j',
  async (args) => {
    expect(await checkCommand(args)).toBe(2)
    expect(said.join()).toMatch(/^error: usage: evenkeel check WEEK\.json PLAN\.json/)
  },
)

test.each<[string, () => string, RegExp]>([
  [
    'a file that is not there',
    () => join(folder, 'none.json'),
    /none\.json cannot be read: there is no such file\. Maybe/,
  ],
  ['a folder', () => folder, /cannot be read: it is a folder\. Maybe/],
  [
    'a file that was cut off',
    () => fileOf('cut.json', '{"format": '),
    /cut\.json is not JSON: .* Maybe it was cut off/,
  ],
  ['an empty file', () => fileOf('empty.json', ''), /empty\.json is not JSON/],
  [
    'another encoding',
    () => fileOf('latin.json', Buffer.from('"caf\u00E9"', 'latin1')),
    /latin\.json is not UTF-8 text\. Maybe/,
  ],
  ['a file over 64 MB', () => huge(), /huge\.json has more than the 64 MB that are read\. Maybe/],
])('%s: a line that says what and how to mend it, exit code 1', async (_what, path, line) => {
  expect(await checkCommand([path(), planFile])).toBe(1)
  expect(await checkCommand([weekFile, path()])).toBe(1)
  expect(said[0]).toMatch(new RegExp(`^W .*${line.source}`))
  expect(said[1]).toMatch(new RegExp(`^P1 .*${line.source}`))
})

function huge(): string {
  const path = fileOf('huge.json', '')
  truncateSync(path, 64 * 1024 * 1024 + 1)
  return path
}
