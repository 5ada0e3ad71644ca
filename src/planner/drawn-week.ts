import { wallOf } from './model/time.ts'
import type { Block, Participant, Service, ServiceKind, Site, Staff, Week } from './model/week.ts'
import { drawNumber, drawOne, randomFrom } from './random.ts'
import type { Random } from './random.ts'

/** Small random weeks for property tests: odd grids, blocks that touch, long ways, tight rooms, weights of zero. */

const WEEK_START = '2026-11-30'
const at = (minute: number) => wallOf(WEEK_START, minute)

export interface DrawnSize {
  readonly people: number
  readonly staff: number
  readonly sites: number
  readonly blocks: number
}

export function drawWeek(seed: number, size: DrawnSize): Week {
  const random = randomFrom(seed)
  const blocks = drawBlocks(random, size.blocks)
  const services = drawServices(random)
  const sites = Array.from({ length: size.sites }, (_, n) => drawSite(random, n))
  const weight = () => drawOne(random, [0, 1, 3, 10, 60, 100]) ?? 0
  const staff = Array.from({ length: size.staff }, (_, n) => drawStaff(random, n, { blocks, services, sites }))
  return {
    format: 'evenkeel-week/1',
    id: `drawn-${seed}`,
    timeZone: 'Europe/Berlin',
    weekStart: WEEK_START,
    gridMinutes: drawOne(random, [15, 20, 30, 60]) ?? 30,
    weights: {
      short: weight(),
      belowTarget: weight(),
      trip: weight(),
      travel: weight(),
      telehealthVisit: weight(),
      nonPreferred: weight(),
      idle: weight(),
      cover: weight(),
      group: weight(),
      screen: weight(),
      change: weight(),
    },
    blocks,
    services,
    sites,
    staff,
    participants: Array.from({ length: size.people }, (_, n) =>
      drawParticipant(random, n, { blocks, services, sites, staff }),
    ),
  }
}

function drawBlocks(random: Random, count: number): Block[] {
  const blocks: Block[] = []
  let start = drawNumber(random, 20) * 60
  for (let n = 0; n < count; n++) {
    const wanted = start + 60 + drawNumber(random, 4) * 30
    const midnight = (Math.floor(start / 1440) + 1) * 1440
    const end = Math.min(wanted, midnight)
    if (end > 7 * 1440) break
    const part = drawOne(random, ['morning', 'afternoon', 'evening'] as const) ?? 'morning'
    blocks.push({ id: `b${n}`, start: at(start), end: at(end), part })
    start = end + (drawOne(random, [0, 0, 30, 120, 600, 1200]) ?? 0)
  }
  // A block may not end at the 24th hour in words, so the last minutes of a day stay free.
  return blocks.filter((block) => block.start.slice(0, 10) === block.end.slice(0, 10))
}

function drawServices(random: Random): Service[] {
  const kinds: ServiceKind[] = ['group', 'individual', 'group', 'family', 'medical']
  return kinds.slice(0, 2 + drawNumber(random, 4)).map((kind, n) => ({
    id: `service-${n}`,
    name: `Service ${n}`,
    kind,
    minutes: drawOne(random, [20, 30, 50, 60, 90]) ?? 30,
    minMembers: kind === 'group' ? drawNumber(random, 4) : 1,
    maxMembers: kind === 'group' ? 3 + drawNumber(random, 3) : 1,
    telehealth: random() < 0.5,
    countsTowardHours: random() < 0.8,
    needsRoom: random() < 0.6,
    ...(random() < 0.3 ? { allowedStartOffsets: [0, 30, 60] } : {}),
  }))
}

function drawSite(random: Random, n: number): Site {
  return {
    id: `site-${n}`,
    ...(random() < 0.5 ? { telehealthPool: 'pool' } : {}),
    rooms: Array.from({ length: 1 + drawNumber(random, 2) }, (_, room) => ({
      id: `room-${room}`,
      seats: 1 + drawNumber(random, 5),
      kinds: random() < 0.7 ? ['group', 'family', 'individual', 'medical'] : ['group'],
      ...(random() < 0.2 ? { closed: [{ start: at(0), end: at(1440) }] } : {}),
    })),
  }
}

interface Around {
  readonly blocks: Block[]
  readonly services: Service[]
  readonly sites: Site[]
}

function drawStaff(random: Random, n: number, { blocks, services, sites }: Around): Staff {
  const isGroup = ({ kind }: Service) => kind === 'group'
  return {
    id: `staff-${n}`,
    site: drawOne(random, sites)?.id ?? '',
    role: 'counselor',
    leads: services.filter((one) => isGroup(one) && random() < 0.8).map(({ id }) => id),
    gives: services.filter((one) => !isGroup(one) && random() < 0.8).map(({ id }) => id),
    maxMinutes: 60 + drawNumber(random, 10) * 60,
    duty: dutyOver(blocks.filter(() => random() < 0.85)),
  }
}

/** One duty interval a block; blocks that touch are one, since duty intervals may not touch. */
function dutyOver(blocks: Block[]): { start: string; end: string }[] {
  const duty: { start: string; end: string }[] = []
  for (const { start, end } of blocks) {
    const last = duty.at(-1)
    if (last && last.end === start) last.end = end
    else duty.push({ start, end })
  }
  return duty
}

function drawParticipant(random: Random, n: number, around: Around & { readonly staff: Staff[] }): Participant {
  const { blocks, services, sites, staff } = around
  const ids = staff.map(({ id }) => id)
  const counselor = drawOne(random, ids) ?? ''
  const busy = blocks.flatMap((block) => (random() < 0.3 ? [{ start: block.start, end: block.end, why: 'work' }] : []))
  const reach = sites.filter(() => random() < 0.7)
  const prescription: Record<string, number> = {}
  for (const { id } of services) if (random() < 0.8) prescription[id] = drawNumber(random, 4)
  return {
    id: `person-${n}`,
    prescription,
    weeklyMinutesTarget: drawNumber(random, 8) * 45,
    dailyMaxMinutes: 60 + drawNumber(random, 6) * 30,
    busy,
    sites: reach.map(({ id }) => ({ site: id, travelMinutes: drawOne(random, [0, 10, 20, 45, 300]) ?? 0 })),
    telehealth: random() < 0.5,
    counselor,
    coverCounselors: ids.filter((id) => id !== counselor && random() < 0.5),
    familyBlocks: blocks.filter(() => random() < 0.6).map(({ id }) => id),
    prefers: drawOne(random, ['morning', 'evening', 'none'] as const) ?? 'none',
    screenDays: random() < 0.6 ? [['2026-11-30', '2026-12-01'], ['2026-12-03']] : [],
  }
}
