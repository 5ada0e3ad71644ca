import type { Person } from '../model/center.ts'
import { dayOf, wallOf } from '../model/time.ts'
import type { Session } from '../model/week.ts'
import { cheapestWeek } from '../person-week/cheapest-week.ts'
import type { Workbench } from '../person-week/workbench.ts'
import { allowsStaffMinutes } from '../rules/h05-staff-week.ts'
import { newOffers, offerAll } from '../search/offers.ts'
import type { Offers } from '../search/offers.ts'
import { sameSession } from './same-session.ts'
import type { Standing } from './standing.ts'

/** What the person has now and is not to lose, and what their sessions cost beyond the usual. */
export interface Terms {
  /** The person's sessions of the plan that can still change. */
  readonly own: readonly Session[]
  readonly price: (slot: { readonly day: number; readonly service: string; readonly start: string }) => number
}

/** A session that cannot be left is worth more than anything a week can cost. */
const MUST = 1e8
const OUT_OF_REACH = 1e12
/** How often sessions that fit one by one, but not together into a staff member's week (H5), are taken apart. */
const MOST_TRIES = 6

/**
 * The cheapest of all weeks of the person in the plan as it stands that holds at least as many sessions of every service
 * as now, without what has happened; undefined when there is none. Staff weeks (H5) are respected by leaving sessions out and searching again.
 */
export function bestWeek(standing: Standing, bench: Workbench, terms: Terms): Session[] | undefined {
  const { center } = standing.table
  const whole = center.people[0]
  if (!whole || whole.slots.count === 0) return undefined
  const person = { ...whole, terminal: terminalAbove(standing, whole, terms.own) }
  const offers = newOffers(center)
  offerAll(standing.table, offers, 0, { opening: Infinity, pull: 0, unchangedOnly: false })
  priceOffers(standing, person, offers, terms)
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const found = cheapestWeek(bench, { person, weights: center.week.weights, costs: offers.costs })
    if (found.cost >= OUT_OF_REACH / 2) return undefined
    const over = overbooked(standing, person, offers, found.slots)
    for (const slot of over) offers.costs[slot] = Infinity
    if (over.length > 0) continue
    const chosen = new Set(found.slots.map((slot) => offers.groups[slot]))
    if ([...standing.held].some((group) => !chosen.has(group))) return undefined
    const sessions = found.slots.map((slot) => sessionAt(standing, person, offers, { slot, own: terms.own }))
    return sessions.toSorted((a, b) => (a.start < b.start ? -1 : 1))
  }
  return undefined
}

/** Counts below the present ones are out of reach: nobody loses a session, so nobody loses an hour. */
function terminalAbove({ table }: Standing, person: Person, own: readonly Session[]): Float64Array {
  const ids = person.services.map((service) => table.center.services[service]?.service.id)
  const least = ids.map((id) => own.filter(({ service }) => service === id).length)
  const lost = own.some(({ service }) => !ids.includes(service))
  return person.terminal.map((cost, code) => {
    const kept = least.every((count, at) => Math.floor(code / person.strides[at]!) % (person.caps[at]! + 1) >= count)
    return kept && !lost ? cost : OUT_OF_REACH
  })
}

function priceOffers({ table, held }: Standing, { services, slots }: Person, offers: Offers, terms: Terms): void {
  const { week } = table.center
  for (let slot = 0; slot < slots.count; slot++) {
    const service = week.services[services[slots.service[slot]!]!]!.id
    const start = slots.start[slot]!
    const group = offers.groups[slot]
    offers.costs[slot]! += terms.price({ day: dayOf(start), service, start: wallOf(week.weekStart, start) })
    if (group && held.has(group)) offers.costs[slot]! -= MUST
  }
}

/** Later sessions of a staff member whose week cannot hold all that were chosen. */
function overbooked({ table }: Standing, { slots }: Person, offers: Offers, chosen: readonly number[]): number[] {
  const promised = new Map<number, number>()
  return chosen
    .filter((slot) => slots.spot[slot]! < 0)
    .filter((slot) => {
      const staff = offers.staff[slot]!
      const before = table.staffMinutes[staff]! + (promised.get(staff) ?? 0)
      const minutes = slots.end[slot]! - slots.start[slot]!
      promised.set(staff, (promised.get(staff) ?? 0) + minutes)
      return !allowsStaffMinutes(before, minutes, table.center.staff[staff]!.staff.maxMinutes)
    })
}

function sessionAt(
  { table, sessionOf }: Standing,
  { participant, services, slots }: Person,
  offers: Offers,
  { slot, own }: { readonly slot: number; readonly own: readonly Session[] },
): Session {
  const { center } = table
  const group = offers.groups[slot]
  const running = group ? sessionOf.get(group) : undefined
  if (running) return { ...running, members: [participant.id] }
  const staff = offers.staff[slot]!
  const room = offers.rooms[slot]!
  const made: Session = {
    id: '',
    service: center.services[services[slots.service[slot]!]!]!.service.id,
    start: wallOf(center.week.weekStart, slots.start[slot]!),
    staff: center.staff[staff]!.staff.id,
    site: center.sites[center.staff[staff]!.site]!,
    room: room < 0 ? null : center.rooms[room]!.id,
    telehealth: slots.telehealth[slot] === 1,
    members: [participant.id],
  }
  // An unchanged session keeps its room as well, and its id, so that phones see no difference.
  return own.find((one) => sameSession(one, made)) ?? made
}
