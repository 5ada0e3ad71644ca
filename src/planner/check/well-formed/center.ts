import { clockWords } from '../../model/clock-words.ts'
import { dayOf, MINUTES_A_DAY, weekdayOf } from '../../model/time.ts'
import type { Service, Site, Staff, Week } from '../../model/week.ts'
import type { Breach } from '../../rules/rule.ts'
import { openWeek, spanOf } from '../week-book.ts'
import type { Known } from './finding.ts'
import { finding, repeats, strangers, stranger, wrongDay, wrongSpan } from './finding.ts'

/** What is wrong with the week's frame: its first day, time zone, grid and blocks. */
export function wrongFrame(week: Week): Breach[] {
  return [...wrongStart(week), ...wrongZone(week), ...wrongGrid(week), ...wrongBlocks(week)]
}

/** What is wrong with services, sites, rooms and staff. */
export function wrongCenter(week: Week): Breach[] {
  const book = openWeek(week)
  return [
    ...repeats('services', ids(week.services)),
    ...week.services.flatMap((service, n) => wrongService(`services[${n}]`, service)),
    ...repeats('sites', ids(week.sites)),
    ...week.sites.flatMap((site, n) => wrongSite(`sites[${n}]`, site)),
    ...repeats('staff', ids(week.staff)),
    ...week.staff.flatMap((staff, n) => [
      ...stranger(`staff[${n}].site`, staff.site, { list: 'sites', has: (id) => book.sites.has(id) }),
      ...wrongLicenses(`staff[${n}]`, staff, (id) => book.services.get(id)),
      ...wrongDuty(week, `staff[${n}]`, staff),
    ]),
  ]
}

function ids(list: readonly { readonly id: string }[]): string[] {
  return list.map(({ id }) => id)
}

function wrongStart({ weekStart }: Week): Breach[] {
  const wrong = wrongDay('weekStart', weekStart)
  if (wrong.length > 0 || weekdayOf(weekStart) === 0) return wrong
  return [finding('weekStart', `${weekStart} is not a Monday`, 'Maybe use the Monday of that week.')]
}

// Only the shape: the planner never converts through a zone, so it needs no list of zones that may be older than the file.
function wrongZone({ timeZone }: Week): Breach[] {
  if (/^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+)*$/.test(timeZone)) return []
  return [finding('timeZone', 'this is no IANA time zone name', 'Maybe America/New_York.')]
}

function wrongGrid({ gridMinutes }: Week): Breach[] {
  return gridMinutes > 0 ? [] : [finding('gridMinutes', 'a grid of 0 minutes has no starts', 'Maybe 30.')]
}

function wrongBlocks(week: Week): Breach[] {
  const spans = week.blocks.flatMap((block, n) => wrongSpan(`blocks[${n}]`, block))
  return [...repeats('blocks', ids(week.blocks)), ...(spans.length > 0 ? spans : wrongPlaces(week))]
}

function wrongPlaces(week: Week): Breach[] {
  const blocks = week.blocks.map((block, n) => ({ path: `blocks[${n}]`, id: block.id, ...spanOf(week, block) }))
  const outside = blocks
    .filter(({ start, end }) => start < 0 || end > 7 * MINUTES_A_DAY)
    .map(({ path }) => finding(path, 'it lies outside the week', `Maybe correct it or weekStart ${week.weekStart}.`))
  const overnight = blocks
    .filter(({ start, end }) => dayOf(start) !== dayOf(end - 1))
    .map(({ path }) => finding(path, 'it does not lie within one day', 'Maybe split it at midnight.'))
  const sorted = blocks.toSorted((a, b) => a.start - b.start)
  const overlapping = sorted.flatMap((block, n) => {
    const before = sorted[n - 1]
    if (!before || before.end <= block.start) return []
    return [
      finding(block.path, `it starts ${clockWords(block.start)}, before ${before.id} ends`, 'Blocks must not overlap.'),
    ]
  })
  return [...outside, ...overnight, ...overlapping]
}

function wrongService(path: string, { kind, minutes, maxMembers }: Service): Breach[] {
  return [
    ...(minutes > 0 ? [] : [finding(`${path}.minutes`, 'a session of 0 minutes is none', 'Maybe 60.')]),
    ...(kind === 'group' || maxMembers === 1
      ? []
      : [finding(`${path}.maxMembers`, `a service of kind ${kind} is one to one`, 'Use 1, or kind group.')]),
  ]
}

function wrongSite(path: string, { rooms }: Site): Breach[] {
  return [
    ...repeats(`${path}.rooms`, ids(rooms)),
    ...rooms.flatMap(({ closed = [] }, n) =>
      closed.flatMap((interval, m) => wrongSpan(`${path}.rooms[${n}].closed[${m}]`, interval)),
    ),
  ]
}

function wrongLicenses(path: string, { leads, gives }: Staff, find: (id: string) => Service | undefined): Breach[] {
  const known: Known = { list: 'services', has: (id) => find(id) !== undefined }
  const groups = leads.flatMap((id, n) => {
    const kind = find(id)?.kind ?? 'group'
    return kind === 'group' ? [] : [finding(`${path}.leads[${n}]`, `${id} is one to one`, 'Maybe move it to gives.')]
  })
  const oneToOne = gives.flatMap((id, n) =>
    find(id)?.kind === 'group' ? [finding(`${path}.gives[${n}]`, `${id} is a group`, 'Maybe move it to leads.')] : [],
  )
  return [
    ...strangers(`${path}.leads`, leads, known),
    ...groups,
    ...strangers(`${path}.gives`, gives, known),
    ...oneToOne,
  ]
}

function wrongDuty(week: Week, path: string, { duty }: Staff): Breach[] {
  const wrong = duty.flatMap((interval, n) => wrongSpan(`${path}.duty[${n}]`, interval))
  if (wrong.length > 0) return wrong
  const sorted = duty
    .map((interval, n) => ({ path: `${path}.duty[${n}]`, ...spanOf(week, interval) }))
    .toSorted((a, b) => a.start - b.start)
  return sorted.flatMap((interval, n) => {
    const before = sorted[n - 1]
    if (!before || before.end < interval.start) return []
    return [finding(interval.path, `it overlaps or touches ${before.path}`, 'Maybe join the two into one interval.')]
  })
}
