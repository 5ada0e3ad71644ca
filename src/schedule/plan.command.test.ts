import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { checkPlan } from '../planner/check/check.ts'
import { drawWeek } from '../planner/drawn-week.ts'
import type { Plan } from '../planner/model/plan.ts'
import { planCommand } from './plan.command.ts'
import { startSolve } from './solving.worker.ts'

let folder = ''
const week = drawWeek(33, { people: 5, staff: 3, sites: 2, blocks: 5 })
const said: string[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evenkeel-plan-'))
  await writeFile(join(folder, 'week.json'), JSON.stringify(week))
  await writeFile(join(folder, 'wrong.json'), JSON.stringify({ ...week, gridMinutes: 0 }))
  for (const channel of ['error', 'log'] as const)
    vi.spyOn(console, channel).mockImplementation((line) => void said.push(String(line)))
})

afterAll(async () => {
  vi.restoreAllMocks()
  await rm(folder, { recursive: true, force: true })
})

const file = (name: string) => join(folder, name)

describe('evenkeel plan', () => {
  it('writes a plan that the checker accepts, soon after the time it was given', async () => {
    const began = performance.now()
    const code = await planCommand([file('week.json'), '--seconds', '1', '--seed', '4', '--out', file('plan.json')])
    expect(code).toBe(0)
    expect(performance.now() - began).toBeLessThan(15_000)
    const plan = JSON.parse(await readFile(file('plan.json'), 'utf8')) as Plan
    expect(checkPlan(week, plan)).toEqual([])
    expect(plan.sessions.length).toBeGreaterThan(0)
    expect(plan.planner).toMatch(/^evenkeel \d/)
  })

  it('refuses an --out that would overwrite the week or cannot be written, before it searches', async () => {
    const before = await readFile(file('week.json'), 'utf8')
    const wrong = {
      [file('week.json')]: /is the week itself/,
      [folder]: /it is a folder/,
      [file('no/plan.json')]: /no folder/,
    }
    for (const [out, words] of Object.entries(wrong)) {
      said.length = 0
      expect(await planCommand([file('week.json'), '--seconds', '60', '--out', out])).toBe(1)
      expect(said).toEqual([expect.stringMatching(words)])
    }
    expect(await planCommand([file('week.json'), '--out', ''])).toBe(1)
    expect(await readFile(file('week.json'), 'utf8')).toBe(before)
  })

  it('says so when weights are too large for a cost in whole numbers', async () => {
    const dear = {
      ...week,
      weights: { ...week.weights, short: Number.MAX_SAFE_INTEGER, belowTarget: Number.MAX_SAFE_INTEGER },
    }
    await writeFile(file('dear.json'), JSON.stringify(dear))
    said.length = 0
    expect(await planCommand([file('dear.json'), '--seconds', '0', '--out', file('dear-plan.json')])).toBe(1)
    expect(said.at(-1)).toContain('Maybe use smaller weights')
    expect(existsSync(file('dear-plan.json'))).toBe(false)
  })

  it('refuses a week that is not well-formed, names the place and writes nothing', async () => {
    said.length = 0
    expect(await planCommand([file('wrong.json'), '--out', file('none.json')])).toBe(1)
    expect(said.join('\n')).toContain('gridMinutes')
    expect(existsSync(file('none.json'))).toBe(false)
    expect(await planCommand([file('absent.json'), '--out', file('none.json')])).toBe(1)
  })

  it.each([
    [[]],
    [['week.json']],
    [['week.json', '--out', 'x', '--seconds', 'soon']],
    [['a', 'b', '--out', 'x']],
    [['a', '--fast']],
  ])('answers usage for %j', async (args) => {
    expect(await planCommand(args)).toBe(2)
  })
})

it('a solve tells how far it is and ends with a plan when it is canceled', async () => {
  const steps: string[] = []
  const solving = startSolve(week, { seed: 1, seconds: 60, onProgress: ({ step }) => steps.push(step) })
  const timer = setTimeout(() => solving.cancel(), 1500)
  const plan = await solving.result
  clearTimeout(timer)
  expect(plan.seconds).toBeLessThan(50)
  expect(checkPlan(week, plan)).toEqual([])
  expect(steps).toContain('first plan')
})
