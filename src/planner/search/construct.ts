import { minuteOf } from '../model/time.ts'
import type { Session } from '../model/week.ts'
import { shuffled } from '../random.ts'
import { allowsStartAt } from '../rules/h19-frozen-past.ts'
import type { Attempt } from './attempt.ts'
import { beginAttempt, leastMembers, lift, mustRun, open } from './attempt.ts'
import { drawGroup } from './offers.ts'
import type { Terms } from './offers.ts'
import { place, settle } from './place.ts'
import type { Search } from './place.ts'
import { canRun, newGroup } from './timetable.ts'

/** A first plan: everybody gets the cheapest week that is left, those with the fewest possibilities first. */
export function construct(search: Search, keepGoing: () => boolean, priced = 0): void {
  const { table } = search
  const attempt = beginAttempt(table)
  openGivenGroups(search, attempt)
  openHeldGroups(search, attempt)
  openGroupsBefore(search, attempt)
  const { group } = table.center.week.weights
  const terms: Terms = { opening: group / 4, pull: group / 4, unchangedOnly: false, priced }
  const order = byFreedom(search)
  const first = new Set([...table.groups].flatMap((group) => group.given?.pinned ?? []))
  order.sort((a, b) => Number(first.has(b)) - Number(first.has(a)))
  if (table.center.week.previous) {
    for (const index of order) place(search, attempt, index, { ...terms, opening: Infinity, unchangedOnly: true })
  }
  for (const index of order) {
    if (!keepGoing()) break
    lift(attempt, index)
    place(search, attempt, index, terms)
  }
  settle(search, attempt, terms)
  fillPinnedGroups(search, attempt, terms)
}

/** Everybody's week again, now that the groups are known. */
export function polish(search: Search, keepGoing: () => boolean): void {
  const { group } = search.table.center.week.weights
  const attempt = beginAttempt(search.table)
  for (const index of byFreedom(search)) {
    if (!keepGoing()) return
    lift(attempt, index)
    place(search, attempt, index, { opening: Infinity, pull: group / 4, unchangedOnly: false })
  }
  settle(search, attempt, { opening: Infinity, pull: group / 4, unchangedOnly: false })
}

function byFreedom({ table, random }: Search): number[] {
  const wish = table.center.people.map(({ caps, slots }) => {
    const wanted = caps.reduce((sum, cap) => sum + cap, 0)
    return (slots.count / Math.max(1, wanted)) * (0.8 + 0.4 * random())
  })
  return [...wish.keys()].toSorted((a, b) => (wish[a] ?? 0) - (wish[b] ?? 0))
}

/** A given timetable (B) runs as a whole at first; groups that stay too small are closed again. */
function openGivenGroups({ table }: Search, attempt: Attempt): void {
  const groups = table.center.spots.flatMap((spot) =>
    (spot.given ?? []).map((given) => newGroup(table.center, spot, { staff: given.staff, room: given.room, given })),
  )
  for (const group of [...groups.filter(mustRun), ...groups.filter((one) => !mustRun(one))]) {
    if (canRun(table, group)) open(attempt, group)
  }
}

/** Recurring groups take their leader and room before anybody else does; one that stays too small is closed again. */
function openHeldGroups({ table, random }: Search, attempt: Attempt): void {
  for (const spot of table.center.spots) {
    const group = spot.held ? drawGroup(table, spot.index, random) : undefined
    if (group) open(attempt, group)
  }
}

/** Repair (C): groups of the plan that was in force run again where they can, with another leader or room if need be. */
function openGroupsBefore(search: Search, attempt: Attempt): void {
  const { center } = search.table
  const { week } = center
  for (const session of week.previous?.sessions ?? []) {
    const start = minuteOf(week.weekStart, session.start)
    if (!allowsStartAt(start, center.frozenBefore)) continue
    const spot = center.spots.find(
      (one) =>
        one.start === start &&
        week.services[one.service]?.id === session.service &&
        center.sites[one.site] === session.site &&
        one.telehealth === session.telehealth,
    )
    if (spot) reopen(search, attempt, spot.index, session)
  }
}

function reopen(search: Search, attempt: Attempt, index: number, session: Session): void {
  const { table } = search
  const { center } = table
  const spot = center.spots[index]!
  const staff = spot.leaders.find((one) => center.staff[one]?.staff.id === session.staff)
  const room = spot.rooms?.find((one) => center.rooms[one]?.id === session.room)
  const same =
    spot.given === null && staff !== undefined && (spot.rooms === null || room !== undefined)
      ? newGroup(center, spot, { staff, room: room ?? -1, given: null })
      : undefined
  const group = same && canRun(table, same) ? same : drawGroup(table, index, search.random)
  if (group) open(attempt, group)
}

/** Groups somebody is pinned to need their least size: whoever can sit there is asked once more. */
function fillPinnedGroups(search: Search, attempt: Attempt, terms: Terms): void {
  const { table, random } = search
  for (const group of [...table.groups].filter(mustRun)) {
    for (const person of shuffled(random, table.center.people)) {
      if (group.members.size >= leastMembers(table.center, group)) break
      if (group.members.has(person.index) || !person.slots.spot.includes(group.spot.index)) continue
      lift(attempt, person.index)
      place(search, attempt, person.index, terms)
    }
  }
  settle(search, attempt, terms)
}
