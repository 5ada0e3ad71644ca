import { hardRules } from '../check/hard-rules.ts'
import { openPlan } from '../check/plan-book.ts'
import { spanOf } from '../check/week-book.ts'
import { allowsStarts } from '../rules/h01-place-in-week.ts'
import { allowsRoomKind, takesRoom } from '../rules/h06-right-room.ts'
import { contains, minuteOf, overlaps } from '../model/time.ts'
import type { Session, Week } from '../model/week.ts'
import { timeOf } from './places.ts'

/** A session a person shall keep when the week is planned again. Of a group only the time and place are pinned. */
export interface Pin extends Pick<Session, 'service' | 'start' | 'site' | 'telehealth'> {
  readonly participant: string
  /** Null for a group: whoever leads it. */
  readonly staff: string | null
}

/** Pins that cannot hold together, or one that cannot hold at all, with the rules that say so. */
export interface Contradiction {
  readonly pins: readonly Pin[]
  readonly rules: readonly string[]
}

/** Rules of one person's own week, which no other session can mend; sizes and free staff are the planner's to find. */
const OWN_RULES = new Set(['H2', 'H3', 'H9', 'H11', 'H12', 'H13', 'H14', 'H15', 'H16', 'H17'])
const SHARED_RULES = new Set(['H4', 'H5'])

/**
 * Contradictions among pins, found before anything is planned, in time that grows with the number of pins alone: a pin
 * against the person's own life and the center's facts, then pins of one person or staff member against one another.
 */
export function contradictionsIn(week: Week, pins: readonly Pin[]): Contradiction[] {
  const alone = pins.map((pin) => ({ pins: [pin], rules: rulesAgainst(week, [pin]) }))
  const impossible = alone.filter(({ rules }) => rules.length > 0)
  const possible = pins.filter((pin) => !impossible.some((one) => one.pins.includes(pin)))
  const together = [...groupsOf(possible)].flatMap((some) => {
    const rules = rulesAgainst(week, some)
    return rules.length > 0 ? [{ pins: some, rules }] : []
  })
  return [...impossible, ...together]
}

/** Pins ahead that a plan does not keep; what has happened is no pin any more. */
export function pinsBroken(week: Week, sessions: readonly Session[], pins: readonly Pin[]): Pin[] {
  const ahead = week.previous?.frozenBefore ?? ''
  return pins.filter((pin) => pin.start >= ahead && !sessions.some((session) => keeps(session, pin)))
}

export function keeps(session: Session, pin: Pin): boolean {
  return (
    session.members.includes(pin.participant) &&
    session.service === pin.service &&
    session.start === pin.start &&
    session.site === pin.site &&
    session.telehealth === pin.telehealth &&
    (pin.staff === null || session.staff === pin.staff)
  )
}

/** All pins of one person, then all pins with one staff member; alone they are possible. */
function groupsOf(pins: readonly Pin[]): Pin[][] {
  const by = (key: (pin: Pin) => string | null) => {
    const groups = new Map<string, Pin[]>()
    for (const pin of pins) {
      const name = key(pin)
      if (name !== null) groups.set(name, [...(groups.get(name) ?? []), pin])
    }
    return [...groups.values()].filter((group) => group.length > 1)
  }
  return [...by(({ participant }) => participant), ...by(({ staff }) => staff)]
}

function rulesAgainst(week: Week, pins: readonly Pin[]): string[] {
  const sessions = pins.map((pin, at) => ({ ...sessionOf(week, pin), id: `pin-${at + 1}` }))
  const { previous, fixedGroups: _given, ...plain } = week
  const people = new Set(pins.map(({ participant }) => participant))
  const participants = week.participants.filter(({ id }) => people.has(id))
  const open = previous ? { ...plain, previous: { ...previous, sessions: [] } } : plain
  const book = openPlan({ ...open, participants }, sessions)
  const broken = hardRules
    .filter(({ name }) => OWN_RULES.has(name) || SHARED_RULES.has(name))
    .flatMap((rule) => rule.breaches(book))
    .map(({ name }) => name)
  const misplaced = pins.some((pin) => !isStart(week, pin) || participants.length < people.size)
  const roomless = pins.some((pin) => !hasOpenRoom(week, pin))
  return [...new Set([...(misplaced ? ['H1'] : []), ...broken, ...(roomless ? ['H7'] : [])])].toSorted()
}

/** A group may be led by anybody licensed, on duty at that time; without one the site's first stands in and H2 or H3 says so. */
function sessionOf(week: Week, pin: Pin): Session {
  const { participant, ...rest } = pin
  const time = timeOf(week, pin)
  const there = week.staff.filter(({ site }) => site === pin.site)
  const licensed = there.filter(({ leads, gives }) => [...leads, ...gives].includes(pin.service))
  const onDuty = licensed.find(({ duty }) => duty.some((span) => contains(spanOf(week, span), time)))
  const staff = pin.staff ?? (onDuty ?? licensed[0] ?? there[0])?.id ?? ''
  return { ...rest, id: 'pin', staff, room: null, members: [participant] }
}

/** Whether sessions of the service may begin at this time. */
export function isStart(week: Week, pin: Pick<Session, 'service' | 'start'>): boolean {
  const service = week.services.find(({ id }) => id === pin.service)
  const start = minuteOf(week.weekStart, pin.start)
  return (
    service !== undefined &&
    week.blocks.some((block) => allowsStarts(spanOf(week, block), service, week.gridMinutes).includes(start))
  )
}

function hasOpenRoom(week: Week, pin: Pin): boolean {
  const service = week.services.find(({ id }) => id === pin.service)
  if (!service || !takesRoom(service, pin.telehealth)) return true
  const time = timeOf(week, pin)
  const rooms = week.sites.find(({ id }) => id === pin.site)?.rooms ?? []
  return rooms.some(
    ({ kinds, closed }) =>
      allowsRoomKind(service, kinds) && !(closed ?? []).some((interval) => overlaps(spanOf(week, interval), time)),
  )
}
