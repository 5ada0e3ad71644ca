import { minuteOf } from '../model/time.ts'
import type { Session, Week } from '../model/week.ts'
import { type Hindrance, hindranceOf } from './hindrance.ts'
import type { Standing } from './judge.ts'
import { inTheWay } from './moves.ts'
import { isStart } from './pins.ts'

/** A group the plan shall hold, with its leader, its room and the members that are promised a seat. */
export type HeldGroup = Session

/** What speaks against a held group as a whole (`member` null), or against one member's seat in it. */
export interface Objection {
  readonly group: HeldGroup
  readonly member: string | null
  readonly because: readonly Hindrance[]
}

/** Groups with the members whose lives allow it, and what was left out, found before anything is planned. */
export interface Held {
  readonly groups: readonly HeldGroup[]
  readonly objections: readonly Objection[]
}

/**
 * Judges groups one by one beside what is promised already (`pinned`: sessions of one member each, from pins by hand):
 * a group its leader or room cannot hold is left out whole, a member whose life does not allow it loses that seat alone.
 * How full a group gets is the planner's to find.
 */
export function heldGroups(week: Week, pinned: readonly Session[], groups: readonly HeldGroup[]): Held {
  const ahead = week.previous?.frozenBefore ?? ''
  return groups
    .filter(({ start }) => start >= ahead)
    .reduce<Held>((held, group) => withGroup(week, pinned, held, group), { groups: [], objections: [] })
}

function withGroup(week: Week, pinned: readonly Session[], held: Held, group: HeldGroup): Held {
  const standing = { week, sessions: [...pinned, ...held.groups] }
  const because = hindrances(standing, { ...group, members: [] })
  if (because.length > 0) return { ...held, objections: [...held.objections, { group, member: null, because }] }
  const known = new Set(week.participants.map(({ id }) => id))
  const objections = group.members.flatMap((member) => {
    if (isPinnedThere(pinned, group, member)) return []
    const found = known.has(member)
      ? hindrances(standing, { ...group, members: [member] })
      : [hindranceOf(standing, group, { rule: 'away', people: [member] })]
    return found.length > 0 ? [{ group, member, because: found }] : []
  })
  const out = new Set(objections.map(({ member }) => member))
  const members = group.members.filter((member) => !out.has(member))
  return { groups: [...held.groups, { ...group, members }], objections: [...held.objections, ...objections] }
}

/** What stands in the way of a group where it says it is, whatever of the same id the plan holds now. */
export function hindrancesAt(standing: Standing, group: Session): Hindrance[] {
  const { week } = standing
  if (!isStart(week, group)) return [{ rule: 'H1', people: [], time: null }]
  const minute = minuteOf(week.weekStart, group.start)
  const block = week.blocks.find(
    ({ start, end }) => minuteOf(week.weekStart, start) <= minute && minute < minuteOf(week.weekStart, end),
  )
  return inTheWay(standing, group, { ...group, block: block?.id ?? '' })
}

function hindrances(standing: Standing, group: Session): Hindrance[] {
  return hindrancesAt(standing, group).filter(({ rule }) => rule !== 'H8')
}

function isPinnedThere(pinned: readonly Session[], group: Session, member: string): boolean {
  return pinned.some(
    ({ service, start, site, telehealth, members }) =>
      members.includes(member) &&
      service === group.service &&
      start === group.start &&
      site === group.site &&
      telehealth === group.telehealth,
  )
}
