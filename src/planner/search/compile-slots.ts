import type { Slots, Spot } from '../model/center.ts'
import { allowsTimes } from '../rules/h11-obligations-travel.ts'
import { allowsRemoteFrom } from '../rules/h12-reach.ts'
import { allowsMore } from '../rules/h13-prescription.ts'
import { allowsGiver } from '../rules/h16-own-counselor.ts'
import { allowsFamilyBlock } from '../rules/h17-family.ts'
import { dayOf } from '../model/time.ts'
import type { Interval } from '../model/time.ts'
import type { Participant, Service } from '../model/week.ts'
import { sessionKey } from './changes.ts'
import type { Opening } from './compile-openings.ts'
import type { Past } from './compile-past.ts'
import { intervalOf } from './grounds.ts'
import type { Grounds } from './grounds.ts'

/** Minutes one way beyond which a way takes the whole week anyway. */
export const FARTHEST = 1_000_000

/** All that the center offers, before people are looked at. */
export interface Ways {
  /** Spots of groups and openings of one-to-one services, by service. */
  readonly spots: readonly (readonly Spot[])[]
  readonly openings: readonly (readonly Opening[])[]
  /** Per participant: keys of the sessions of the plan that was in force (S11). */
  readonly kept: ReadonlyMap<string, ReadonlySet<string>>
  /** Per participant: keys of the sessions they shall keep. */
  readonly pinned?: ReadonlyMap<string, ReadonlySet<string>>
}

/** What a pin that is not kept costs the search: more than any week of one person. */
export const PIN = 20_000

/** One session a person could have. */
export interface Candidate extends Interval {
  readonly service: number
  readonly block: number
  /** Index of the site, -1 for telehealth. */
  readonly place: number
  readonly travel: number
  /** Which stretch of time without obligations it lies in. */
  readonly window: number
  readonly spot: number
  readonly change: number
  readonly givers: readonly Giver[]
  readonly rooms: readonly number[] | null
}

interface Giver {
  readonly staff: number
  readonly cost: number
  readonly kept: boolean
}

interface Place {
  readonly place: number
  readonly travel: number
  readonly sites: readonly number[]
  readonly free: readonly Interval[]
}

/** Every session the person could have, as far as the personal rules allow it (H11, H12, H14 to H17 for one session). */
export function slotsOf(grounds: Grounds, ways: Ways, participant: Participant, past: Past): Candidate[] {
  const places = placesOf(grounds, participant)
  const candidates: Candidate[] = []
  for (const { index, service } of grounds.services) {
    const prescribed = Object.hasOwn(participant.prescription, service.id) ? participant.prescription[service.id] : 0
    if (allowsMore(prescribed ?? 0, past.counts.get(index) ?? 0) === 0) continue
    for (const place of places) {
      if (place.place < 0 && !service.telehealth) continue
      const meet = { grounds, ways, participant, service, place }
      const found = service.kind === 'group' ? groupsAt(meet) : oneToOnesAt(meet)
      for (const one of found) if (!past.days.get(dayOf(one.start))?.services.has(index)) candidates.push(one)
    }
  }
  return candidates.toSorted((a, b) => a.start - b.start)
}

/** Candidates as parallel lists; `services` is the person's own numbering. */
export function packSlots(candidates: readonly Candidate[], services: readonly number[]): Slots {
  const givers = candidates.flatMap((one) => one.givers)
  const slots = newSlots(candidates.length, givers.length)
  candidates.forEach((one, at) => {
    slots.block[at] = one.block
    slots.service[at] = services.indexOf(one.service)
    slots.start[at] = one.start
    slots.end[at] = one.end
    slots.travel[at] = Math.min(one.travel, FARTHEST)
    slots.telehealth[at] = one.place < 0 ? 1 : 0
    slots.spot[at] = one.spot
    slots.change[at] = one.change
    slots.giverFrom[at + 1] = (slots.giverFrom[at] ?? 0) + one.givers.length
  })
  givers.forEach((one, at) => {
    slots.giver[at] = one.staff
    slots.giverCost[at] = one.cost
    slots.giverKept[at] = one.kept ? 1 : 0
  })
  return { ...slots, rooms: candidates.map((one) => one.rooms) }
}

function newSlots(count: number, givers: number): Omit<Slots, 'rooms'> {
  return {
    count,
    block: new Int32Array(count),
    service: new Int32Array(count),
    start: new Int32Array(count),
    end: new Int32Array(count),
    travel: new Int32Array(count),
    telehealth: new Uint8Array(count),
    spot: new Int32Array(count),
    change: new Float64Array(count),
    giverFrom: new Int32Array(count + 1),
    giver: new Int32Array(givers),
    giverCost: new Float64Array(givers),
    giverKept: new Uint8Array(givers),
  }
}

