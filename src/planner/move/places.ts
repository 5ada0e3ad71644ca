import { spanOf } from '../check/week-book.ts'
import type { Interval } from '../model/time.ts'
import { minuteOf, overlaps, wallOf } from '../model/time.ts'
import type { Service, Session, Staff, Week } from '../model/week.ts'
import { allowsStarts } from '../rules/h01-place-in-week.ts'
import { allowsRoomKind, takesRoom } from '../rules/h06-right-room.ts'
import { allowsMembers } from '../rules/h08-size.ts'
import { allowsGiver } from '../rules/h16-own-counselor.ts'
import type { Standing } from './judge.ts'

/** A time of a block with everything a session needs there. */
export interface Place extends Pick<Session, 'start' | 'staff' | 'site' | 'room' | 'telehealth'> {
  readonly block: string
}

/**
 * Every place of the week ahead at which the session could be thought of: licensed staff (for individual sessions own and
 * cover counselors), allowed starts, in person or remote, each with the best room at that time.
 */
export function placesOf(standing: Standing, session: Session): Place[] {
  const { week } = standing
  const service = week.services.find(({ id }) => id === session.service)
  if (!service) return []
  const staff = staffFor(week, service, session)
  const ways = waysOf(week, service, session)
  const roomFor = roomsFor(standing, service, session)
  return week.blocks.flatMap((block) =>
    startsIn(week, service, block).flatMap((start) =>
      staff.flatMap((one) =>
        ways.map((telehealth) => {
          const at = { start, block: block.id, staff: one.id, site: one.site, telehealth }
          return { ...at, room: roomFor(at) }
        }),
      ),
    ),
  )
}

/** The place of another session of the same service, with a room that is free for this one. */
export function placeOf(standing: Standing, session: Session, { start, staff, site, telehealth }: Session): Place {
  const service = standing.week.services.find(({ id }) => id === session.service)
  const block = standing.week.blocks.find((one) => one.start <= start && start < one.end)?.id ?? ''
  const at = { start, block, staff, site, telehealth }
  return { ...at, room: service ? roomsFor(standing, service, session)(at) : null }
}

function startsIn(week: Week, service: Service, block: Week['blocks'][number]): string[] {
  const ahead = week.previous ? minuteOf(week.weekStart, week.previous.frozenBefore) : Number.NEGATIVE_INFINITY
  return allowsStarts(spanOf(week, block), service, week.gridMinutes)
    .filter((start) => start >= ahead)
    .map((start) => wallOf(week.weekStart, start))
}

/** Who holds it now comes first. A group stays at its site. */
function staffFor(week: Week, service: Service, session: Session): Staff[] {
  const members = week.participants.filter(({ id }) => session.members.includes(id))
  const group = service.kind === 'group'
  return week.staff
    .filter(({ leads, gives }) => (group ? leads : gives).includes(service.id))
    .filter(({ site }) => !group || site === session.site)
    .filter(({ id }) => members.every((member) => allowsGiver(service, member, id)))
    .toSorted((a, b) => Number(b.id === session.staff) - Number(a.id === session.staff))
}

/** As it is now first, the other way where everybody may take part remotely. */
function waysOf(week: Week, service: Service, session: Session): boolean[] {
  const members = week.participants.filter(({ id }) => session.members.includes(id))
  const remote = service.telehealth && members.every(({ telehealth }) => telehealth)
  return remote || session.telehealth ? [session.telehealth, !session.telehealth] : [false]
}

/**
 * The present room where it is free, else the smallest free one that is large enough; null where none is taken or there.
 * Rooms in use are looked up once; staff of one site share the answer for a time.
 */
function roomsFor({ week, sessions }: Standing, service: Service, session: Session) {
  const used = sessions
    .filter(({ id, room }) => id !== session.id && room !== null)
    .map((one) => ({ site: one.site, room: one.room, time: timeOf(week, one) }))
  const known = new Map<string, string | null>()
  return (at: Pick<Place, 'start' | 'site' | 'telehealth'>): string | null => {
    if (!takesRoom(service, at.telehealth)) return null
    const key = `${at.start} ${at.site}`
    const found = known.has(key) ? known.get(key)! : freeRoom(week, service, { session, at, used })
    known.set(key, found)
    return found
  }
}

interface Search {
  readonly session: Session
  readonly at: Pick<Place, 'start' | 'site'>
  readonly used: readonly { readonly site: string; readonly room: string | null; readonly time: Interval }[]
}

function freeRoom(week: Week, service: Service, { session, at, used }: Search): string | null {
  const time = timeOf(week, { service: service.id, start: at.start })
  const taken = new Set(used.filter((one) => one.site === at.site && overlaps(one.time, time)).map(({ room }) => room))
  const rooms = (week.sites.find(({ id }) => id === at.site)?.rooms ?? [])
    .filter(({ kinds }) => allowsRoomKind(service, kinds))
    .toSorted((a, b) => Number(b.id === session.room) - Number(a.id === session.room) || a.seats - b.seats)
  const isFree = ({ id, closed }: (typeof rooms)[number]) =>
    !taken.has(id) && !(closed ?? []).some((interval) => overlaps(spanOf(week, interval), time))
  const large = rooms.filter(({ seats }) => allowsMembers(service, seats) >= session.members.length)
  return (large.find(isFree) ?? large[0] ?? rooms[0])?.id ?? null
}

/** Minutes of the week. */
export function timeOf(week: Week, session: Pick<Session, 'service' | 'start'>): Interval {
  const start = minuteOf(week.weekStart, session.start)
  return { start, end: start + (week.services.find(({ id }) => id === session.service)?.minutes ?? 0) }
}
