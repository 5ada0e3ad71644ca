import { checkPlan, lineOf } from '../planner/check/check.ts'
import type { Plan } from '../planner/model/plan.ts'
import type { Breach } from '../planner/rules/rule.ts'
import { readJsonFile } from './json-file.command.ts'

const USAGE = `usage: evenkeel check WEEK.json PLAN.json
Checks a plan (evenkeel-plan/1) of a week (evenkeel-week/1): one violation a line, nothing but "valid ..." when there is none.`

/** `check WEEK.json PLAN.json`. Exit code 0: the plan is valid; 1: violations, or a file that cannot be read; 2: usage. */
export async function checkCommand(args: string[]): Promise<number> {
  const [weekPath, planPath, ...more] = args
  if (weekPath === undefined || planPath === undefined || more.length > 0 || args.some((arg) => arg.startsWith('--'))) {
    console.error(USAGE)
    return 2
  }
  const week = await readJsonFile(weekPath)
  if ('refused' in week) return report([{ name: 'W', text: week.refused }])
  const plan = await readJsonFile(planPath)
  if ('refused' in plan) return report([{ name: 'P1', text: plan.refused }])
  const violations = checkPlan(week.json, plan.json)
  if (violations.length > 0) return report(violations)
  const { cost, bound } = plan.json as Plan
  console.log(`valid  cost ${cost}  bound ${bound ?? 'none'}`)
  return 0
}

function report(violations: readonly Breach[]): number {
  // One write, however many lines: thousands of small ones take seconds on a slow terminal.
  console.log(violations.map(lineOf).join('\n'))
  return 1
}
