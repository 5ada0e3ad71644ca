import type { Person } from '../model/center.ts'
import { dayOf } from '../model/time.ts'
import type { Participant } from '../model/week.ts'
import { allowsMore } from '../rules/h13-prescription.ts'
import type { Past } from './compile-past.ts'
import type { Candidate } from './compile-slots.ts'
import type { Grounds } from './grounds.ts'

/** A week's counts are one number up to this size; more would make the exact search too slow. */
const MOST_CODES = 10_000
const MOST_SERVICES = 14

type Counts = Pick<Person, 'services' | 'caps' | 'strides' | 'codes' | 'exact' | 'terminal' | 'atCap' | 'minutes'>

interface Wanted {
  readonly service: number
  cap: number
}

/**
 * Numbers the vectors of session counts a person can reach, and what each costs by shortfall (S1) and missed hours (S2).
 * `hopeless` is the cost of sessions of services without a single candidate.
 */
export function encodeCounts(
  grounds: Grounds,
  participant: Participant,
  past: Past,
  candidates: readonly Candidate[],
): Counts & { hopeless: number } {
  const reached = wantedOf(grounds, participant, past, candidates)
  const wanted = withinBounds(grounds, reached)
  const strides: number[] = []
  let codes = 1
  for (const { cap } of wanted) {
    strides.push(codes)
    codes *= cap + 1
  }
  const counts = {
    services: wanted.map(({ service }) => service),
    caps: wanted.map(({ cap }) => cap),
    strides,
    codes,
    exact: wanted.length === reached.length && wanted.every(({ cap }, at) => cap === reached[at]?.cap),
  }
  const { terminal, atCap } = byCode(grounds, participant, past, counts)
  return {
    ...counts,
    terminal,
    atCap,
    minutes: minutesOf(grounds, counts.services),
    hopeless: hopelessCost(grounds, participant, past, counts.services),
  }
}

function wantedOf(grounds: Grounds, participant: Participant, past: Past, candidates: readonly Candidate[]): Wanted[] {
  const days = new Map<number, Set<number>>()
  for (const { service, start } of candidates) {
    days.set(service, (days.get(service) ?? new Set<number>()).add(dayOf(start)))
  }
  return [...days].map(([service, some]) => ({
    service,
    // Once a day (H14): more sessions than days with a candidate are out of reach.
    cap: Math.min(some.size, remaining(grounds, participant, past, service)),
  }))
}

/** Cuts the largest caps, then the shortest services, until the vectors can be counted. */
function withinBounds(grounds: Grounds, reached: readonly Wanted[]): Wanted[] {
  const wanted = reached.map((one) => ({ ...one }))
  const length = ({ service }: Wanted) => grounds.services[service]?.service.minutes ?? 0
  const many = () => wanted.reduce((product, { cap }) => product * (cap + 1), 1) > MOST_CODES
  while (wanted.length > MOST_SERVICES) {
    const least = wanted.reduce((a, b) => (length(b) < length(a) ? b : a))
    wanted.splice(wanted.indexOf(least), 1)
  }
  while (many()) wanted.reduce((a, b) => (b.cap > a.cap ? b : a)).cap -= 1
  return wanted
}

function byCode(
  grounds: Grounds,
  participant: Participant,
  past: Past,
  { services, caps, strides, codes }: Pick<Counts, 'services' | 'caps' | 'strides' | 'codes'>,
) {
  const { weights } = grounds.week
  const terminal = new Float64Array(codes)
  const atCap = new Int32Array(codes)
  for (let code = 0; code < codes; code++) {
    let cost = 0
    let minutes = past.countedMinutes
    services.forEach((index, at) => {
      const frame = grounds.services[index]
      const cap = caps[at] ?? 0
      const count = Math.floor(code / (strides[at] ?? 1)) % (cap + 1)
      if (count === cap) atCap[code] = (atCap[code] ?? 0) | (1 << at)
      cost += (remaining(grounds, participant, past, index) - count) * (frame?.halfHours ?? 0) * weights.short
      if (frame?.service.countsTowardHours) minutes += count * frame.service.minutes
    })
    const missed = Math.max(0, participant.weeklyMinutesTarget - minutes)
    terminal[code] = cost + Math.ceil(missed / 30) * weights.belowTarget
  }
  return { terminal, atCap }
}

function minutesOf(grounds: Grounds, services: readonly number[]): Int32Array {
  const minutes = new Int32Array(1 << services.length)
  for (let mask = 1; mask < minutes.length; mask++) {
    const low = 31 - Math.clz32(mask & -mask)
    const service = grounds.services[services[low] ?? -1]?.service
    minutes[mask] = (minutes[mask & (mask - 1)] ?? 0) + (service?.minutes ?? 0)
  }
  return minutes
}

function hopelessCost(grounds: Grounds, participant: Participant, past: Past, services: readonly number[]): number {
  return grounds.services
    .filter(({ index }) => !services.includes(index))
    .reduce(
      (sum, { index, halfHours }) =>
        sum + remaining(grounds, participant, past, index) * halfHours * grounds.week.weights.short,
      0,
    )
}

function remaining(grounds: Grounds, participant: Participant, past: Past, index: number): number {
  const id = grounds.services[index]?.service.id ?? ''
  const prescribed = Object.hasOwn(participant.prescription, id) ? (participant.prescription[id] ?? 0) : 0
  return allowsMore(prescribed, past.counts.get(index) ?? 0)
}
