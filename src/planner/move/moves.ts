import type { Session, Week } from '../model/week.ts'
import { type Hindrance, hindranceOf } from './hindrance.ts'
import {
  newlyBroken,
  ownOf,
  type Side,
  sideOfPerson,
  sideOfRoom,
  sideOfSize,
  sideOfStaff,
  type Standing,
} from './judge.ts'
import { type Place, placesOf } from './places.ts'

/** One place a session could move to, allowed or with what stands in the way. */
export interface Move extends Place {
  /** The running group whose seat would be taken; null when the session itself moves. */
  readonly joins: string | null
  readonly fits: boolean
  /** Empty when it fits. */
  readonly because: readonly Hindrance[]
}

/** What shall move: a session with everybody in it, or one person from a group to another of the same service. */
export interface Wish {
  readonly session: string
  /** Null moves the whole session; a one-to-one session always moves whole. */
  readonly person: string | null
}

/**
 * Every other place of the week ahead for one session, or for one person's seat in a group, in the order of time. A
 * session that has begun, or is not there, has none.
 */
export function movesOf(standing: Standing, { session: id, person }: Wish): Move[] {
  const { week, sessions } = standing
  const session = sessions.find((one) => one.id === id)
  if (!session || isPast(week, session)) return []
  const moves = isSeat(week, session, person) ? seatMoves(standing, session, person) : wholeMoves(standing, session)
  return moves.toSorted((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0))
}

/** The plan after a move: the session elsewhere, or the person in another group. Nothing else changes. */
export function withMove({ week, sessions }: Standing, wish: Wish, to: Place & Pick<Move, 'joins'>): Session[] {
  const session = sessions.find(({ id }) => id === wish.session)
  if (!session) return [...sessions]
  const after = isSeat(week, session, wish.person) ? seatAfter(sessions, wish, to.joins) : [sessionAt(session, to)]
  return sessions.map((one) => after.find(({ id }) => id === one.id) ?? one)
}

/** What stands in the way of one place of a session, as `movesOf` would say it; the place must be one of its service. */
export function inTheWay(standing: Standing, session: Session, place: Place): Hindrance[] {
  return judgeOf(standing, session)(sessionAt(session, place))
}

function isPast({ previous }: Week, { start }: Session): boolean {
  return previous !== undefined && start < previous.frozenBefore
}

function isSeat(week: Week, session: Session, person: string | null): person is string {
  return person !== null && week.services.find(({ id }) => id === session.service)?.kind === 'group'
}

function sessionAt(session: Session, { start, staff, site, room, telehealth }: Place): Session {
  return { ...session, start, staff, site, room, telehealth }
}

function seatAfter(sessions: readonly Session[], { session, person }: Wish, joins: string | null): Session[] {
  return sessions
    .filter(({ id }) => id === session || id === joins)
    .map((one) => ({
      ...one,
      members: one.id === joins ? [...one.members, person ?? ''] : one.members.filter((member) => member !== person),
    }))
}

/** Of in person and remote only the way that fits, and of two that do or do not, the present one. */
function wholeMoves(standing: Standing, session: Session): Move[] {
  const judge = judgeOf(standing, session)
  const here = (place: Place) =>
    place.start === session.start && place.staff === session.staff && place.telehealth === session.telehealth
  const best = new Map<string, Move>()
  for (const place of placesOf(standing, session)) {
    const key = `${place.start} ${place.staff}`
    if (here(place) || best.get(key)?.fits) continue
    const because = judge(sessionAt(session, place))
    if (because.length === 0 || !best.has(key))
      best.set(key, { ...place, joins: null, fits: because.length === 0, because })
  }
  return [...best.values()]
}

/**
 * Judges places of one session; people, staff and rooms are looked at once and remembered. To people it makes no difference
 * who of the permitted staff holds it.
 */
function judgeOf(standing: Standing, session: Session): (to: Session) => Hindrance[] {
  const people = session.members.map((member) => ({
    member,
    side: sideOfPerson(standing, member),
    known: remembered(),
  }))
  const [staff, rooms, sizes] = [remembered(), remembered(), remembered()]
  const staffSides = remembered<Side>()
  const size = sideOfSize(standing, [session.id])
  return (to) => {
    const own = people.map(({ member, side, known }) => {
      const at = `${to.start} ${to.site} ${to.telehealth}`
      return { member, rules: known(at, () => newlyBroken(side, ownOf([to], member))) }
    })
    const side = staffSides(to.staff, () => sideOfStaff(standing, to.staff))
    const roomKey = JSON.stringify([to.site, to.room, to.telehealth, to.start])
    const shared = [
      ...staff(`${to.staff} ${to.start}`, () => newlyBroken(side, [to])),
      ...rooms(roomKey, () => newlyBroken(sideOfRoom(standing, to.site, to.room), [to])),
      ...sizes(JSON.stringify([to.site, to.room]), () => newlyBroken(size, [to])),
    ]
    const rules = [...new Set(own.flatMap((one) => one.rules))].map((rule) => ({
      rule,
      people: own.filter((one) => one.rules.includes(rule)).map(({ member }) => member),
    }))
    return [...shared.map((rule) => ({ rule, people: [] })), ...rules].map((found) => hindranceOf(standing, to, found))
  }
}

function remembered<T = string[]>(): (key: string, find: () => T) => T {
  const known = new Map<string, T>()
  return (key, find) => {
    const found = known.get(key) ?? find()
    known.set(key, found)
    return found
  }
}

function seatMoves(standing: Standing, session: Session, person: string): Move[] {
  const { week, sessions } = standing
  const side = sideOfPerson(standing, person)
  return sessions
    .filter(({ id, service, members }) => id !== session.id && service === session.service && !members.includes(person))
    .filter((group) => !isPast(week, group))
    .map((group) => {
      const after = seatAfter(sessions, { session: session.id, person }, group.id)
      const own = newlyBroken(side, [...ownOf(after, person), { ...session, members: [] }])
      const size = newlyBroken(sideOfSize(standing, [session.id, group.id]), after)
      const found = [...size.map((rule) => ({ rule, people: [] })), ...own.map((rule) => ({ rule, people: [person] }))]
      const { start, staff, site, room, telehealth } = group
      return {
        ...{ start, staff, site, room, telehealth, joins: group.id },
        block: week.blocks.find((block) => block.start <= start && start < block.end)?.id ?? '',
        fits: found.length === 0,
        // The group's own id, so that the group itself is not taken for another session in the way; nor is the one left.
        because: found.map((one) =>
          hindranceOf({ week, sessions: sessions.filter((other) => other !== session) }, group, one),
        ),
      }
    })
}
