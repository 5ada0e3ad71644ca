import { z } from 'zod'
import {
  codeCell,
  listCell,
  optional,
  optionalTextCell,
  textCell,
  timeCell,
  weekdayCell,
  wholeCell,
  wordCell,
  WEEKDAYS,
} from './cells.ts'
import { errorAt, nearest, repeated, unknownCode, type Finding, type Lined } from './finding.ts'

/** The center as its files describe it (docs/import.md): one center, its sites, rooms and blocks of the week. */

export const SERVICE_KINDS = ['group', 'individual', 'family', 'medical', 'other'] as const
export const PARTS = ['morning', 'afternoon', 'evening'] as const

export const CenterRow = z.object({ code: codeCell, name: textCell, time_zone: textCell })
export const SiteRow = z.object({ code: codeCell, name: textCell, telehealth_pool: optional(textCell, '') })
export const RoomRow = z.object({
  site: codeCell,
  code: codeCell,
  name: optionalTextCell,
  seats: wholeCell(1, 500),
  kinds: listCell(wordCell(SERVICE_KINDS)),
})
export const BlockRow = z.object({
  code: codeCell,
  day: weekdayCell,
  starts: timeCell,
  ends: timeCell,
  part: wordCell(PARTS),
})

export type CenterRow = Lined<z.infer<typeof CenterRow>>
export type SiteRow = Lined<z.infer<typeof SiteRow>>
export type RoomRow = Lined<z.infer<typeof RoomRow>>
export type BlockRow = Lined<z.infer<typeof BlockRow>>

/** Exactly one center, in a time zone that exists. `zoneNames`: every name the shipped zone data knows. */
export function checkCenter(rows: readonly CenterRow[], zoneNames: readonly string[]): Finding[] {
  const file = 'center.csv'
  if (rows.length !== 1) {
    const what = `${rows.length} centers are described`
    return [errorAt({ file, line: rows[1]?.line ?? 1, column: '' }, what, 'Describe exactly one center, in one row.')]
  }
  return rows.flatMap((row) => {
    if (zoneNames.includes(row.time_zone)) return []
    const near = nearestZones(row.time_zone, zoneNames)
    const fix = near.length > 0 ? `Maybe ${near.join(' or ')}.` : 'Write an IANA name such as America/New_York.'
    return [errorAt({ file, line: row.line, column: 'time_zone' }, `"${row.time_zone}" is no known time zone`, fix)]
  })
}

/** Codes used twice, rooms of unknown sites, rooms for nothing. */
export function checkSites(
  sites: readonly SiteRow[],
  rooms: readonly RoomRow[],
  siteCodes: ReadonlySet<string>,
): Finding[] {
  return [
    ...repeated('sites.csv', 'code', sites, (site) => site.code),
    ...repeated('rooms.csv', 'code', rooms, (room) => `${room.site}/${room.code}`),
    ...rooms.flatMap((room) =>
      unknownCode({ file: 'rooms.csv', line: room.line, column: 'site' }, room.site, siteCodes, 'site'),
    ),
    ...rooms
      .filter((room) => room.kinds.length === 0)
      .map((room) =>
        errorAt(
          { file: 'rooms.csv', line: room.line, column: 'kinds' },
          'the room fits no kind of service',
          `Write at least one of: ${SERVICE_KINDS.join(', ')}.`,
        ),
      ),
  ]
}

/** Codes used twice, blocks that end before they begin, blocks that overlap. */
export function checkBlocks(blocks: readonly BlockRow[]): Finding[] {
  const backward = blocks
    .filter((block) => block.ends <= block.starts)
    .map((block) => endsTooEarly('blocks.csv', block))
  const inOrder = blocks
    .filter((block) => block.ends > block.starts)
    .toSorted((a, b) => a.day - b.day || a.starts - b.starts || a.line - b.line)
  const overlapping = inOrder.flatMap((block, index) => {
    const before = inOrder[index - 1]
    if (before === undefined || before.day !== block.day || before.ends <= block.starts) return []
    const what = `on ${WEEKDAYS[block.day - 1]} it overlaps block "${before.code}" of line ${before.line}`
    return [
      errorAt({ file: 'blocks.csv', line: block.line, column: 'starts' }, what, 'Let one end before the other starts.'),
    ]
  })
  return [...repeated('blocks.csv', 'code', blocks, (block) => block.code), ...backward, ...overlapping]
}

/** A time of the center's day that ends before it starts: nothing at a center runs past midnight. */
export function endsTooEarly(file: string, row: { readonly line: number }): Finding {
  const fix = 'Correct the times; a time past midnight is two rows, one for each day.'
  return errorAt({ file, line: row.line, column: 'ends' }, 'it ends before it starts, outside its day', fix)
}

/** Up to three names: the one that differs least, then names whose last part is the same place. */
function nearestZones(name: string, zoneNames: readonly string[]): string[] {
  const place = name.split('/').at(-1)?.replaceAll(' ', '_').toLowerCase() ?? ''
  const samePlace = zoneNames.filter((zone) => place.length > 2 && zone.toLowerCase().split('/').at(-1) === place)
  const near = nearest(name.replaceAll(' ', '_'), zoneNames)
  return [...new Set([...(near === undefined ? [] : [near]), ...samePlace])].slice(0, 3)
}
