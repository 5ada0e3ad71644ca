import { stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { parseArgs } from 'node:util'
import { checkPlan, lineOf } from '../planner/check/check.ts'
import { readWeek } from '../planner/check/well-formed.ts'
import type { Plan } from '../planner/model/plan.ts'
import type { Week } from '../planner/model/week.ts'
import { readJsonFile } from './json-file.command.ts'
import { startSolve } from './solving.worker.ts'
import type { SolveProgress } from './solving.worker.ts'

const USAGE = `usage: evenkeel plan WEEK.json [--seconds N] [--seed S] --out PLAN.json
Plans a week (evenkeel-week/1) and writes a plan (evenkeel-plan/1). 30 seconds and seed 1 unless told otherwise.`

/** Seconds of search there are in any case. */
const MOST_HURRIED = 0.1

const TOO_DEAR = `The plan of this week costs more than ${Number.MAX_SAFE_INTEGER}, so it cannot be stated as a whole number. Maybe use smaller weights, targets or prescriptions.`

interface Order {
  readonly weekPath: string
  readonly outPath: string
  readonly seconds: number
  readonly seed: number
}

/** `plan WEEK.json --seconds N --seed S --out PLAN.json`. Exit code 0: a plan was written; 1: refused; 2: usage. */
export async function planCommand(args: string[]): Promise<number> {
  const began = performance.now()
  const order = orderOf(args)
  if (!order) {
    console.error(USAGE)
    return 2
  }
  const unwritable = await whyUnwritable(order)
  if (unwritable !== undefined) return refuse([unwritable])
  const file = await readJsonFile(order.weekPath)
  if ('refused' in file) return refuse([file.refused])
  const read = readWeek(file.json)
  if ('violations' in read) return refuse(read.violations.map(lineOf))
  const left = Math.max(MOST_HURRIED, order.seconds - secondsSince(began))
  const plan = { ...(await solved(read.week, { ...order, seconds: left })), seconds: secondsSince(began) }
  if (!Number.isSafeInteger(plan.cost)) return refuse([TOO_DEAR])
  const violations = checkPlan(file.json, plan)
  if (violations.length > 0) {
    return refuse([
      'No plan was found that keeps every rule, so none was written. Maybe the week contradicts itself:',
      ...violations.map(lineOf),
    ])
  }
  return write(order.outPath, plan)
}

function orderOf(args: string[]): Order | undefined {
  try {
    const options = { seconds: { type: 'string' }, seed: { type: 'string' }, out: { type: 'string' } } as const
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
    const [weekPath, ...more] = positionals
    const { seconds = '30', seed = '1', out } = values
    const numbers = /^\d+(\.\d+)?$/.test(seconds) && /^\d{1,9}$/.test(seed)
    if (weekPath === undefined || more.length > 0 || out === undefined || !numbers) return undefined
    return { weekPath, outPath: out, seconds: Number(seconds), seed: Number(seed) }
  } catch {
    return undefined
  }
}

/** Known before the search, so that nobody waits for a plan that cannot be kept or that would take the week's place. */
async function whyUnwritable({ weekPath, outPath }: Order): Promise<string | undefined> {
  const [week, out, folder] = await Promise.all([weekPath, outPath, dirname(outPath)].map(found))
  if (outPath === '') return 'The path after --out is empty. Maybe plan.json.'
  if (out?.isDirectory()) return `${outPath} cannot be written: it is a folder. Maybe name a file in it.`
  if (!folder?.isDirectory())
    return `${outPath} cannot be written: there is no folder ${dirname(outPath)}. Maybe make it.`
  if (week === undefined || out?.ino !== week.ino || out.dev !== week.dev) return undefined
  return `${outPath} is the week itself, which the plan would overwrite. Maybe name another file after --out.`
}

const found = (path: string) => stat(path).catch(() => undefined)

async function solved(week: Week, { seconds, seed }: Order): Promise<Plan> {
  let saidAt = Number.NEGATIVE_INFINITY
  const onProgress = (progress: SolveProgress) => {
    if (performance.now() - saidAt < 1000) return
    saidAt = performance.now()
    console.error(lineOfProgress(progress))
  }
  return startSolve(week, { seed, seconds, onProgress }).result
}

function lineOfProgress({ step, cost, bound, gapPercent, peopleComplete, people, seconds }: SolveProgress): string {
  const whole = `${peopleComplete} of ${people} with every session`
  return `${seconds.toFixed(1).padStart(6)} s  ${step}  cost ${cost}  bound ${bound}  gap ${gapPercent.toFixed(1)} %  ${whole}`
}

async function write(path: string, plan: Plan): Promise<number> {
  try {
    await writeFile(path, `${JSON.stringify(plan)}\n`)
  } catch (error) {
    return refuse([`${path} cannot be written: ${(error as Error).message}. Maybe the folder does not exist.`])
  }
  console.log(`${path}  cost ${plan.cost}  bound ${plan.bound}  ${plan.sessions.length} sessions  ${plan.seconds} s`)
  return 0
}

function refuse(lines: readonly string[]): number {
  console.error(lines.join('\n'))
  return 1
}

function secondsSince(began: number): number {
  return Math.round(performance.now() - began) / 1000
}
