import type { Center } from '../model/center.ts'
import { wallOf } from '../model/time.ts'
import type { Session } from '../model/week.ts'
import type { Snapshot } from './improve.ts'
import type { Seat } from './timetable.ts'

/** The sessions of a plan in the form of the file: frozen ones as they were, kept ones under their old ids. */
export function sessionsOf(center: Center, { weeks, groups }: Snapshot): Session[] {
  const made = [
    ...groups.map((group) => {
      const { spot, staff, room, given } = group
      const members = weeks.flatMap((seats, index) => (seats.some((seat) => seat.group === group) ? [index] : []))
      return sessionOf(center, { ...spot, staff, room, members, id: given?.id ?? '' })
    }),
    ...weeks.flatMap((seats, index) => seats.flatMap((seat) => (seat.group ? [] : [oneToOne(center, index, seat)]))),
  ]
  return [...center.frozen, ...named(center, made.toSorted(byStart))]
}

interface Made {
  readonly id: string
  readonly service: number
  readonly start: number
  readonly site: number
  readonly telehealth: boolean
  readonly staff: number
  readonly room: number
  readonly members: readonly number[]
}

function oneToOne(center: Center, index: number, { slot, staff, room }: Seat): Session {
  const person = center.people[index]!
  return sessionOf(center, {
    id: '',
    service: person.services[person.slots.service[slot]!]!,
    start: person.slots.start[slot]!,
    site: center.staff[staff]!.site,
    telehealth: person.slots.telehealth[slot] === 1,
    staff,
    room,
    members: [index],
  })
}

function sessionOf(center: Center, made: Made): Session {
  return {
    id: made.id,
    service: center.services[made.service]!.service.id,
    start: wallOf(center.week.weekStart, made.start),
    staff: center.staff[made.staff]!.staff.id,
    site: center.sites[made.site]!,
    room: made.room < 0 ? null : center.rooms[made.room]!.id,
    telehealth: made.telehealth,
    members: made.members.map((index) => center.people[index]!.participant.id),
  }
}

/** Sessions of a given timetable have their ids; those kept from before keep theirs; the others are numbered. */
function named(center: Center, sessions: readonly Session[]): Session[] {
  const { previous, fixedGroups } = center.week
  const taken = new Set([...center.frozen, ...(fixedGroups ?? [])].map(({ id }) => id))
  const before = new Map((previous?.sessions ?? []).map((session) => [likeness(session), session.id]))
  let count = 0
  const next = (): string => {
    count++
    const id = `s${String(count).padStart(4, '0')}`
    return taken.has(id) ? next() : id
  }
  const named = sessions.map((session) => {
    const old = before.get(likeness(session))
    if (session.id !== '' || old === undefined || taken.has(old)) return session
    taken.add(old)
    return { ...session, id: old }
  })
  return named.map((session) => (session.id === '' ? { ...session, id: next() } : session))
}

/** A group is the same when only its members changed; a one-to-one session when nothing did. */
function likeness({ service, start, staff, site, telehealth, members }: Session): string {
  return JSON.stringify([service, start, staff, site, telehealth, members.length === 1 ? members : 'several'])
}

function byStart(a: Session, b: Session): number {
  return a.start < b.start ? -1 : a.start > b.start ? 1 : 0
}
