import type { BlockFrame, Center, RoomFrame, ServiceFrame, StaffFrame } from '../model/center.ts'
import { dayOf, minuteOf } from '../model/time.ts'
import type { Interval } from '../model/time.ts'
import type { Session, Week } from '../model/week.ts'
import { allowsStartAt } from '../rules/h19-frozen-past.ts'

/** The part of a center that is known before spots and people are compiled. */
export type Grounds = Omit<Center, 'spots' | 'people'>

/** Blocks, services, rooms and staff as integers. */
export function groundsOf(week: Week): Grounds {
  const frozenBefore = week.previous ? minuteOf(week.weekStart, week.previous.frozenBefore) : Number.NEGATIVE_INFINITY
  const frozen = (week.previous?.sessions ?? []).filter(
    (session) => !allowsStartAt(minuteOf(week.weekStart, session.start), frozenBefore),
  )
  const sites = week.sites.map((site) => site.id)
  return {
    week,
    frozenBefore,
    frozen,
    sites,
    blocks: blocksOf(week, frozenBefore),
    services: week.services.map((service, index): ServiceFrame => ({
      index,
      service,
      halfHours: Math.ceil(service.minutes / 30),
    })),
    rooms: roomsOf(week),
    staff: staffOf(week, sites, frozen),
  }
}

function blocksOf(week: Week, frozenBefore: number): BlockFrame[] {
  return week.blocks
    .map((block) => ({ block, ...intervalOf(week, block) }))
    .toSorted((a, b) => a.start - b.start)
    .map(({ block, start, end }, index) => ({
      index,
      id: block.id,
      part: block.part,
      start,
      end,
      day: dayOf(start),
      frozen: !allowsStartAt(start, frozenBefore),
    }))
}

function roomsOf(week: Week): RoomFrame[] {
  const rooms = week.sites.flatMap((site, siteIndex) => site.rooms.map((room) => ({ room, siteIndex })))
  return rooms.map(({ room, siteIndex }, index) => ({
    index,
    id: room.id,
    site: siteIndex,
    seats: room.seats,
    kinds: room.kinds,
    closed: (room.closed ?? []).flatMap((span) => {
      const { start, end } = intervalOf(week, span)
      return [start, end]
    }),
  }))
}

function staffOf(week: Week, sites: string[], frozen: readonly Session[]): StaffFrame[] {
  const minutes = new Map(week.services.map((service) => [service.id, service.minutes]))
  const used = new Map<string, number>()
  for (const session of frozen) {
    used.set(session.staff, (used.get(session.staff) ?? 0) + (minutes.get(session.service) ?? 0))
  }
  return week.staff.map((staff, index) => ({
    index,
    staff,
    site: sites.indexOf(staff.site),
    duty: staff.duty.map((span) => intervalOf(week, span)),
    frozenMinutes: used.get(staff.id) ?? 0,
  }))
}

/** Minutes of the week of an interval of the file. */
export function intervalOf(week: Week, span: { readonly start: string; readonly end: string }): Interval {
  return { start: minuteOf(week.weekStart, span.start), end: minuteOf(week.weekStart, span.end) }
}
