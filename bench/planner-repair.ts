import { MINUTES_A_DAY, wallOf } from '../src/planner/model/time.ts'
import type { Participant, Session, Week } from '../src/planner/model/week.ts'
import { quickRepair } from '../src/planner/repair/repair.ts'
import { startSolve } from '../src/schedule/solving.worker.ts'
import { atMost, type Figure, median } from './figure.ts'
import { drawInstances, instancesIn, weeksFolder } from './planner/instances.ts'
import { judged } from './planner/judged.ts'
import { inNewFolder } from './program.ts'
import { runAlone } from './report.ts'

const WEEK = 'harbor-120-1'
const PLAN_SECONDS = 10
/** Wednesday 00:00: what starts before has happened. */
const FROZEN = 2 * MINUTES_A_DAY
/** A day shift and an evening shift, Thursday to Saturday, in minutes of the day. */
const SHIFTS = [
  { from: 8 * 60, to: 16 * 60 + 30 },
  { from: 14 * 60, to: 22 * 60 + 30 },
]
const SHIFT_DAYS = [3, 4, 5]
/** Milliseconds of the slowest but 5 % (targets of the planner): somebody is on the phone and waits. */
const LIMIT = 100
const GOAL = 50

interface Event {
  readonly week: Week
  /** People whose own life changed. */
  readonly about: readonly string[]
}

interface Repaired {
  readonly milliseconds: number
  /** Of the processor alone: says more than the wall on a busy machine. */
  readonly processor: number
  readonly moved: number
}

/**
 * The first answer to a change in a week under way, reading the week included: every participant's new shift, one after
 * the other, and the sick leave of everybody who gives one-to-one sessions. Each answer is checked; one that breaks a rule is an error.
 */
export async function measureRepair(): Promise<Figure[]> {
  const week = await weekToRepair()
  const plan = await startSolve(week, { seed: 1, seconds: PLAN_SECONDS }).result
  const shifts = week.participants.map((one, at) => newShift(week, plan.sessions, one, at))
  const leaves = week.staff.filter(({ gives }) => gives.length > 0).map(({ id }) => sick(week, plan.sessions, id))
  // The first answers find a cold machine; they are given twice and only the second ones count.
  for (const event of shifts.slice(0, 5)) repaired(event)
  return [
    ...figuresOf('new shift', shifts.map(repaired)),
    ...figuresOf('somebody of the staff sick', leaves.map(repaired)),
  ]
}

async function weekToRepair(): Promise<Week> {
  const folder = weeksFolder(undefined)
  if (folder !== undefined) return onlyOf(folder, [WEEK])
  console.error('repair: no week files beside the checkout, a drawn week is repaired')
  return inNewFolder(async (drawn) => {
    drawInstances(drawn)
    return onlyOf(drawn, [])
  })
}

/** The largest of the weeks that were asked for. */
function onlyOf(folder: string, names: readonly string[]): Week {
  const instance = instancesIn(folder, names).at(-1)
  if (!instance) throw new Error(`There is no week in ${folder}.`)
  return instance.week
}

function newShift(week: Week, sessions: Session[], { id }: Participant, at: number): Event {
  const { from, to } = SHIFTS[at % SHIFTS.length]!
  const shift = SHIFT_DAYS.map((day) => ({
    start: wallOf(week.weekStart, day * MINUTES_A_DAY + from),
    end: wallOf(week.weekStart, day * MINUTES_A_DAY + to),
    why: 'work',
  }))
  const participants = week.participants.map((one) => (one.id === id ? { ...one, busy: [...one.busy, ...shift] } : one))
  return { week: underWay({ ...week, participants }, sessions), about: [id] }
}

function sick(week: Week, sessions: Session[], id: string): Event {
  const from = wallOf(week.weekStart, FROZEN)
  const staff = week.staff.map((one) =>
    one.id === id ? { ...one, duty: one.duty.filter(({ end }) => end <= from) } : one,
  )
  return { week: underWay({ ...week, staff }, sessions), about: [] }
}

function underWay(week: Week, sessions: Session[]): Week {
  return { ...week, previous: { frozenBefore: wallOf(week.weekStart, FROZEN), sessions } }
}

function repaired({ week, about }: Event): Repaired {
  const began = performance.now()
  const used = process.cpuUsage()
  const { sessions, changes } = quickRepair(week, { seed: 1, about })
  const { user, system } = process.cpuUsage(used)
  const milliseconds = performance.now() - began
  const { broken } = judged(week, sessions)
  if (broken !== undefined) throw new Error(`The repair of ${week.id} breaks a rule: ${broken}`)
  return { milliseconds, processor: (user + system) / 1000, moved: changes.length }
}

function figuresOf(event: string, all: readonly Repaired[]): Figure[] {
  const wall = all.map(({ milliseconds }) => milliseconds)
  const slow = slowOf(wall)
  const name = `repair, ${event} (${all.length})`
  return [
    { name: `${name}, p50`, value: median(wall), unit: 'ms' },
    { name: `${name}, p95`, value: slow, unit: 'ms', against: atMost(LIMIT) },
    { name: `${name}, p95`, value: slow, unit: 'ms', against: atMost(GOAL, 'goal') },
    { name: `${name}, p95 of processor time`, value: slowOf(all.map(({ processor }) => processor)), unit: 'ms' },
    { name: `${name}, people moved, median`, value: median(all.map(({ moved }) => moved)), unit: 'people' },
  ]
}

/** The time that 95 % do not exceed. */
function slowOf(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(times.length * 0.95) - 1)] ?? 0
}

await runAlone(import.meta.url, measureRepair)
