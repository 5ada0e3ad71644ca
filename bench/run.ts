import { measureBoard } from './board.ts'
import { measureFeed } from './feed.ts'
import type { Figure } from './figure.ts'
import { measureImport } from './import.ts'
import { measurePlanner } from './planner.ts'
import { measureRepair } from './planner-repair.ts'
import { buildProgram } from './program.ts'
import { type Measure, print } from './report.ts'
import { measureRowSecurity } from './rls.ts'
import { measureStart } from './start.ts'
import { measureToday } from './today.ts'
import { measureWrite } from './write.ts'

const MEASURES: Record<string, Measure> = {
  start: measureStart,
  import: measureImport,
  board: measureBoard,
  feed: measureFeed,
  write: measureWrite,
  today: measureToday,
  rls: measureRowSecurity,
  planner: measurePlanner,
  repair: measureRepair,
}

const asked = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const unknown = asked.find((name) => !Object.hasOwn(MEASURES, name))
if (unknown === undefined) await measureAll(asked.length > 0 ? asked : Object.keys(MEASURES))
else {
  console.error(`There is no benchmark "${unknown}". Maybe one of: ${Object.keys(MEASURES).join(', ')}.`)
  process.exitCode = 2
}

/** One after the other: two at once would measure each other. */
async function measureAll(names: readonly string[]): Promise<void> {
  await buildProgram()
  const figures: Figure[] = []
  for (const name of names) {
    console.error(`… ${name}`)
    figures.push(...((await MEASURES[name]?.()) ?? []))
  }
  print(figures, process.argv.includes('--json'))
}
