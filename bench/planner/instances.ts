import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { ROOT } from '../../src/kernel/surroundings.ts'
import { readWeek } from '../../src/planner/check/well-formed.ts'
import { drawWeek } from '../../src/planner/drawn-week.ts'
import type { Week, Weights } from '../../src/planner/model/week.ts'

export interface Instance {
  readonly name: string
  readonly path: string
  readonly week: Week
  /** A timetable, B sectioning, C repair; BC is both (docs/week-format.md). */
  readonly problem: string
}

const DEVELOPMENT = join(ROOT, '..', 'shared', 'data', 'weeks')

/** Weeks that anybody can draw again: seed and number of people. */
const DRAWN = [
  { seed: 11, people: 12 },
  { seed: 24, people: 30 },
  { seed: 37, people: 60 },
]

/** The usual weights of docs/week-format.md; drawn ones may be 0. */
const USUAL: Weights = {
  short: 100,
  belowTarget: 50,
  trip: 4,
  travel: 1,
  telehealthVisit: 1,
  nonPreferred: 3,
  idle: 1,
  cover: 10,
  group: 20,
  screen: 60,
  change: 10,
}

/** The folder of the week files: named, or by EVENKEEL_WEEKS, or the development instances beside the checkout. */
export function weeksFolder(named: string | undefined): string | undefined {
  const folder = named ?? (process.env['EVENKEEL_WEEKS'] || undefined)
  if (folder !== undefined && !existsSync(folder)) throw new Error(`There is no folder ${folder}.`)
  return folder ?? (existsSync(DEVELOPMENT) ? DEVELOPMENT : undefined)
}

/** Every week file of a folder, or those with the given names or paths; the smallest first. */
export function instancesIn(folder: string, names: readonly string[]): Instance[] {
  const all = readdirSync(folder).filter((file) => file.endsWith('.json'))
  const paths = names.length > 0 ? names.map((name) => pathOf(folder, name)) : all.map((file) => join(folder, file))
  return paths.map(readInstance).toSorted((a, b) => a.week.participants.length - b.week.participants.length)
}

/** Draws weeks into a folder, for a machine without week files. */
export function drawInstances(folder: string): void {
  for (const { seed, people } of DRAWN) {
    const week = drawWeek(seed, { people, staff: Math.ceil(people / 4), sites: 2, blocks: 11 })
    const id = `drawn-${people}-${seed}`
    writeFileSync(join(folder, `${id}.json`), JSON.stringify({ ...week, id, weights: USUAL }))
  }
}

function pathOf(folder: string, name: string): string {
  return existsSync(name) ? name : join(folder, `${basename(name, '.json')}.json`)
}

function readInstance(path: string): Instance {
  const read = readWeek(JSON.parse(readFileSync(path, 'utf8')))
  if ('violations' in read) throw new Error(`${path} is no well-formed week: ${read.violations[0]?.text}`)
  const { week } = read
  const parts = [week.fixedGroups ? 'B' : '', week.previous ? 'C' : ''].join('')
  return { name: basename(path, '.json'), path, week, problem: parts === '' ? 'A' : parts }
}
