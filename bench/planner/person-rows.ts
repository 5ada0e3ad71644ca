import type { Bundle, Center, DayFrame, Person } from '../../src/planner/model/center.ts'
import { prescribed } from '../../src/planner/check/week-book.ts'
import { groupedBy } from '../../src/planner/model/grouped-by.ts'
import { addChoice, addColumn, addRow, type IntegerProgram, type Sum, sumOf } from './integer-program.ts'
import { addVisitRows, addWayRows, type VisitColumns } from './visit-rows.ts'

/** One way to have one session: a seat in a group (`staff` is -1), or somebody who gives it. */
export interface Seat {
  readonly person: number
  readonly slot: number
  readonly staff: number
  readonly service: number
  readonly start: number
  readonly end: number
  readonly column: number
}

/**
 * Columns and rows of one person's week: what they may attend (H9 to H17), and what it costs them (S1 to S8, S10, S11).
 * The frozen part of the week is in `person.frozenCost` already.
 */
export function addPerson(program: IntegerProgram, center: Center, person: Person): Seat[] {
  const { weights } = center.week
  const visits: (VisitColumns & { readonly seats: readonly Seat[] })[] = []
  const windows = windowsOf(person)
  program.offset += person.frozenCost
  for (const day of person.days) {
    const today = day.blocks.flatMap((bundles) => {
      const made = bundles.flatMap((bundle) => visitOf(program, person, { day, bundle }) ?? [])
      if (made.length > 1) addRow(program, sumOf(made.map((visit) => visit.made)), { most: 1 })
      return made
    })
    for (const visit of today) addVisitRows(program, visit, weights.idle)
    addDayRows(
      program,
      person,
      day,
      today.flatMap(({ seats }) => seats),
    )
    visits.push(...today)
  }
  addWayRows(
    program,
    visits.toSorted((a, b) => a.block - b.block),
  )
  const seats = visits.flatMap((visit) => visit.seats)
  addCountRows(program, center, person, seats)
  for (const days of windows) addWindowRow(program, visits, { days, center, weight: weights.screen })
  return seats
}

function visitOf(
  program: IntegerProgram,
  person: Person,
  { day, bundle }: { readonly day: DayFrame; readonly bundle: Bundle },
): (VisitColumns & { readonly seats: readonly Seat[] }) | undefined {
  const { slots } = person
  const open = [...bundle.slots].filter((slot) => (slots.start[slot] ?? 0) - bundle.travel >= day.occupiedUntil)
  const block = slots.block[open[0] ?? -1]
  if (block === undefined) return undefined
  const made = addChoice(program, bundle.base)
  const seats = open.flatMap((slot) => seatsOf(program, person, slot))
  return { block, bundle, made, seats }
}

function seatsOf(program: IntegerProgram, person: Person, slot: number): Seat[] {
  const { slots } = person
  const about = {
    person: person.index,
    slot,
    service: person.services[slots.service[slot] ?? -1] ?? -1,
    start: slots.start[slot] ?? 0,
    end: slots.end[slot] ?? 0,
  }
  if ((slots.spot[slot] ?? -1) >= 0) {
    return [{ ...about, staff: -1, column: addChoice(program, slots.change[slot] ?? 0) }]
  }
  const from = slots.giverFrom[slot] ?? 0
  return [...slots.giver.slice(from, slots.giverFrom[slot + 1])].map((staff, at) => ({
    ...about,
    staff,
    column: addChoice(program, slots.giverCost[from + at] ?? 0),
  }))
}

/** H14 and H15. */
function addDayRows(program: IntegerProgram, person: Person, day: DayFrame, seats: readonly Seat[]): void {
  const byService = groupedBy(seats, ({ service }) => service)
  for (const same of byService.values()) {
    if (same.length > 1) addRow(program, sumOf(same.map(({ column }) => column)), { most: 1 })
  }
  const left = Math.max(0, person.participant.dailyMaxMinutes - day.usedMinutes)
  const longest = [...byService.values()].reduce((sum, same) => sum + minutesOf(same[0]), 0)
  if (longest > left) addRow(program, minutes(seats), { most: left })
}

/** H13 with S1, and S2, whose half hours are rounded up. */
function addCountRows(program: IntegerProgram, center: Center, person: Person, seats: readonly Seat[]): void {
  const { weights } = center.week
  const { participant } = person
  const bySeat = groupedBy(seats, ({ service }) => service)
  for (const index of person.services) {
    const { service, halfHours } = center.services[index]!
    const left = Math.max(0, prescribed(participant, service.id) - (person.frozenCounts.get(index) ?? 0))
    const missing = addColumn(program, { cost: weights.short * halfHours, upper: left, whole: false })
    const planned = sumOf((bySeat.get(index) ?? []).map(({ column }) => column))
    addRow(program, [...planned, [missing, 1]], { least: left, most: left })
  }
  const counts = (index: number) => center.services[index]?.service.countsTowardHours ?? false
  const happened = [...person.frozenCounts]
    .filter(([index]) => counts(index))
    .reduce((sum, [index, count]) => sum + count * (center.services[index]?.service.minutes ?? 0), 0)
  const wanted = participant.weeklyMinutesTarget - happened
  if (wanted <= 0) return
  const below = addColumn(program, { cost: weights.belowTarget, upper: Math.ceil(wanted / 30), whole: true })
  addRow(program, [...minutes(seats.filter(({ service }) => counts(service))), [below, 30]], { least: wanted })
}

/** Screen windows that are not served yet: the days on which somebody can come. */
function windowsOf(person: Person): number[][] {
  const windows: number[][] = []
  let days: number[] = []
  let served = false
  for (const day of person.days) {
    if (!day.inWindow) continue
    days.push(day.day)
    served ||= day.screened
    if (!day.closesWindow) continue
    if (!served) windows.push(days)
    days = []
    served = false
  }
  return windows
}

/** S10: missed unless one of the visits in person of these days is made. */
function addWindowRow(
  program: IntegerProgram,
  visits: readonly VisitColumns[],
  { days, center, weight }: { readonly days: readonly number[]; readonly center: Center; readonly weight: number },
): void {
  const missed = addColumn(program, { cost: weight, upper: 1, whole: false })
  const serving = visits.filter(
    ({ bundle, block }) => bundle.inPerson && days.includes(center.blocks[block]?.day ?? -1),
  )
  addRow(program, sumOf([missed, ...serving.map(({ made }) => made)]), { least: 1 })
}

function minutes(seats: readonly Seat[]): Sum {
  return seats.map((seat) => [seat.column, minutesOf(seat)] as const)
}

function minutesOf(seat: Seat | undefined): number {
  return seat ? seat.end - seat.start : 0
}
