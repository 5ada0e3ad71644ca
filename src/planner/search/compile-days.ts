import type { Bundle, DayFrame, Person, Slots } from '../model/center.ts'
import { groupedBy } from '../model/grouped-by.ts'
import { dayNumber } from '../model/time.ts'
import type { Participant } from '../model/week.ts'
import { visitOfSession } from '../rules/h10-one-place.ts'
import { baseOfVisit } from '../person-week/visit-cost.ts'
import type { Past } from './compile-past.ts'
import type { Candidate } from './compile-slots.ts'
import { FARTHEST } from './compile-slots.ts'
import type { Grounds } from './grounds.ts'

const NEVER = -FARTHEST

interface Ground {
  readonly grounds: Grounds
  readonly participant: Participant
  readonly past: Past
  readonly slots: Slots
  readonly kept: readonly Candidate[]
  readonly bundles: ReadonlyMap<number, readonly Bundle[]>
}

/** A person's days, in the order in which their screen windows are completed, with the visits each block allows. */
export function compileDays(
  grounds: Grounds,
  participant: Participant,
  past: Past,
  { slots, kept }: { readonly slots: Slots; readonly kept: readonly Candidate[] },
): Pick<Person, 'days' | 'daysCollide'> & { readonly lost: number } {
  const bundles = bundlesByBlock({ grounds, participant, past, slots, kept })
  const ground = { grounds, participant, past, slots, kept, bundles }
  const first = dayNumber(grounds.week.weekStart)
  const windows = participant.screenDays.map((days) => [...new Set(days)].map((day) => dayNumber(day) - first))
  const inWindow = new Set(windows.flat())
  const free = [0, 1, 2, 3, 4, 5, 6].filter((day) => !inWindow.has(day))
  const framed = windows.map((window) => windowDays(ground, window))
  const days = [...framed.flat(), ...free.map((day) => dayFrame(ground, day)).filter((day) => day.blocks.length > 0)]
  const hopeless = framed.filter((window) => window.length === 0).length
  return { days, daysCollide: collide(days, slots), lost: hopeless * grounds.week.weights.screen }
}

/** The days of a window on which the person can come or has come; the last one closes it. None when it is lost (S10). */
function windowDays(ground: Ground, window: readonly number[]): DayFrame[] {
  const useful = window
    .map((day) => dayFrame(ground, day, false))
    .filter((day) => day.blocks.length > 0 || day.screened)
  return useful.map((day, at) => ({ ...day, closesWindow: at === useful.length - 1 }))
}

function dayFrame(ground: Ground, day: number, closesWindow?: boolean): DayFrame {
  const { grounds, past } = ground
  const blocks = grounds.blocks
    .filter((block) => block.day === day && !block.frozen)
    .map((block) => ground.bundles.get(block.index) ?? [])
    .filter((bundles) => bundles.length > 0)
  const before = past.days.get(day)
  const occupiedUntil = Math.max(NEVER, past.occupiedUntil)
  return {
    day,
    blocks,
    screened: before?.inPerson ?? false,
    usedMinutes: before?.minutes ?? 0,
    occupiedUntil,
    tight: isTight(blocks, ground.slots, occupiedUntil),
    inWindow: closesWindow !== undefined,
    closesWindow: closesWindow ?? false,
  }
}

/** By block: its sessions of one place and one stretch of free time. */
function bundlesByBlock({ grounds, participant, kept }: Omit<Ground, 'bundles'>): Map<number, Bundle[]> {
  const groups = groupedBy([...kept.keys()], (slot) => {
    const session = kept[slot] as Candidate
    return `${visitOfSession(session)} ${session.window}`
  })
  const bundles = new Map<number, Bundle[]>()
  for (const slots of groups.values()) {
    const { block, place, travel } = kept[slots[0] as number] as Candidate
    const inPerson = place >= 0
    const base = baseOfVisit(grounds, participant, block, { inPerson, travel })
    const bundle = { inPerson, travel: Math.min(travel, FARTHEST), base, slots: Int32Array.from(slots) }
    bundles.set(block, [...(bundles.get(block) ?? []), bundle])
  }
  return bundles
}

/** Occupied time of the visits a block allows, at its widest. */
function reachOf(bundles: readonly Bundle[], slots: Slots): { leaves: number; back: number } {
  let leaves = Number.POSITIVE_INFINITY
  let back = NEVER
  for (const { travel, slots: own } of bundles) {
    for (const slot of own) {
      leaves = Math.min(leaves, (slots.start[slot] ?? 0) - travel)
      back = Math.max(back, (slots.end[slot] ?? 0) + travel)
    }
  }
  return { leaves, back }
}

function isTight(blocks: readonly (readonly Bundle[])[], slots: Slots, occupiedUntil: number): boolean {
  let back = occupiedUntil
  for (const bundles of blocks) {
    const reach = reachOf(bundles, slots)
    if (reach.leaves < back) return true
    back = Math.max(back, reach.back)
  }
  return false
}

function collide(days: readonly DayFrame[], slots: Slots): boolean {
  let back = NEVER
  for (const { blocks } of days.toSorted((a, b) => a.day - b.day)) {
    const reach = reachOf(blocks.flat(), slots)
    if (reach.leaves < back) return true
    back = Math.max(back, reach.back)
  }
  return false
}
