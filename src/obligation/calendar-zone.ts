/**
 * What a TZID of a calendar file means. In this order: an IANA name, a Windows name (as registered or as shown on
 * screen), the file's own VTIMEZONE, an offset in the name itself, else any zone on Earth.
 */
import { instantShowing, offsetAt, zoneNamed, type Zone } from '../center/zones.ts'
import { WINDOWS_DISPLAY_NAMES } from './windows-display-names.ts'
import { WINDOWS_ZONES } from './windows-zones.generated.ts'

/** How a wall time becomes instants: by a zone, or only within bounds, in milliseconds ahead of UTC. */
export type Clock =
  | { readonly kind: 'zone'; readonly zone: Zone }
  | { readonly kind: 'bounds'; readonly least: number; readonly most: number; readonly named: boolean }

const HOUR = 3_600_000
/** UTC-12 and UTC+14, the outermost zones people live in. */
export const ANYWHERE: Clock = { kind: 'bounds', least: -12 * HOUR, most: 14 * HOUR, named: false }

const windowsZones = new Map(Object.entries(WINDOWS_ZONES).map(([name, zone]) => [plain(name), zone]))
const shownNames = new Map(
  Object.entries(WINDOWS_DISPLAY_NAMES).flatMap(([name, shown]) =>
    shown.map((display) => [plain(display), windowsZones.get(plain(name)) ?? '']),
  ),
)

/** The clock of a TZID; `ownZones` are the readable VTIMEZONEs of the same file by TZID. */
export function clockOf(tzid: string, ownZones: ReadonlyMap<string, Zone>): Clock {
  const name = tzid.trim().replace(/^"|"$/g, '')
  const zone = ianaZone(name) ?? windowsZone(name) ?? ownZones.get(name)
  return zone ? { kind: 'zone', zone } : (clockWithOffset(name) ?? ANYWHERE)
}

/**
 * The instants between which a span of wall time lies: exact for a zone, as wide as it can be for bounds. Whole days end
 * when the clock says midnight. For times, programs disagree whether a shift across a clock change keeps its hours or its
 * end, so the later end is kept busy.
 */
export function instantsOf(
  clock: Clock,
  span: { readonly start: number; readonly end: number; readonly wholeDays: boolean },
): { startAt: number; endAt: number } {
  const { start, end, wholeDays } = span
  if (clock.kind === 'bounds') return { startAt: start - clock.most, endAt: end - clock.least }
  const startAt = instantShowing(clock.zone, start).at
  const ends = instantShowing(clock.zone, end)
  const endAt = ends.kind === 'overlap' ? ends.second : ends.at
  return { startAt, endAt: wholeDays ? endAt : Math.max(endAt, startAt + end - start) }
}

/** What another clock shows when this one shows `wall`; the same where one of them is only known within bounds. */
export function shownBy(other: Clock, wall: number, clock: Clock): number {
  if (other === clock || other.kind === 'bounds' || clock.kind === 'bounds') return wall
  const at = instantShowing(clock.zone, wall).at
  // A wall time inside a gap is moved to its end; asked of its own zone it must stay as written.
  return other.zone === clock.zone ? wall : at + offsetAt(other.zone, at)
}

/** Also "/mozilla.org/20050126_1/America/New_York" and "/freeassociation.sourceforge.net/Europe/Paris". */
function ianaZone(name: string): Zone | undefined {
  const parts = name.split('/')
  for (const from of [0, parts.length - 3, parts.length - 2, parts.length - 1]) {
    const zone = from < 0 || (from > 0 && !name.startsWith('/')) ? undefined : zoneNamed(parts.slice(from).join('/'))
    if (zone) return zone
  }
  return undefined
}

function windowsZone(name: string): Zone | undefined {
  const shown = name.replace(/^\((GMT|UTC)[^)]*\)\s*/i, '')
  const zone = windowsZones.get(plain(name)) ?? shownNames.get(plain(shown))
  return zone ? zoneNamed(zone) : undefined
}

/** "(GMT +01:00)" names winter's offset and hides whether there is a summer time, which adds an hour. */
function clockWithOffset(name: string): Clock | undefined {
  const match = /(?:GMT|UTC)\s*([+-])(\d{1,2}):?(\d{2})?/i.exec(name)
  if (!match) return undefined
  const offset = (match[1] === '-' ? -1 : 1) * (Number(match[2]) * HOUR + Number(match[3] ?? 0) * 60_000)
  return Math.abs(offset) > 14 * HOUR ? undefined : { kind: 'bounds', least: offset, most: offset + HOUR, named: true }
}

/** Without accents, case and double blanks. */
function plain(name: string): string {
  return name.normalize('NFD').replace(/\p{M}/gu, '').replace(/\s+/g, ' ').trim().toLowerCase()
}