function placesOf(grounds: Grounds, participant: Participant): Place[] {
  const { week, sites } = grounds
  const free = allowsTimes(participant.busy.map((span) => intervalOf(week, span)))
  const reached = participant.sites.flatMap(({ site, travelMinutes }, at) => {
    const place = sites.indexOf(site)
    const again = participant.sites.findIndex((other) => other.site === site) < at
    return place < 0 || again ? [] : [{ place, travel: travelMinutes, sites: [place], free }]
  })
  const remote = allowsRemoteFrom(week, participant).map((site) => sites.indexOf(site))
  return remote.length > 0 ? [...reached, { place: -1, travel: 0, sites: remote, free }] : reached
}

interface Meeting {
  readonly grounds: Grounds
  readonly ways: Ways
  readonly participant: Participant
  readonly service: Service
  readonly place: Place
}

function groupsAt(meet: Meeting): Candidate[] {
  const { grounds, ways, place } = meet
  const service = grounds.week.services.indexOf(meet.service)
  const found: Candidate[] = []
  for (const spot of ways.spots[service] ?? []) {
    if (spot.telehealth !== place.place < 0 || !place.sites.includes(spot.site)) continue
    const window = windowOf(place, spot)
    if (window < 0) continue
    const change = (isKept(meet, spot, '') ? 0 : grounds.week.weights.change) - forPin(meet, spot, '')
    found.push(candidate(meet, spot, { service, window, spot: spot.index, change, givers: [], rooms: null }))
  }
  return found
}

function oneToOnesAt(meet: Meeting): Candidate[] {
  const { grounds, ways, participant, place } = meet
  const service = grounds.week.services.indexOf(meet.service)
  const found = new Map<number, Candidate & { givers: Giver[] }>()
  for (const opening of ways.openings[service] ?? []) {
    if (!place.sites.includes(opening.site) || (place.place >= 0 && opening.rooms?.length === 0)) continue
    if (!allowsFamilyBlock(meet.service, participant, grounds.blocks[opening.block]?.id ?? '')) continue
    const window = windowOf(place, opening)
    if (window < 0) continue
    const known = found.get(opening.start)
    const givers = known?.givers ?? []
    for (const staff of opening.givers) addGiver(meet, opening, staff, givers)
    if (known || givers.length === 0) continue
    const rooms = place.place < 0 ? null : opening.rooms
    found.set(opening.start, candidate(meet, opening, { service, window, spot: -1, change: 0, givers, rooms }))
  }
  for (const { givers } of found.values()) givers.sort((a, b) => a.cost - b.cost)
  return [...found.values()]
}

function candidate<G extends readonly Giver[]>(
  { place }: Meeting,
  { start, end, block }: { readonly start: number; readonly end: number; readonly block: number },
  more: Pick<Candidate, 'service' | 'window' | 'spot' | 'change' | 'rooms'> & { givers: G },
): Candidate & { givers: G } {
  const { service, window, spot, change, rooms, givers } = more
  return { start, end, block, place: place.place, travel: place.travel, service, window, spot, change, rooms, givers }
}

function addGiver(meet: Meeting, opening: Opening, staff: number, givers: Giver[]): void {
  const id = meet.grounds.staff[staff]?.staff.id ?? ''
  if (!allowsGiver(meet.service, meet.participant, id)) return
  const cover = meet.service.kind === 'individual' && id !== meet.participant.counselor
  const kept = isKept(meet, opening, id)
  const { weights } = meet.grounds.week
  const pin = forPin(meet, opening, id)
  givers.push({ staff, kept, cost: (cover ? weights.cover : 0) + (kept ? 0 : weights.change) - pin })
}

/** Whether the session is as in the plan that was in force; also when there was none. */
function isKept(meet: Meeting, at: { start: number; site: number }, staff: string): boolean {
  if (!meet.grounds.week.previous) return true
  return meet.ways.kept.get(meet.participant.id)?.has(keyAt(meet, at, staff)) ?? false
}

/** The pin's price is part of the person's fixed cost, and a pinned session gives it back. */
function forPin(meet: Meeting, at: { start: number; site: number }, staff: string): number {
  return meet.ways.pinned?.get(meet.participant.id)?.has(keyAt(meet, at, staff)) ? PIN : 0
}

function keyAt({ grounds, service, place }: Meeting, at: { start: number; site: number }, staff: string): string {
  const session = { service: service.id, site: grounds.sites[at.site] ?? '', telehealth: place.place < 0, staff }
  return sessionKey({ ...session, start: at.start })
}

/** Stretch of free time that holds the session and the way there and back; -1 when an obligation is in the way. */
function windowOf({ travel, free }: Place, session: Interval): number {
  return free.findIndex((one) => one.start <= session.start - travel && session.end + travel <= one.end)
}
