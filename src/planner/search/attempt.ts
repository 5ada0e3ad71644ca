import type { Center } from '../model/center.ts'
import type { RunningGroup, Seat, Timetable } from './timetable.ts'
import { closeGroup, openGroup, seatPerson } from './timetable.ts'

/** One change of the timetable that can be taken back: it remembers what it touched, not the whole plan. */
export interface Attempt {
  readonly table: Timetable
  readonly weeks: Map<number, readonly Seat[]>
  readonly costs: Map<number, number>
  readonly opened: Set<RunningGroup>
  readonly closed: Set<RunningGroup>
}

export function beginAttempt(table: Timetable): Attempt {
  return { table, weeks: new Map(), costs: new Map(), opened: new Set(), closed: new Set() }
}

/** Takes a person out of all sessions. */
export function lift(attempt: Attempt, index: number): void {
  remember(attempt, index)
  seatPerson(attempt.table, index, [])
}

export function seat(attempt: Attempt, index: number, seats: readonly Seat[]): void {
  remember(attempt, index)
  seatPerson(attempt.table, index, seats)
}

export function open(attempt: Attempt, group: RunningGroup): void {
  openGroup(attempt.table, group)
  if (!attempt.closed.delete(group)) attempt.opened.add(group)
}

/** Closes a group and lifts its members; returns them. */
export function close(attempt: Attempt, group: RunningGroup): number[] {
  const members = [...group.members]
  for (const member of members) lift(attempt, member)
  closeGroup(attempt.table, group)
  if (!attempt.opened.delete(group)) attempt.closed.add(group)
  return members
}

/** What the attempt changed in the cost of the plan. */
export function changeOfCost({ table, costs, opened, closed }: Attempt): number {
  let change = (opened.size - closed.size) * table.center.week.weights.group
  for (const [index, before] of costs) change += (table.costs[index] ?? 0) - before
  return change
}

export function takeBack({ table, weeks, opened, closed }: Attempt): void {
  for (const index of weeks.keys()) seatPerson(table, index, [])
  for (const group of opened) closeGroup(table, group)
  for (const group of closed) openGroup(table, group)
  for (const [index, seats] of weeks) seatPerson(table, index, seats)
}

/** Groups somebody is pinned to: they have to run (H18), whatever they cost. */
export function mustRun(group: RunningGroup): boolean {
  return (group.given?.pinned.length ?? 0) > 0
}

export function leastMembers(center: Center, group: RunningGroup): number {
  return center.week.services[group.spot.service]?.minMembers ?? 0
}

function remember({ table, weeks, costs }: Attempt, index: number): void {
  if (weeks.has(index)) return
  weeks.set(index, table.weeks[index] ?? [])
  costs.set(index, table.costs[index] ?? 0)
}
